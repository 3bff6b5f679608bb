"""Where the embedded PostgreSQL keeps its things, and under which account it runs."""

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

from msgspec import Struct

from samenspraak.embedded.problems import StartProblem

ACCOUNT_NAME = "samenspraak"
SYSTEM_FOLDER = Path("/var/lib/samenspraak")
SOCKET_NAME = ".s.PGSQL.5432"
# The shortest room for a socket's address among the systems we run on, less its closing zero.
SOCKET_PATH_LIMIT_BYTES = 103


class Account(Struct, frozen=True, kw_only=True):
    """The system user PostgreSQL runs under; it refuses to run as root."""

    uid: int
    gid: int
    is_own: bool  # Made for this, because we are root; else it is simply who we are.

    def as_arguments(self) -> dict[str, Any]:
        """Return what makes subprocess start a program under this account."""
        if not self.is_own:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path, *, mode: int) -> None:
        """Give a file or folder to this account and to nobody else."""
        if self.is_own:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)


class Place(Struct, frozen=True, kw_only=True):
    """The folder of one cluster. Everything that belongs to it is inside."""

    folder: Path
    account: Account

    @property
    def cluster(self) -> Path:
        """What PostgreSQL itself keeps."""
        return self.folder / "cluster"

    @property
    def socket(self) -> Path:
        """The folder of the socket. Only the account (and root) can enter it."""
        return self.folder / "socket"

    @property
    def log(self) -> Path:
        """One file for each day of the week, and one for starting."""
        return self.folder / "log"

    @property
    def binaries(self) -> Path:
        """The programs, where the account could not read them in the virtual environment."""
        return self.folder / "binaries"

    @property
    def passwords(self) -> Path:
        """The passwords of the database roles, for those who may connect."""
        return self.folder / "passwords.json"

    def prepare(self) -> None:
        """Make the folders, with rights no wider than needed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        # The account passes through, but cannot list.
        self.folder.chmod(0o711 if self.account.is_own else 0o700)
        if self.account.is_own and not is_open_to_all(self.folder):
            raise StartProblem("private-folder", place=self.folder)
        for inside in (self.socket, self.log):
            inside.mkdir(exist_ok=True)
            self.account.own(inside, mode=0o700)
        address = os.fsencode(self.socket / SOCKET_NAME)
        if len(address) > SOCKET_PATH_LIMIT_BYTES:
            raise StartProblem(
                "socket-path-too-long",
                place=self.socket,
                length=len(address),
                limit=SOCKET_PATH_LIMIT_BYTES,
            )


def place_of(data_folder: Path) -> Place:
    """Choose where the cluster that belongs to a data folder lives, and who runs it.

    Root often works below a home that others may not enter. Rather than opening it up, the
    cluster then lives in the system's folder, under a name that no other data folder gets.
    """
    data_folder = data_folder.absolute()
    account = _account()
    if not account.is_own or is_open_to_all(data_folder):
        return Place(folder=data_folder / "postgresql", account=account)
    data_folder.mkdir(parents=True, exist_ok=True)
    mark = data_folder / "mark"
    if not mark.exists():
        # A folder made anew on the same path must not find the data of the one before it.
        mark.write_text(secrets.token_hex(16), encoding="ascii")
    name = f"{data_folder.resolve()}\n{mark.read_text(encoding='ascii')}"
    hashed = hashlib.sha256(name.encode()).hexdigest()[:16]
    return Place(folder=SYSTEM_FOLDER / hashed, account=account)


def is_open_to_all(folder: Path) -> bool:
    """Tell whether every user of this machine may pass through the folders down to this one."""
    existing = (step for step in (folder, *folder.parents) if step.exists())
    return all(step.stat().st_mode & stat.S_IXOTH for step in existing)


def _account() -> Account:
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), is_own=False)
    found = _look_up() or _make_account()
    return Account(uid=found.pw_uid, gid=found.pw_gid, is_own=True)


def _look_up() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        return None


def _make_account() -> pwd.struct_passwd:
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        raise StartProblem("no-account", name=ACCOUNT_NAME, reason="useradd")
    made = subprocess.run(  # noqa: S603  # A fixed command; nothing in it comes from outside.
        [
            program,
            "--system",
            "--user-group",
            "--no-create-home",
            *("--home-dir", "/nonexistent"),
            *("--shell", "/usr/sbin/nologin"),
            ACCOUNT_NAME,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    # Another clone may have made it in the same moment, so what counts is whether it is there.
    found = _look_up()
    if found is None:
        raise StartProblem("no-account", name=ACCOUNT_NAME, reason=made.stderr.strip())
    return found
