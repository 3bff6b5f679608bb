"""Conditions that nobody notices are gone: those that may be so, and those that are still to be tried.

`LOOKED_UP`, `OF_ONE_JOURNAL` and `DOUBLED` were read through, one by one. `kept/open.json` was not:
it is a debt, and names each condition that neither a walk nor a test has shown to matter, and each
function that neither reaches. Both only shrink; a condition or a function that is new and on no
list fails.
"""

from pathlib import Path

import msgspec
from msgspec import Struct

OPEN = Path(__file__).parent / "kept/open.json"

# From these rows the answer takes only ids that it already holds, so rows of others lie unused.
LOOKED_UP = (
    "agreements.queries.rows.being_discussed: c.workspace_id = $1",
    "commitments.commands.texts._holders: id = any($2)",
    "commitments.queries.drafts._participants: workspace_id = $1",
    "commitments.queries.exports._rows: c.workspace_id = $1",
    "commitments.queries.rows.revisions: id = any($1)",
    "dialogue.queries.people.people: person_id = any($2::uuid[])",
    "drafting.queries._names: person_id = any($2)",
    "drafting.rooms.store._authors: person_id = any($2)",
    # What is looked for was found in journals that are read: `_found: f.journal_id` is noticed.
    "search.queries._texts: c.id = any($1)",
    "search.queries._texts: c.journal_id = any($2)",
    "search.queries._texts: f.id = any($1)",
    "search.queries._texts: f.journal_id = any($2)",
    "search.queries._texts: id = any($1)",
    "search.queries._texts: journal_id = any($2)",
    "search.queries._texts: m.id = any($1)",
    "search.queries._texts: m.journal_id = any($2)",
    "search.queries._texts: p.journal_id = any($2)",
    "search.queries._texts: p.workspace_id = any($1)",
    "search.queries._texts: t.id = any($1)",
    "search.queries._texts: t.journal_id = any($2)",
    "search.queries._titles: w.id = any($1)",
    "search.queries._titles: w.journal_id = any($2)",
    # A text's digest takes in the id of its commitment, so no text elsewhere has the same one.
    "commitments.queries.bids.bids_beside: c.workspace_id = $1",
    # A place is named by a digest with a salt of its own, and looked up by what was signed here.
    "commitments.queries.holders.replacements: workspace_id = $1",
    # Of these only bids that are of this room are taken, and only words of one's own departments.
    "commitments.queries.rows.bids_of: ($2::uuid[] is null or c.id = any($2))",
    "workspaces.queries.departments._words: journal_id = $1",
    # The messages were read in these journals a moment before.
    "dialogue.queries.attachments.files_under: a.journal_id = any($2::uuid[])",
)
# What hangs on a row was written into its journal, and stays there: neither is ever changed.
OF_ONE_JOURNAL = (
    "dialogue.queries.attachments.files_under: f.journal_id = a.journal_id",
    "files.queries.content: c.journal_id = f.journal_id",
    # The journal is the one in which open_file found the file.
    "files.queries.content: f.journal_id = $2",
    "search.queries._texts: journal_id = f.journal_id",
    "search.queries._texts: journal_id = f.journal_id #2",
    "search.queries._texts: m.journal_id = f.journal_id",
    "search.queries._texts: m.journal_id = t.journal_id",
    "search.queries._texts: r.journal_id = c.journal_id",
    "search.queries._texts: t.journal_id = m.journal_id",
)
# What another condition holds as well, so that one of the two may go; which one stands beside it.
DOUBLED = {
    # A side's journal is of one workspace; without both, a test of theirs is red.
    "workspaces.commands.people._withdraw_invitations_of: journal_id = $2": "workspace_id = $1",
    "workspaces.commands.people._withdraw_invitations_of: workspace_id = $1": "journal_id = $2",
    # The row was read a moment ago, under the same lock, as one that has not left.
    "workspaces.commands.people.remove_participant: left_at is null": "_colleague: left_at is null",
    # Whoever leaves an organisation administers it no longer from that statement on.
    "identity.commands.members._member_now: other.left_at is null": "other.is_administrator",
    "agreements.queries.rows.administrators_of: m.left_at is null": "m.is_administrator",
    "own_data.queries.works_of: m.left_at is null": "hindrances: work.is_administrator",
    "workspaces.queries.rooms.administers: left_at is null": "is_administrator",
    # What was dropped is told only of what was bid here, and the other way round.
    "commitments.queries.bids.bids_dropped: c.workspace_id = $1": "bids_of: c.workspace_id = $1",
    "commitments.queries.rows.bids_of: c.workspace_id = $1": "bids_dropped: c.workspace_id = $1",
    # A shared journal is of one workspace.
    "dialogue.commands.threads.post_in: workspace_id = $1": "journal_id = $2",
    "drafting.commands._refuse_doubled: workspace_id = $1": "journal_id = $2",
    # The same unit read the request a moment ago as one of this person's own.
    "agreements.commands.signing._use: person_id = $2": "stored_request: person_id = $2",
    # The journal is that of the organisation whose edition it was found to be.
    "catalogue.commands.retire_catalogue: journal_id = $2": "owner_of: entered_organisation",
    # An organisation has one journal, and a side's journal is of one workspace.
    "identity.commands.organisations.grant_mandate: journal_id = $3": "organisation_id = $2",
    "identity.commands.organisations.grant_mandate: organisation_id = $2": "journal_id = $3",
    "identity.commands.members._member_now: journal_id = $2": "organisation_id = $1",
    "identity.commands.members._member_now: organisation_id = $1": "journal_id = $2",
    "identity.commands.members._member_now: other.journal_id = $2": "other.organisation_id = $1",
    "identity.commands.members._member_now: other.organisation_id = $1": "other.journal_id = $2",
    "identity.commands.members._set_administrator: journal_id = $2": "organisation_id = $1",
    "identity.commands.members._set_administrator: organisation_id = $1": "journal_id = $2",
    "identity.commands.members.end_membership: journal_id = $2": "organisation_id = $1",
    "workspaces.commands.members._leave: journal_id = $2": "workspace_id = $1",
    "workspaces.commands.members._leave: workspace_id = $1": "journal_id = $2",
    # The rooms that were found are all of those in which one still stands for the organisation.
    "workspaces.commands.members._keep_negotiators: p.workspace_id = any($1::uuid[])": "party.organisation_id = $7",
    # The session of the request itself, which its secret found.
    "identity.commands.elsewhere._prove: person_id = $4": "id = $1",
    "identity.commands.sessions.prove_again: person_id = $4": "id = $1",
    "identity.commands.sessions.sign_out: person_id = $2": "id = $1",
    # The row was read and held as one's own, or as the organisation's, just before.
    "identity.commands.elsewhere.remove_identity: person_id = $2": "person_id = $1",
    "identity.commands.tokens.revoke_token: person_id = $3": "id = $1",
    "identity.queries.oneself.token: person_id = $1": "id = $2",
    "identity.queries.organisations.mandate: m.journal_id = $2": "m.id = $3",
    "identity.queries.organisations.mandate: m.organisation_id = $1": "m.id = $3",
    # Every place of theirs is gone through, so the next one would have taken the same row away.
    "letting_go.erasing.erase_from_organisation: journal_id = $2": "places_of: person_id = whom",
    "letting_go.erasing.erase_in_room: workspace_id = $1": "places_of: p.person_id = whom",
    # A name is one's own wherever one signed; those of others are kept out.
    "letting_go.erasing._known: v.workspace_id = $1": "s.person_id = $2",
    # Each slot has a salt of its own, so none of this room stands in a version of another.
    "letting_go.erasing._erase_in_versions: workspace_id = $1": "_slots: c.workspace_id = $1",
    "letting_go.erasing._slots: c.workspace_id = $1": "_erase_in_versions: workspace_id = $1",
    "letting_go.erasing._slots: v.workspace_id = $1": "_erase_in_versions: workspace_id = $1",
    # What it would take along of others has ended, or is held by the very browser that asks.
    "identity.commands.sessions.start_session: person_id = $1": "expires_at <= $2",
    # What is hidden or was taken back is not found in the first place.
    "search.queries._texts: m.removed_at is null": "_found: findable keeps no words of it",
    "search.queries._texts: not exists (select from hiding h where h.message_id = m.id and h.shown_at is null)": "_found: f.about_id not in hiding",
    "search.queries._texts: not exists ( select from message first join hiding h on h.message_id = first.id where first.thread_id = t.id and first.number = 1 and h.shown_at is null)": "_found: f.about_id not in hiding",
}


def reviewed() -> set[str]:
    """Every condition that was read through, and may go unnoticed."""
    return {*LOOKED_UP, *OF_ONE_JOURNAL, *DOUBLED}


class Open(Struct, frozen=True, kw_only=True):
    """What nobody has shown to be noticed, nor reviewed."""

    conditions: set[str]
    functions: set[str]


def still_open() -> Open:
    return msgspec.json.decode(OPEN.read_bytes(), type=Open)
