"""What may differ between installations, read from the environment once."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct


def _checkout() -> Path | None:
    top = Path(__file__).resolve().parents[2]
    return top if (top / "pyproject.toml").is_file() else None


CHECKOUT = _checkout()
BUNDLED = Path(__file__).resolve().parent / "_bundled"


def resource(name: str) -> Path:
    """Return a folder beside the package in a checkout, or the copy inside an installed wheel."""
    if CHECKOUT is not None:
        return CHECKOUT / {"web": "frontend/dist"}.get(name, name)
    return BUNDLED / name


class Provider(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A provider of OpenID Connect that may say who somebody is."""

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    # Whether an address this provider calls verified may stand for the person who has it here.
    trusts_email: bool = False

    def __repr__(self) -> str:
        return f"Provider({self.id})"


class Settings(Struct, frozen=True, kw_only=True):
    """All settings. A limit is enforced where its name says.

    Sizes are bytes or characters as named, durations whole seconds.
    """

    database_url: str = ""
    database_owner_url: str = ""
    database_sweeper_url: str = ""
    data_folder: Path = Path(".data")
    keys_folder: Path = Path(".data/keys")
    # The addresses people may come from; a browser's Origin must equal one of them.
    origins: tuple[str, ...] = ("http://127.0.0.1:8000", "http://localhost:8000")
    # Where people who found a hole may write: an address of mail or of a page.
    security_contact: str = ""
    # Counts are for the own machine only, unless whoever runs this opens them to more.
    metrics_open: bool = False
    # Where the providers stand that people may sign in with, and what was read there.
    openid_file: Path | None = None
    providers: tuple[Provider, ...] = ()
    mail_url: str = ""
    mail_from: str = "samenspraak@localhost"
    # Fewer connections than PostgreSQL's default 100 with ten processes on one server.
    pool_size: int = 10
    body_limit_bytes: int = 1_000_000
    import_limit_bytes: int = 10_000_000
    file_limit_bytes: int = 25_000_000
    # What one side keeps in one room: some hundreds of documents with pictures.
    side_files_limit_bytes: int = 500_000_000
    session_seconds: int = 12 * 3600
    session_idle_seconds: int = 30 * 60
    step_up_seconds: int = 5 * 60
    invitation_days: int = 14
    sockets_per_person: int = 10
    # The largest first sync of a draft, and some room for its frame.
    socket_frame_limit_bytes: int = 4 * 1024 * 1024 + 1024
    draft_frame_bytes: int = 1024 * 1024
    draft_first_sync_bytes: int = 4 * 1024 * 1024
    draft_warn_bytes: int = 2 * 1024 * 1024
    draft_bytes: int = 4 * 1024 * 1024
    # What one connection may write; whoever writes faster is read more slowly.
    draft_updates_per_second: int = 60
    draft_burst: int = 200
    draft_presence_per_second: int = 5
    draft_presence_bytes: int = 2048
    draft_editors: int = 50
    draft_viewers: int = 200
    draft_queue_frames: int = 256
    draft_queue_bytes: int = 1024 * 1024
    # How long a draft that nobody reads stays in memory, and its log in the database.
    draft_idle_seconds: float = 60.0
    draft_log_days: int = 30
    # A slow poll of drafts heals a wake-up that was lost between two processes.
    poll_seconds: float = 5.0
    heartbeat_seconds: float = 20.0
    # How often somebody at an open socket is judged although nothing rang: a session may end by time.
    judge_seconds: float = 30.0
    # Longer than any hiccup of a phone; whoever takes nothing for longer comes back and reads on.
    send_seconds: float = 30.0
    # How long after its time a reminder may come; what lapses does so at its time all the same.
    sweep_seconds: float = 20.0
    # How many sign-in attempts an account and an address get in a quarter of an hour.
    sign_in_attempts: int = 20
    requests_per_minute: int = 600

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the settings; what is not set keeps its default."""
        data = Path(environment.get("SAMENSPRAAK_DATA", str((CHECKOUT or Path.cwd()) / ".data")))
        given: dict[str, object] = {"data_folder": data, "keys_folder": data / "keys"}
        for name, variable in {
            "database_url": "DATABASE_URL",
            "database_owner_url": "DATABASE_OWNER_URL",
            "database_sweeper_url": "DATABASE_SWEEPER_URL",
            "security_contact": "SAMENSPRAAK_SECURITY_CONTACT",
            "mail_url": "SAMENSPRAAK_MAIL_URL",
            "mail_from": "SAMENSPRAAK_MAIL_FROM",
        }.items():
            if environment.get(variable):
                given[name] = environment[variable]
        if environment.get("SAMENSPRAAK_KEYS"):
            given["keys_folder"] = Path(environment["SAMENSPRAAK_KEYS"])
        if environment.get("SAMENSPRAAK_OPENID"):
            given["openid_file"] = Path(environment["SAMENSPRAAK_OPENID"])
        if environment.get("SAMENSPRAAK_ORIGINS"):
            given["origins"] = tuple(environment["SAMENSPRAAK_ORIGINS"].split())
        given["metrics_open"] = environment.get("SAMENSPRAAK_METRICS") == "open"
        for name in (
            "pool_size",
            "sign_in_attempts",
            "requests_per_minute",
            "sockets_per_person",
            "draft_updates_per_second",
            "draft_burst",
            "draft_presence_per_second",
            "draft_editors",
            "draft_viewers",
            "draft_idle_seconds",
            "send_seconds",
            "sweep_seconds",
        ):
            variable = f"SAMENSPRAAK_{name.upper()}"
            if environment.get(variable):
                given[name] = int(environment[variable])
        return cls(**given)  # pyright: ignore[reportArgumentType]  # each value has its field's type
