"""Whatever byte of a journal is changed, the audit finds it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from samenspraak.journal.audit import Chain, StoredEntry
from samenspraak.journal.decisions import NOTHING, Head, follow

JOURNAL = UUID("6f1d2f6a-25f2-4a7e-8d6c-5b2f39d1a001")
BEGIN = datetime(2026, 10, 21, 8, tzinfo=UTC)


def a_chain(length: int = 5) -> tuple[list[StoredEntry], Head]:
    head = Head(number=0, digest=NOTHING, at=None)
    entries: list[StoredEntry] = []
    for step in range(length):
        entry = follow(
            head,
            journal_id=JOURNAL,
            entry_id=uuid4(),
            kind="version.signed",
            actor=uuid4() if step % 2 else None,
            at=BEGIN + timedelta(minutes=step),
            body=f'{{"digest":"{step:064d}","number":{step}}}',
        )
        head = Head(number=entry.number, digest=entry.digest, at=entry.at)
        entries.append(
            StoredEntry(**{name: getattr(entry, name) for name in StoredEntry.__struct_fields__})
        )
    return entries, head


def findings(entries: list[StoredEntry], head: Head) -> list[str]:
    chain = Chain(JOURNAL)
    for entry in entries:
        chain.follow(entry)
    chain.end(head=head.number, head_digest=head.digest, head_at=head.at)
    return [finding.problem for finding in chain.findings]


def test_a_journal_that_was_left_alone_has_no_findings():
    assert findings(*a_chain()) == []
    assert findings([], Head(number=0, digest=NOTHING, at=None)) == []


def _other(value: object, at: int) -> object:
    """Change one character or the smallest step of a value."""
    match value:
        case str():
            place = at % len(value)
            other = "a" if value[place] != "a" else "b"
            return value[:place] + other + value[place + 1 :]
        case int():
            return value + 1
        case datetime():
            return value + timedelta(microseconds=1)
        case UUID():
            return UUID(int=value.int ^ (1 << (at % 128)))
        case _:
            return uuid4()


@given(
    step=st.integers(0, 4),
    field=st.sampled_from(StoredEntry.__struct_fields__),
    at=st.integers(0, 10_000),
)
def test_any_changed_byte_of_any_entry_is_found(step, field, at):
    entries, head = a_chain()
    changed = structs.replace(entries[step], **{field: _other(getattr(entries[step], field), at)})
    entries[step] = changed

    assert findings(entries, head)


@pytest.mark.parametrize("step", range(5))
def test_an_entry_that_was_taken_out_is_missed(step):
    entries, head = a_chain()
    del entries[step]

    assert findings(entries, head)


def test_an_entry_that_was_doubled_or_moved_is_found():
    entries, head = a_chain()

    assert findings([*entries[:2], entries[1], *entries[2:]], head)
    assert findings([entries[1], entries[0], *entries[2:]], head)


def test_an_entry_recomputed_with_its_own_digest_breaks_the_next_or_the_head():
    entries, head = a_chain()
    for step in range(5):
        before = Head(
            number=step,
            digest=entries[step - 1].digest if step else NOTHING,
            at=None,
        )
        forged = follow(
            before,
            journal_id=JOURNAL,
            entry_id=entries[step].id,
            kind=entries[step].kind,
            actor=entries[step].actor,
            at=entries[step].at,
            body='{"digest":"forged"}',
        )
        replaced = structs.replace(entries[step], body=forged.body, digest=forged.digest)

        assert findings([*entries[:step], replaced, *entries[step + 1 :]], head)


def test_a_body_spelled_otherwise_is_found_even_with_a_fitting_digest():
    head = Head(number=0, digest=NOTHING, at=None)
    entry = follow(
        head,
        journal_id=JOURNAL,
        entry_id=uuid4(),
        kind="message.posted",
        actor=None,
        at=BEGIN,
        body='{ "a": 1 }',
    )
    stored = StoredEntry(**{n: getattr(entry, n) for n in StoredEntry.__struct_fields__})

    assert findings([stored], Head(number=1, digest=entry.digest, at=entry.at)) == [
        "other-spelling"
    ]
