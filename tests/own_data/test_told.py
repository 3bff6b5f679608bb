"""Every table that can hold who somebody is stands in the reviewed list, and is told or not."""

import asyncpg

from samenspraak.own_data.told import NOT_TOLD, TOLD
from samenspraak.text import LANGUAGES, has_sentence

# Columns with an id of something else than a person: of a row, a text, a journal.
OF_SOMETHING_ELSE = {
    ("draft", "subject_id"),
    ("thread", "subject_id"),
    ("thread", "outcome_id"),
    ("binding", "version_id"),
    ("credential", "totp_id"),
    ("department_word", "about_id"),
    ("draft_client", "draft_id"),
    ("draft_touch", "draft_id"),
    ("draft_update", "draft_id"),
    ("edition", "copied_from"),
    ("file", "content_id"),
    ("file_chunk", "content_id"),
    ("findable", "about_id"),
    ("import_preview", "organisation_id"),
    ("negotiation", "package_id"),
    ("pinned_edition", "edition_id"),
    ("provider_request", "session_id"),
    ("purge_record", "workspace_id"),
    ("read_mark", "thread_id"),
}
_COLUMNS = """
select c.relname as table, a.attname as column,
       (select f.relname from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.conkey[1] = a.attnum) as points_at
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype)
"""
_ELSEWHERE = ("journal_id", "id")


async def test_every_column_with_an_id_is_of_a_person_that_is_told_or_of_something_else(
    owner: asyncpg.Connection,
):
    reviewed = {
        *((table, column) for table, told in TOLD.items() for column in (*told.mine, *told.among)),
        *((table, column) for table, (columns, _) in NOT_TOLD.items() for column in columns),
    }
    found: set[tuple[str, str]] = set()
    for row in await owner.fetch(_COLUMNS):
        place = (row["table"], row["column"])
        # `id` is the row's own; a reference says itself of what it is.
        is_own = row["column"] in _ELSEWHERE and place != ("person", "id")
        if not is_own and (row["points_at"] in {None, "person", "participant"}):
            found.add(place)
    assert found - reviewed - OF_SOMETHING_ELSE == set(), "say whose these are in own_data/told.py"
    assert reviewed - found == set(), "told.py names what is gone"
    assert OF_SOMETHING_ELSE - found == set(), "the list above names what is gone"


async def test_what_is_told_are_columns_that_exist_with_words_for_them(owner: asyncpg.Connection):
    rows = await owner.fetch(
        "select table_name, column_name from information_schema.columns"
        " where table_schema = 'public'"
    )
    exist = {(row["table_name"], row["column_name"]) for row in rows}
    for table, told in TOLD.items():
        assert has_sentence(f"own-data.table.{table}"), table
        for column in told.shown:
            assert (table, column) in exist, (table, column)
            assert has_sentence(f"own-data.column.{column}"), column
    assert LANGUAGES == ("nl", "en")


def test_a_table_is_told_or_not_and_never_both():
    assert not set(TOLD) & set(NOT_TOLD)
    assert all(reason for _, reason in NOT_TOLD.values())
