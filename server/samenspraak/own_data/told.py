"""What is told of every table that knows who somebody is, and of which nothing is told, and why.

A test compares this with the tables that exist: a new one, or a new column with somebody's id, fails
until it stands here.
"""

from msgspec import Struct


class Told(Struct, frozen=True):
    """Rows that are somebody's: by which columns, and what of them is told."""

    # Columns with the id of a person, or of somebody's part in a workspace.
    mine: tuple[str, ...]
    shown: tuple[str, ...]
    # Columns with many such ids.
    among: tuple[str, ...] = ()


TOLD: dict[str, Told] = {
    # Who you are, and how you come in.
    "person": Told(("id",), ("name", "email", "language")),
    "membership": Told(("person_id",), ("organisation_id", "title", "is_administrator", "left_at")),
    "mandate": Told(
        ("person_id",), ("organisation_id", "role", "up_to_cents", "granted_at", "revoked_at")
    ),
    "session": Told(("person_id",), ("started_at", "seen_at", "expires_at", "method")),
    "api_token": Told(("person_id",), ("name", "made_at", "expires_at", "revoked_at")),
    "external_identity": Told(("person_id",), ("issuer", "subject", "linked_at")),
    "organisation_setting": Told(("changed_by",), ("organisation_id", "changed_at")),
    "edition": Told(("added_by",), ("catalogue", "added_at", "retired_at")),
    "import_preview": Told(("person_id",), ("organisation_id", "rows", "expires_at")),
    # Where you take part.
    "participant": Told(
        ("person_id",),
        ("workspace_id", "side", "name", "title", "roles", "joined_at", "left_at"),
    ),
    "invitation": Told(
        ("invited_by", "accepted_by"),
        ("workspace_id", "email", "title", "invited_at", "accepted_at", "withdrawn_at"),
    ),
    "department": Told((), ("workspace_id", "name", "defined_at", "ended_at"), among=("people",)),
    # What you said.
    "thread": Told(
        ("started_by", "resolved_by"), ("workspace_id", "title", "started_at", "resolved_at")
    ),
    "message": Told(
        ("author_id",), ("thread_id", "number", "text", "posted_at", "edited_at", "removed_at")
    ),
    "hiding": Told(
        ("hidden_by", "shown_by"),
        ("message_id", "reason", "hidden_at", "shown_reason", "shown_at"),
    ),
    "talk": Told(
        ("recorded_by", "confirmed_by"),
        ("workspace_id", "held_on", "attendees", "lines", "recorded_at", "confirmed_at"),
    ),
    "file": Told(("stored_by",), ("name", "media_type", "size_bytes", "sha256", "stored_at")),
    "draft": Told(("opened_by",), ("workspace_id", "kind", "box", "opened_at", "discarded_at")),
    "read_mark": Told(("person_id",), ("thread_id", "number")),
    "perspective_exchange": Told(("started_by",), ("workspace_id", "number", "started_at")),
    "perspective_answer": Told(
        ("by_participant",), ("side", "wants", "worries", "gives", "needs", "handed_in_at")
    ),
    "perspective": Told(
        ("by_participant",), ("side", "wants", "worries", "gives", "needs", "handed_in_at")
    ),
    "department_word": Told(("by_participant",), ("about", "word", "reason", "given_at")),
    # What you proposed and answered.
    "purpose": Told(
        ("by_person", "agreed_by"), ("workspace_id", "number", "content", "set_at", "agreed_at")
    ),
    "obligation": Told(
        ("by_person", "agreed_by"), ("workspace_id", "number", "content", "set_at", "agreed_at")
    ),
    "obligation_reaction": Told(("by_person",), ("workspace_id", "number", "text", "reacted_at")),
    "pinned_edition": Told(("by_person",), ("workspace_id", "catalogue", "reason", "chosen_at")),
    "revision": Told(("by_person",), ("commitment_id", "number", "content", "put_at")),
    "negotiation": Told(("paused_by",), ("commitment_id", "paused_at", "paused_reason")),
    "bid_departure": Told(("by_person",), ("ground", "answered_at")),
    "partner": Told(("by_person",), ("workspace_id", "name", "asked_at")),
    "partner_answer": Told(("by_person",), ("partner_id", "question", "text", "answered_at")),
    "holder_change": Told(("set_by",), ("commitment_id", "role", "names", "since_at")),
    # What you offered and signed.
    "version": Told(("offered_by",), ("workspace_id", "number", "reason", "offered_at")),
    "signature": Told(("person_id",), ("version_id", "side", "name", "signed_at", "content")),
    "sign_request": Told(("person_id",), ("version_id", "statement", "made_at", "used_at")),
    "signing_rule": Told(("set_by",), ("workspace_id", "side", "needed", "set_at")),
    "signed_copy": Told(("added_by",), ("version_id", "remark", "added_at")),
    "paper_confirmation": Told(("person_id",), ("version_id", "side", "confirmed_at")),
    "dispute_hold": Told(
        ("placed_by", "lifted_by"),
        ("workspace_id", "reason", "placed_at", "lifted_reason", "lifted_at"),
    ),
}

# By table: the columns that know somebody, and why nothing of it is told.
NOT_TOLD: dict[str, tuple[tuple[str, ...], str]] = {
    "credential": (
        ("person_id",),
        "a hash of the password and a secret: they are there to be kept",
    ),
    "recovery_code": (
        ("person_id",),
        "hashes, of which only whoever has the codes can make any use",
    ),
    "password_reset": (("person_id",), "the hash of a link that holds for an hour"),
    "provider_request": (("person_id",), "secrets of a browser on its way, for ten minutes"),
    "journal_reader": (("person_id",), "the same as where one takes part and works"),
    "move": (("person_id",), "the digest of each request; what was asked is told where it stands"),
    "entry": (
        ("actor",),
        "that something was done; what came of it, also of an account, is told where it stands",
    ),
    "file_content": (("kept_by",), "the bytes of the files that are told"),
    "draft_update": (
        ("person_id",),
        "pieces of texts that several people write; not readable apart",
    ),
    "draft_client": (("person_id",), "numbers that tell whose a piece of such a text is"),
    "draft_touch": (("person_id",), "who changed a field last, beside a text of several people"),
}
