"""What PostgreSQL itself refuses, whatever the server asks: the second lock on the door.

Row-level security shows a person only rows of journals that person reads. Triggers keep what was
said, agreed and signed as it was. Everything here may be applied again and again; it is, each time
the database is brought up to date, so that a table can never miss its policy.
"""

from collections.abc import Iterator

from samenspraak.guards.accounts import ACCOUNTS
from samenspraak.guards.files import FILES
from samenspraak.guards.functions import FORGET_TABLES, FUNCTIONS
from samenspraak.guards.letting_go import letting_go
from samenspraak.guards.searching import OWNERS_FUNCTIONS, SEARCHING, TRIGGERS

# Every table has one of these rules; a test compares the list with the tables that exist.
BY_JOURNAL = (
    "move",
    "organisation",
    "membership",
    "mandate",
    "organisation_setting",
    "notice",
    "contract",
    "workspace",
    "side_room",
    "party",
    "participant",
    "invitation",
    "purpose",
    "obligation",
    "obligation_reaction",
    "thread",
    "message",
    "attachment",
    "hiding",
    "talk",
    "commitment",
    "revision",
    "negotiation",
    "binding",
    "bid_departure",
    "partner",
    "partner_answer",
    "version",
    "signature",
    "receipt",
    "paper_confirmation",
    "signing_rule",
    "signed_copy",
    "holder_change",
    "dispute_hold",
    "draft",
    "draft_update",
    "draft_snapshot",
    "draft_client",
    "draft_touch",
    "pinned_edition",
    "department",
    "department_word",
    "perspective_exchange",
    "perspective_answer",
    "perspective",
    "findable",
)
BY_PERSON = (
    "credential",
    "session",
    "api_token",
    "recovery_code",
    "external_identity",
    "password_reset",
    "read_mark",
    "import_preview",
    "sign_request",
)
# Bytes, and the column that says which.
BY_CONTENT = {"file": "content_id", "file_chunk": "content_id", "file_content": "id"}
OWN_RULES = (
    "journal",
    "journal_reader",
    "entry",
    "person",
    "signing_key",
    "edition",
    "purge_record",
    "provider_request",
)
# Nothing in these can tell one person about another.
OPEN = ("rate_bucket", "outbox")

TABLES = (*BY_JOURNAL, *BY_PERSON, *BY_CONTENT, *OWN_RULES, *OPEN)

# Tables whose rows may go; everywhere else DELETE is refused.
DELETABLE = (
    "journal_reader",
    "session",
    "recovery_code",
    "external_identity",
    "import_preview",
    "rate_bucket",
)
# Tables that only functions of the database write to: a process for all its people at once, or one
# person for both sides.
BY_FUNCTION = (
    "draft_update",
    "draft_snapshot",
    "draft_client",
    "draft_touch",
    "perspective",
    "findable",
)
UNCHANGING = (
    "entry",
    "signature",
    "receipt",
    "file",
    "file_chunk",
    "file_content",
    "attachment",
    "paper_confirmation",
    "signing_rule",
    "signed_copy",
    "obligation_reaction",
    "pinned_edition",
    "bid_departure",
    "partner",
    "partner_answer",
)
FROZEN_COLUMNS = {
    "revision": ("commitment_id", "number", "by_side", "by_person", "put_at", "content", "digest"),
    "version": (
        "id",
        "journal_id",
        "workspace_id",
        "number",
        "content",
        "digest",
        "previous_digest",
        "origin",
        "file_id",
        "reason",
        "cause",
        "value_cents",
        "changed_cents",
        "offered_at",
        "offered_by",
        "offered_by_side",
        "sign_by_at",
    ),
    "sign_request": (
        "id",
        "person_id",
        "version_id",
        "digest",
        "statement",
        "made_at",
        "expires_at",
    ),
    "holder_change": (
        "id",
        "journal_id",
        "workspace_id",
        "commitment_id",
        "side",
        "role",
        "slot",
        "number",
        "held_by",
        "since_at",
        "set_by",
    ),
    "dispute_hold": (
        "id",
        "journal_id",
        "workspace_id",
        "side",
        "reason",
        "placed_at",
        "placed_by",
    ),
    "purpose": ("workspace_id", "number", "content", "digest", "by_side"),
    "obligation": (
        "workspace_id",
        "number",
        "content",
        "digest",
        "by_side",
        "reason_key",
        "same_reason_elsewhere",
    ),
    "organisation_setting": ("id", "journal_id", "organisation_id"),
    "draft": ("journal_id", "workspace_id", "kind", "box", "base_number", "opened_by", "opened_at"),
    "department": ("journal_id", "workspace_id", "defined_at"),
    "department_word": (
        "journal_id",
        "department_id",
        "number",
        "about",
        "about_id",
        "digest",
        "word",
        "by_participant",
        "given_at",
    ),
    "perspective_exchange": ("journal_id", "workspace_id", "number", "started_by", "started_at"),
    "perspective_answer": ("journal_id", "exchange_id", "side"),
    "edition": (
        "id",
        "journal_id",
        "organisation_id",
        "catalogue",
        "publisher",
        "content",
        "digest",
        "added_at",
        "added_by",
        "copied_from",
    ),
}

# What a sweep sees of bargaining, and what of it changes by time alone.
SWEPT_CHANGES = (
    "turn",
    "has_question",
    "reminded_at",
    "package_id",
    "is_open",
    "closed_as",
    "closed_at",
)
SWEPT_COLUMNS = (
    *SWEPT_CHANGES,
    "id",
    "journal_id",
    "commitment_id",
    "number",
    "opened_at",
    "first_revision",
    "revision_id",
    "revision",
    "digest",
    "proposed_by",
    "until_at",
    "until_lapses",
    "remind_at",
    "paused_at",
    "paused_side",
)

# What a sweep sees of versions, and what of them changes by time alone.
SWEPT_VERSION_CHANGES = ("state", "closed_at")
SWEPT_VERSION_COLUMNS = (
    *SWEPT_VERSION_CHANGES,
    "id",
    "journal_id",
    "workspace_id",
    "number",
    "digest",
    "origin",
    "value_cents",
    "offered_by_side",
    "sign_by_at",
)
# They tell when contents of versions changed, without the contents, and let go of what nobody used;
# nobody else needs them.
SWEPT_FUNCTIONS = (
    "due_versions(timestamptz, int)",
    "changes_in_version(uuid)",
    "sweep_files(timestamptz, int)",
    "sweep_what_is_over(timestamptz, timestamptz, timestamptz, int)",
)


def statements(*, server_role: str, sweeper_role: str) -> Iterator[str]:
    """Yield every statement, in order, that puts the guards in place for these two logins."""
    yield FORGET_TABLES
    yield FUNCTIONS
    yield ACCOUNTS
    yield FILES
    yield letting_go(BY_PERSON)
    yield SEARCHING
    yield from TRIGGERS
    yield from _unchanging()
    yield from _grants(server_role)
    yield from _policies()
    yield from _sweeper(sweeper_role)
    for function in OWNERS_FUNCTIONS:
        yield f'revoke execute on function {function} from "{server_role}"'
    for function in SWEPT_FUNCTIONS:
        yield f'revoke execute on function {function} from "{server_role}"'
        yield f'grant execute on function {function} to "{sweeper_role}"'


def _unchanging() -> Iterator[str]:
    for table in UNCHANGING:
        yield (
            f'create or replace trigger for_ever before update or delete on "{table}" '
            "for each row execute function refuse_change()"
        )
    yield (
        "create or replace trigger for_ever_whole before truncate on entry "
        "for each statement execute function refuse_change()"
    )
    for table, columns in FROZEN_COLUMNS.items():
        changed = " or ".join(f"old.{column} is distinct from new.{column}" for column in columns)
        yield (
            f'create or replace trigger frozen before update on "{table}" '
            f"for each row when ({changed}) execute function refuse_change()"
        )


def _grants(server_role: str) -> Iterator[str]:
    yield "revoke all on all tables in schema public from public"
    yield "revoke all on all functions in schema public from public"
    yield "revoke create on schema public from public"
    yield f'grant usage on schema public to "{server_role}"'
    yield f'grant execute on all functions in schema public to "{server_role}"'
    for table in TABLES:
        yield f'grant select, insert, update on "{table}" to "{server_role}"'
    for table in DELETABLE:
        yield f'grant delete on "{table}" to "{server_role}"'
    for table in BY_FUNCTION:
        yield f'revoke insert, update on "{table}" from "{server_role}"'
    # A journal begins in found_journal() only.
    yield f'revoke insert on journal from "{server_role}"'
    for table in UNCHANGING:
        yield f'revoke update on "{table}" from "{server_role}"'
    yield f'revoke select, update on outbox from "{server_role}"'


def _policies() -> Iterator[str]:
    rules: dict[str, tuple[str, str]] = {
        **dict.fromkeys(
            (*BY_JOURNAL, "entry"),
            (
                "journal_id = any((select my_journals())::uuid[])",
                "journal_id = any((select my_journals())::uuid[])",
            ),
        ),
        **dict.fromkeys(
            BY_PERSON, ("person_id = (select my_person())", "person_id = (select my_person())")
        ),
        # What was sent and is used nowhere yet is the sending side's alone, whatever it is for.
        **{
            table: (
                f"journal_id = any((select my_journals())::uuid[]) and has_content(journal_id, {content})",
                "journal_id = any((select my_journals())::uuid[])",
            )
            for table, content in BY_CONTENT.items()
        },
        "journal": (
            "id = any((select my_journals())::uuid[])",
            "id = any((select my_journals())::uuid[])",
        ),
        "journal_reader": (
            "person_id = (select my_person()) or journal_id = any((select my_journals())::uuid[])",
            "journal_id = any((select my_journals())::uuid[])",
        ),
        # Names of those one shares a journal with; one's own row to write.
        "person": (
            (
                "id = (select my_person()) or exists (select from journal_reader r"
                " where r.person_id = person.id"
                " and r.journal_id = any((select my_journals())::uuid[]))"
            ),
            "id = (select my_person())",
        ),
        "signing_key": ("true", "true"),
        # What was purged is the business of the owner, whom no policy holds.
        "purge_record": ("false", "false"),
        # Written for oneself, or by nobody yet; only take_provider_request() gives one back.
        "provider_request": ("false", "person_id is not distinct from (select my_person())"),
        # Those that come with the product are there for whoever is signed in; only the owner of
        # the database, whom no policy holds, writes them.
        "edition": (
            (
                "journal_id = any((select my_journals())::uuid[])"
                " or (journal_id is null and (select my_person()) is not null)"
            ),
            "journal_id = any((select my_journals())::uuid[])",
        ),
        **dict.fromkeys(OPEN, ("true", "true")),
    }
    for table, (using, check) in rules.items():
        yield f'alter table "{table}" enable row level security'
        yield f'drop policy if exists seen on "{table}"'
        yield f'create policy seen on "{table}" using ({using}) with check ({check})'


def _sweeper(sweeper_role: str) -> Iterator[str]:
    """The login for sweeps: what waits to be sent, what expired, what is due and what becomes of it.

    It writes entries that no person makes. It reads no text that people wrote, reasons included.
    """
    yield f'grant usage on schema public to "{sweeper_role}"'
    for table, rights in {
        "outbox": "select, update, delete",
        "session": "select, delete",
        "import_preview": "select, delete",
        "sign_request": "select, delete",
        "rate_bucket": "select, delete",
        "journal": "select, update (head, head_digest, head_at)",
        "entry": "select, insert",
        "negotiation": f"select ({', '.join(SWEPT_COLUMNS)}), update ({', '.join(SWEPT_CHANGES)})",
        "commitment": "select (id, workspace_id, number)",
        "version": (
            f"select ({', '.join(SWEPT_VERSION_COLUMNS)}),"
            f" update ({', '.join(SWEPT_VERSION_CHANGES)})"
        ),
    }.items():
        yield f'grant {rights} on "{table}" to "{sweeper_role}"'
        yield f'drop policy if exists swept on "{table}"'
        yield f'create policy swept on "{table}" to "{sweeper_role}" using (true)'
