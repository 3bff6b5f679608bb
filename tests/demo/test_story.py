"""The demo story, as its people find it on the story day: what it must tell them."""

from datetime import date, datetime
from typing import Any

import pytest
from tests.demo.houses import PARTIES

from samenspraak.agreements import queries as agreements
from samenspraak.agreements.schemas import VersionState
from samenspraak.agreements.verification import Outcome, verify_bundle
from samenspraak.commitments.queries import (
    commitment_draft_view,
    commitment_view,
    commitments_view,
)
from samenspraak.commitments.schemas import Status
from samenspraak.database import as_person, fetch
from samenspraak.deadlines import ZONE
from samenspraak.demo.calendar import Calendar
from samenspraak.demo.script import Start, read_script
from samenspraak.dialogue.queries.messages import messages
from samenspraak.dialogue.queries.threads import subjects, threads
from samenspraak.dialogue.schemas import Audience, MessageKind
from samenspraak.drafting.queries import drafts_view
from samenspraak.guards import BY_CONTENT, BY_JOURNAL
from samenspraak.journal.audit import audit
from samenspraak.workspaces.queries import (
    entries_of,
    perspectives_view,
    workspace_view,
    workspaces_of,
)
from samenspraak.workspaces.schemas import Participant, Phase, ScopeRule, Side

OWN_SIDE = {
    Side.BUYER: "Bij twaalf maanden is drie plekken onze ondergrens",
    Side.CONTRACTOR: "Een derde leermeester hebben we pas na september 2027",
}
# What one side writes for itself, in a draft of its own.
OWN_DRAFT = {Side.CONTRACTOR: "Eerst bij de leermeesters navragen"}


async def test_version_one_is_in_force_for_what_the_story_says(house):
    view, _ = await agreements.version_view(
        await house.enter("youssef"), house.version(1), house.settings
    )

    assert view.line.state is VersionState.IN_FORCE
    assert view.sums.agreed_cents == 18_333_333
    assert view.sums.obligation_cents == 19_440_000
    assert (view.sums.within_cents, view.sums.outside_cents) == (17_133_333, 1_200_000)
    assert view.sums.to_be_discussed == 0
    assert f"{100 * view.sums.agreed_cents / view.sums.obligation_cents:.1f}" == "94.3"
    signed = [(each.name, each.signed_at.astimezone(ZONE)) for each in view.signatures]
    assert signed == [
        ("Hanneke van Doorn", datetime(2026, 10, 23, 10, 14, tzinfo=ZONE)),
        ("Tom Verhoeven", datetime(2026, 10, 27, 13, 2, tzinfo=ZONE)),
    ]
    assert view.line.in_force_at == signed[-1][1]


async def test_version_two_waits_for_the_buyer(house):
    view, _ = await agreements.version_view(
        await house.enter("tom"), house.version(2), house.settings
    )

    assert view.line.state is VersionState.OFFERED
    assert view.sums.agreed_cents == 20_983_333
    assert view.sums.obligation_cents == 20_800_000
    assert (view.sums.within_cents, view.sums.outside_cents) == (18_583_333, 2_400_000)
    assert [each.name for each in view.signatures] == ["Hanneke van Doorn"]
    assert view.line.sign_by is not None
    assert view.line.sign_by.text == "uiterlijk vrijdag 4 december 2026"


@pytest.mark.parametrize(
    ("name", "status", "rounds", "agreed", "bound"),
    [
        ("T1", Status.IN_FORCE, 3, 3, 3),
        ("T2", Status.AGREED, 2, 2, 1),
        ("T3", Status.AGREED, 4, 4, 3),
        ("T4", Status.IN_FORCE, 1, 1, 1),
        ("T5", Status.AGREED, 1, 1, None),
        ("T6", Status.CLOSED, 1, None, None),
    ],
)
async def test_each_commitment_stands_where_the_story_left_it(
    house, name, status, rounds, agreed, bound
):
    view, _ = await commitment_view(await house.enter("ilse"), house.commitment(name))

    assert view.standing.status is status
    assert len(view.revisions) == rounds
    assert (view.standing.agreed_revision, view.standing.bound_revision) == (agreed, bound)
    assert view.origin == ("bid" if name in {"T1", "T3"} else "proposal")


async def test_both_sides_write_a_next_commitment_together(house):
    for who in read_script(Calendar()).people:
        view, _ = await commitments_view(await house.enter(who))
        *others, line = view.items
        assert (line.number, line.title) == (7, "Open bouwplaats voor de wijk")
        assert line.standing.status is Status.CONCEPT
        assert line.draft_id == house.stage.made_id("draft open bouwplaats")
        assert {other.draft_id for other in others} == {None}


async def test_the_contractor_writes_a_change_that_only_it_sees(house):
    for who in read_script(Calendar()).people:
        participant = await house.enter(who)
        is_own = participant.side is Side.CONTRACTOR
        view, _ = await commitment_view(participant, house.commitment("T2"))
        drafts, _ = await drafts_view(participant)
        assert (view.own_draft_id is not None) == is_own, who
        assert len(drafts.items) == (2 if is_own else 1), who
        assert view.standing.status is Status.AGREED


async def test_only_tom_can_sign_and_finds_nothing_in_his_way(house):
    for who in PARTIES:
        view, _ = await agreements.version_view(
            await house.enter(who), house.version(2), house.settings
        )
        assert ("sign" in view.moves) == (who == "tom"), who

    tom, _ = await agreements.version_view(
        await house.enter("tom"), house.version(2), house.settings
    )
    assert tom.signing is not None
    assert (tom.signing.obstacle, tom.signing.up_to_cents) == (None, 25_000_000)


async def test_marieke_has_one_message_to_read_and_nobody_else_any(house):
    for who in read_script(Calendar()).people:
        found = await subjects(await house.enter(who))
        unread = sum(subject.unread for subject in found.items)
        assert unread == (1 if who == "marieke" else 0), who

    said, _ = await messages(await house.enter("marieke"))
    (new,) = [message for message in said.items if message.is_unread]
    assert new.author.name == "Hanneke van Doorn"
    assert new.posted_at.astimezone(ZONE) == datetime(2026, 11, 20, 16, 52, tzinfo=ZONE)


async def test_the_room_says_why_and_what_is_owed(house):
    view, _ = await workspace_view(await house.enter("ilse"))

    assert view.phase is Phase.EXECUTION
    assert view.contract.title == "Renovatie 214 woningen Waterwijk, perceel 2"
    assert view.contract.value_cents == 486_000_000
    assert view.contract.awarded_on == date(2026, 9, 22)
    assert view.purpose is not None
    assert [part.letter for part in view.purpose.parts] == ["A", "B", "C"]
    assert view.purpose.agreed_at is not None
    assert view.purpose.agreed_at.date() == date(2026, 10, 5)
    assert view.obligation is not None
    assert (view.obligation.amount_cents, view.obligation.percent) == (20_800_000, "4")
    assert view.obligation.within_cents == 10_400_000
    assert [(step.sum, step.amount_cents) for step in view.obligation.steps] == [
        (None, 520_000_000),
        ("4 % × € 5.200.000,00", 20_800_000),
        ("50 % × € 208.000,00", 10_400_000),
    ]
    assert view.scope_rule is ScopeRule.MIXED
    assert view.proposed_obligation is None
    assert {party.side: party.name for party in view.parties} == {
        Side.BUYER: "Gemeente Merwestede",
        Side.CONTRACTOR: "Van Doorn & Bakker Bouw",
        Side.COORDINATOR: "Werkgeversservicepunt Merwestreek",
    }
    assert len(view.participants) == 7


async def test_both_sides_told_what_they_want_at_one_moment(house):
    for who in ("marieke", "ilse", "femke"):
        view, _ = await perspectives_view(await house.enter(who))
        (exchange,) = view.items
        assert [each.side for each in exchange.opened] == [Side.BUYER, Side.CONTRACTOR]
        assert exchange.opened[0].worries.startswith("Mooie aantallen")
        assert exchange.opened[1].needs.startswith("Rust")
        # Three in the afternoon, with the second of them.
        opened_at = exchange.opened_at
        assert opened_at is not None
        assert opened_at == exchange.opened[1].handed_in_at
        assert opened_at == datetime(2026, 10, 2, 15, tzinfo=ZONE)
        assert exchange.opened[0].handed_in_at < opened_at
        assert exchange.moves == []


async def test_the_hidden_message_is_hidden_for_both_with_its_reason(house):
    for who in ("marieke", "youssef"):
        page, _ = await messages(await house.enter(who))
        said = page.items
        (hidden,) = [message for message in said if message.is_hidden]
        assert hidden.text is None
        assert hidden.author.name == "Youssef El Amrani"
        assert hidden.hidings[0].reason == "gaat over één persoon, niet over het contract"
        kinds = [message.kind for message in said]
        assert (kinds.count(MessageKind.QUESTION), kinds.count(MessageKind.ANSWER)) == (1, 1)


@pytest.mark.parametrize("who", [*PARTIES, "femke"])
async def test_the_other_side_finds_no_word_of_an_own_room(house, who):
    participant = await house.enter(who)
    settings = house.settings
    seen = [
        await workspace_view(participant),
        await messages(participant),
        await threads(participant),
        await subjects(participant),
        await commitments_view(participant),
        await drafts_view(participant),
        *[
            await commitment_draft_view(participant, draft.id)
            for draft in (await drafts_view(participant))[0].items
        ],
        await entries_of(participant, None),
        *[await agreements.version_view(participant, house.version(n), settings) for n in (1, 2)],
        *[await commitment_view(participant, house.commitment(f"T{n}")) for n in range(1, 7)],
        await rows_in_reach(participant),
    ]
    found = repr(seen)

    for side, canary in (*OWN_SIDE.items(), *OWN_DRAFT.items()):
        assert (canary in found) == (side is participant.side), side


async def rows_in_reach(participant: Participant) -> list[Any]:
    """Return all that PostgreSQL itself shows this person, whatever is asked."""
    async with as_person(participant.person_id):
        return [
            await fetch(f'select * from "{table}"') for table in (*BY_JOURNAL, *BY_CONTENT, "entry")
        ]


def test_each_side_says_its_line_in_a_room_of_its_own():
    """Otherwise the words that are looked for would prove nothing."""
    script = read_script(Calendar())
    own = {
        script.people[act.who].side: act.text
        for act in script.acts
        if isinstance(act, Start) and act.audience is Audience.OWN_SIDE
    }

    assert own.keys() == OWN_SIDE.keys()
    assert all(OWN_SIDE[side] in text for side, text in own.items())


async def test_the_bundle_of_version_one_verifies_without_a_server(house):
    _, data = await agreements.bundle(
        await house.enter("hanneke"), house.version(1), house.settings
    )
    report = verify_bundle(data)

    assert report.outcome is Outcome.ISSUER_NOT_CHECKED
    assert verify_bundle(data[:-1] + bytes([data[-1] ^ 1])).outcome is Outcome.BROKEN


async def test_every_journal_is_sound(house):
    report = await audit(house.settings.database_owner_url)

    assert not report.findings
    assert report.entries > len(read_script(Calendar()).acts)


async def test_both_agreements_hold_the_obligation_with_its_reasons(house):
    """What was weighed and said stays with it when only the contract grows."""
    said = [
        ("buyer", "We kiezen 4 % omdat er veel handwerk in zit"),
        ("contractor", "Vier procent is stevig maar te doen"),
    ]
    documents = []
    for number in (1, 2):
        view, _ = await agreements.version_view(
            await house.enter("hanneke"), house.version(number), house.settings
        )
        documents.append(view.document["obligation"])

    first, second = documents
    assert (first["amountCents"], first["withinCents"]) == (19_440_000, 9_720_000)
    assert (second["amountCents"], second["withinCents"]) == (20_800_000, 10_400_000)
    assert first["basis"] == "de opdrachtsom van € 4.860.000,00 exclusief btw"
    assert first["weighing"] == second["weighing"]
    assert [line["text"].partition(":")[0] for line in first["weighing"]] == [
        "Arbeidsaandeel",
        "Looptijd in maanden",
        "Markt",
        "Grootte van de onderneming, in medewerkers",
        "Wat haalbaar is",
    ]
    for document in documents:
        assert document["scopeRule"] == "mixed"
        assert document["sheet"][1]["sum"].startswith("4 % × €")
        for reaction, (side, begins) in zip(document["reactions"], said, strict=True):
            assert reaction["side"] == side
            assert reaction["text"].startswith(begins)
    assert "change" not in first
    assert second["change"]["cause"] == "extension"
    assert second["reason"] == first["reason"]


async def test_merwestede_has_four_contracts_and_femke_helps_with_two(house):
    marieke = await workspaces_of(await house.stage.signed_in("marieke"), after=None, limit=50)
    femke = await workspaces_of(await house.stage.signed_in("femke"), after=None, limit=50)

    assert {line.reference for line in marieke.items} == {
        "2026-0388",
        "2026-0402",
        "2026-0411",
        "2026-0417",
    }
    assert {line.reference for line in femke.items} == {"2026-0402", "2026-0417"}
    assert [line.obligation_cents for line in marieke.items if line.obligation_cents] == [
        20_800_000
    ]
