"""Every move the twins can make: those only some people may know of, and those all do.

A private move says to which circle it belongs: the people of one side, an organisation, one person,
or another contract. What it is about is named by the step that made it, so that it comes to nothing
in the world where that step was left out.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from msgspec import Struct
from tests.builders import PASSWORD
from tests.builders_commitments import terms_json
from tests.catalogue.tables import a_measure, a_table
from tests.files.samples import archive, docx_parts
from tests.twins.labels import client_of, id_of
from tests.twins.wire import Answer, Socket
from tests.twins.worlds import Step, World
from tests.twins.writing import Pen

Make = Callable[[World, Step], Awaitable[Any]]


class Move(Struct, frozen=True, kw_only=True):
    """Something people do: how, who, what it makes, and what it needs to be there."""

    make: Make
    # The operation of the interface it is, or the kind of frame it sends.
    operation: str
    # "side", "organisation", "person", "lane" when only those may know of it; "" when all do.
    circle: str = ""
    # Who makes it; in a circle anybody of it when this is empty.
    by: tuple[str, ...] = ()
    # The parameters of addresses under which what it makes is found.
    makes: tuple[str, ...] = ()
    # The moves of which one must have been made before.
    needs: tuple[str, ...] = ()
    # It is told in the language of who makes it, so that choice is not private where it is made.
    is_in_own_words: bool = False


def words(step: Step, about: str) -> str:
    """Words that no other step uses; in the other world others, and many more."""
    if step.variant > 1:
        line = f"Heel andere woorden over {about}, in {step.label}."
        return "\n\n".join([line] * 12)
    return f"{about.capitalize()} in {step.label}"


def short(step: Step, about: str) -> str:
    """Words for a title or a name."""
    return words(step, about).partition("\n")[0][:120]


def made(label: str, kind: str = "request") -> str:
    """Return the id a step gives to what it makes; the first time when it is made thrice."""
    return str(id_of(f"{label if '/' in label else f'{label}/0'}/{kind}"))


async def post(world: World, step: Step, path: str, **members: Any) -> Answer:
    """Make the move a step is."""
    return await world.ask(step, "POST", path, json={"id": made(step.label), **members})


MOVES: dict[str, Move] = {}


def move(name: str, operation: str, **more: Any) -> Callable[[Make], Make]:
    """Put a move in the list."""

    def listed(make: Make) -> Make:
        MOVES[name] = Move(make=make, operation=operation, **more)
        return make

    return listed


# --- Talk ---------------------------------------------------------------------------------------


def talk(prefix: str, audience: str, at: Callable[[World], str], **more: Any) -> None:
    """List all that is done in threads: among one's own, with the other side, and elsewhere."""
    start, message = f"{prefix} thread", f"{prefix} message"

    @move(start, "startThread", makes=("thread_id", "message_id"), **more)
    async def _start(world: World, step: Step) -> None:
        subject = {}
        if step.label.encode()[0] % 2 and prefix != "lane":
            commitment = str(world.stage.ids["commitment"][0])
            subject = {"subjectKind": "commitment", "subjectId": commitment}
        await post(
            world,
            step,
            f"{at(world)}/threads",
            title=short(step, "titel"),
            text=words(step, "bericht"),
            audience=audience,
            **subject,
        )

    @move(message, "postMessage", needs=(start,), makes=("message_id",), **more)
    async def _post(world: World, step: Step) -> None:
        path = f"{at(world)}/threads/{made(step.about)}/messages"
        await post(world, step, path, text=words(step, "antwoord"))

    @move(f"{prefix} edit", "editMessage", needs=(message,), **more)
    async def _edit(world: World, step: Step) -> None:
        path = f"{at(world)}/messages/{made(step.about)}/edits"
        await post(world, step, path, edition=1, text=words(step, "andere woorden"))

    @move(f"{prefix} removal", "removeMessage", needs=(message,), **more)
    async def _remove(world: World, step: Step) -> None:
        await post(world, step, f"{at(world)}/messages/{made(step.about)}/removals")

    @move(f"{prefix} resolution", "resolveThread", needs=(start,), **more)
    async def _resolve(world: World, step: Step) -> None:
        path = f"{at(world)}/threads/{made(step.about)}/resolutions"
        await post(world, step, path, outcome=words(step, "uitkomst"))

    @move(f"{prefix} reopening", "reopenThread", needs=(start,), **more)
    async def _reopen(world: World, step: Step) -> None:
        await post(world, step, f"{at(world)}/threads/{made(step.about)}/reopenings")


talk("own-side", "own_side", lambda world: world.room, circle="side")
talk("shared", "shared", lambda world: world.room, by=("marieke", "youssef", "femke"))
talk("lane", "shared", lambda world: world.lane, circle="lane")


@move("reading", "readThread", circle="person", needs=("shared thread",))
async def _read(world: World, step: Step) -> None:
    path = f"{world.room}/threads/{made(step.about)}/reads"
    await world.ask(step, "POST", path, json={"number": 1})


@move("hiding", "hideMessage", by=("femke",), needs=("shared message",))
async def _hide(world: World, step: Step) -> None:
    path = f"{world.room}/messages/{made(step.about)}/hidings"
    await post(world, step, path, edition=1, reason="Hoort hier niet.")


@move("showing", "showMessage", by=("femke",), needs=("shared message",))
async def _show(world: World, step: Step) -> None:
    path = f"{world.room}/messages/{made(step.about)}/showings"
    await post(world, step, path, reason="Toch wel.")


@move("talk", "recordTalk", by=("marieke", "youssef", "femke"), makes=("talk_id",))
async def _record(world: World, step: Step) -> None:
    await post(
        world,
        step,
        f"{world.room}/talks",
        heldOn="2026-10-12",
        attendees="Marieke en Youssef",
        lines=[short(step, "afspraak")],
    )


@move("talk confirmation", "confirmTalk", by=("marieke", "youssef"), needs=("talk",))
async def _confirm(world: World, step: Step) -> None:
    talks = (await world.ask(step, "GET", f"{world.room}/talks")).json()["items"]
    found = next((one for one in talks if one["id"] == made(step.about)), None)
    digest = found["digest"] if found else "0" * 64
    path = f"{world.room}/talks/{made(step.about)}/confirmations"
    await post(world, step, path, digest=digest)


# --- Drafts -------------------------------------------------------------------------------------


def drafts(box: str, **more: Any) -> None:
    """List all that is done in drafts."""
    names = {kind: f"{box} {kind} draft" for kind in ("commitment", "purpose", "clauses")}
    operations = {
        "commitment": "openCommitmentDraft",
        "purpose": "openPurposeDraft",
        "clauses": "openClausesDraft",
    }

    def opening(kind: str) -> None:
        @move(names[kind], operations[kind], makes=("draft_id",), **more)
        async def _open(world: World, step: Step) -> None:
            members = {"title": short(step, "concept")} if kind == "commitment" else {}
            if kind == "commitment" and step.label.encode()[0] % 2:
                members = {"commitmentId": str(world.stage.ids["commitment"][0])}
            path = f"{world.room}/{kind}-drafts"
            answer = await post(world, step, path, box=box, **members)
            if box == "joint" and answer.status == 201:
                await world.listen_to_draft(made(step.label))

    for kind in names:
        opening(kind)

    @move(f"{box} writing", "frame:update", needs=tuple(names.values()), **more)
    async def _write(world: World, step: Step) -> None:
        asker = world.stage.asker(step.by)
        socket = Socket(world.app, asker, f"/v1/drafts/{made(step.about)}", {"told": "1"})
        pen = Pen(socket, client_of(step.label))
        try:
            await pen.begin()
            await pen.write(words(step, "regel"), _FIELDS)
            if step.variant > 1:
                await pen.take_out()
                await pen.write(words(step, "regel"))
            world.done[step.move] = world.done.get(step.move, 0) + 1
        except AssertionError:
            # The draft is not there in this world, or no longer.
            world.refused.setdefault(step.move, f"closed with {socket.closed}")
        finally:
            await socket.leave()

    @move(f"{box} discard", "discardDraft", needs=tuple(names.values()), **more)
    async def _discard(world: World, step: Step) -> None:
        await post(world, step, f"{world.room}/drafts/{made(step.about)}/discards")


# What a proposal needs; kinds of drafts that have no such fields pass them over.
_FIELDS = {"quantity": "2", "unit": "plekken", "period.months": "12"}

drafts("own_side", circle="side")
drafts("joint", by=("marieke", "youssef", "femke"))


@move(
    "joint proposing",
    "proposeDraft",
    by=("marieke", "youssef"),
    needs=("joint commitment draft",),
)
async def _propose_draft(world: World, step: Step) -> None:
    view = await world.ask(step, "GET", f"{world.room}/drafts/{made(step.about)}")
    digest = view.json()["digest"] if view.status == 200 else "0" * 64
    path = f"{world.room}/commitment-drafts/{made(step.about)}/proposals"
    await post(world, step, path, digest=digest)


# --- Who takes part -----------------------------------------------------------------------------


@move("colleague invited", "invite", circle="side", makes=("invitation_id",))
async def _invite(world: World, step: Step) -> None:
    role = "coordinator" if step.by == "femke" else "reader"
    await post(
        world,
        step,
        f"{world.room}/invitations",
        email=f"collega-{id_of(step.label).hex[: 8 * step.variant]}@voorbeeld.example",
        side=_side(step.by),
        roles=[role],
        title=short(step, "functie"),
    )


@move(
    "invitation withdrawn",
    "withdrawInvitation",
    circle="side",
    needs=("colleague invited",),
)
async def _withdraw_invitation(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/invitations/{made(step.about)}/withdrawals")


@move("stranger invited", "invite", by=("youssef", "marieke"), is_in_own_words=True)
async def _invite_bram(world: World, step: Step) -> None:
    await post(
        world,
        step,
        f"{world.room}/invitations",
        email=world.stage.players["bram"].email,
        side=_side(step.by),
        roles=["reader"],
    )


def _side(name: str) -> str:
    if name == "femke":
        return "coordinator"
    return "buyer" if name in {"marieke", "tom", "nadia"} else "contractor"


@move("department", "defineDepartment", circle="side", makes=("department_id",))
async def _department(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/departments", **_rule(world, step))


@move("department changed", "changeDepartment", circle="side", needs=("department",))
async def _change_department(world: World, step: Step) -> None:
    path = f"{world.room}/departments/{made(step.about)}/changes"
    await post(world, step, path, **_rule(world, step))


@move("word", "giveWord", circle="side", needs=("department",))
async def _word(world: World, step: Step) -> None:
    drafts = await world.ask(step, "GET", f"{world.room}/drafts")
    found = [one["id"] for one in drafts.json().get("items", ())]
    await post(
        world,
        step,
        f"{world.room}/words",
        departmentId=made(step.about),
        about="draft",
        aboutId=found[0] if found else made("nothing"),
        digest="0" * 64,
        word="no",
        reason=words(step, "reden"),
    )


@move("department ended", "endDepartment", circle="side", needs=("department",))
async def _end_department(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/departments/{made(step.about)}/endings")


def _rule(world: World, step: Step) -> dict[str, Any]:
    # Asked before signing, which nobody does here: what goes out must not depend on it.
    return {
        "name": short(step, "afdeling"),
        "before": ["signature"],
        "participantIds": [str(world.stage.players[step.by].participant_id)],
        "aboveCents": 1_000_000 * step.variant,
    }


@move("own-side file", "storeFile", circle="side", makes=("file_id",))
async def _own_file(world: World, step: Step) -> None:
    await _file(world, step, audience="own_side")


@move("shared file", "storeFile", by=("marieke", "youssef", "femke"), makes=("file_id",))
async def _shared_file(world: World, step: Step) -> None:
    await _file(world, step, audience="shared")


async def _file(world: World, step: Step, audience: str) -> None:
    """Send a file and hang it under a message, from when on others can fetch it."""
    file_id = made(step.label, "file")
    await world.ask(
        step,
        "POST",
        f"{world.room}/files",
        params={"fileId": file_id, "name": "verslag.docx", "audience": audience},
        content=archive(docx_parts(words(step, "verslag"))),
        kind="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    await post(
        world,
        step,
        f"{world.room}/threads",
        text=words(step, "bijlage"),
        audience=audience,
        files=[file_id],
    )


@move("perspectives", "startPerspectives", by=("marieke", "youssef", "femke"))
async def _perspectives(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/perspectives")


@move("perspective", "handInPerspective", by=("marieke", "youssef"), needs=("perspectives",))
async def _hand_in(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/perspectives/answers", **_answers(step))


@move("perspectives opened", "openPerspectives", by=("femke",), needs=("perspectives",))
async def _open_perspectives(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/perspectives/openings")


def _answers(step: Step) -> dict[str, str]:
    return {each: words(step, each) for each in ("wants", "worries", "gives", "needs")}


# --- Why, how much, and who helps ---------------------------------------------------------------


@move("purpose", "setPurpose", by=("marieke", "youssef"))
async def _purpose(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/purposes", text=words(step, "waarom"))


@move("obligation", "setObligation", by=("marieke", "youssef"))
async def _obligation(world: World, step: Step) -> None:
    await post(
        world,
        step,
        f"{world.room}/obligations",
        basis="opdrachtsom",
        reason=words(step, "reden"),
        amountCents=19_440_000,
    )


@move("partner", "askAboutPartner", by=("marieke", "youssef", "femke"), makes=("partner_id",))
async def _partner(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/partners", name=short(step, "partner"))


@move("hold", "placeHold", by=("marieke", "youssef"))
async def _hold(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/dispute-holds", reason=words(step, "geschil"))


# --- Bargaining ---------------------------------------------------------------------------------


@move("proposal", "propose", by=("marieke", "youssef"), makes=("commitment_id",))
async def _propose(world: World, step: Step) -> None:
    terms = terms_json(title=short(step, "toezegging"))
    people = [{"side": side, "name": "Iemand"} for side in ("buyer", "contractor")]
    await post(world, step, f"{world.room}/commitments", terms=terms, responsible=people)


def bargaining(name: str, operation: str, noun: str, **members: Any) -> None:
    """List a move on the text that lies on the table."""

    @move(name, operation, by=("marieke", "youssef"), needs=("proposal",))
    async def _move(world: World, step: Step) -> None:
        path = f"{world.room}/commitments/{made(step.about)}"
        view = await world.ask(step, "GET", path)
        negotiation = (view.json() if view.status == 200 else {}).get("negotiation") or {}
        named = {
            "revision": negotiation.get("revision", 1),
            "digest": negotiation.get("digest", "0" * 64),
        }
        more = {key: make(step) if callable(make) else make for key, make in members.items()}
        await post(world, step, f"{path}/{noun}", **named, **more)


bargaining("question", "question", "questions", text=lambda step: words(step, "vraag"))
bargaining("answer", "answer", "answers", text=lambda step: words(step, "antwoord"))
bargaining(
    "counter",
    "counter",
    "counters",
    terms=lambda step: terms_json(title=short(step, "tegenvoorstel"), quantity="3"),
)
bargaining("acceptance", "accept", "acceptances")
bargaining("decline", "decline", "declines", reason=lambda step: words(step, "reden"))
bargaining("withdrawal", "withdraw", "withdrawals")


@move("version", "offer", by=("marieke", "youssef"), makes=("version_id",))
async def _offer(world: World, step: Step) -> None:
    await post(world, step, f"{world.room}/versions", cause="other", reason="Wij gaan door.")


# --- An organisation, and oneself ---------------------------------------------------------------


@move(
    "mandate",
    "grantMandate",
    circle="organisation",
    by=("marieke", "youssef", "femke", "bram"),
    makes=("mandate_id",),
)
async def _mandate(world: World, step: Step) -> None:
    colleague = {"marieke": "nadia", "youssef": "ilse"}.get(step.by, step.by)
    await post(
        world,
        step,
        f"/v1/organisations/{_organisation(world, step)}/mandates",
        personId=str(world.stage.players[colleague].person_id),
        role=short(step, "functie"),
        upToCents=1_000_000 * step.variant,
    )


@move("mandate revoked", "revokeMandate", circle="organisation", needs=("mandate",))
async def _revoke_mandate(world: World, step: Step) -> None:
    base = f"/v1/organisations/{_organisation(world, step)}/mandates"
    await post(world, step, f"{base}/{made(step.about)}/revocations")


@move(
    "table",
    "importCatalogues",
    circle="organisation",
    by=("marieke", "youssef", "femke", "bram"),
    makes=("edition_id",),
)
async def _table(world: World, step: Step) -> None:
    table = a_table(
        *(a_measure(code=f"M{at}") for at in range(step.variant)),
        id=short(step, "tabel"),
        publisher=short(step, "uitgever"),
    )
    await post(
        world, step, "/v1/catalogues", organisationId=_organisation(world, step), content=table
    )


@move(
    "administrator",
    "makeAdministrator",
    circle="organisation",
    by=("marieke", "youssef"),
)
async def _administrator(world: World, step: Step) -> None:
    await post(world, step, f"{_colleague(world, step)}/administrators")


@move(
    "administrator no more",
    "endAdministrator",
    circle="organisation",
    by=("marieke", "youssef"),
    needs=("administrator",),
)
async def _no_administrator(world: World, step: Step) -> None:
    await post(world, step, f"{_colleague(world, step)}/administrator-endings")


def _colleague(world: World, step: Step) -> str:
    colleague = world.stage.players[{"marieke": "nadia"}.get(step.by, "ilse")]
    base = f"/v1/organisations/{_organisation(world, step)}/members"
    return f"{base}/{colleague.person_id}"


@move(
    "settings", "changeSettings", circle="organisation", by=("marieke", "youssef", "femke", "bram")
)
async def _settings(world: World, step: Step) -> None:
    path = f"/v1/organisations/{_organisation(world, step)}/settings"
    await post(world, step, path, sheetAboveCents=100_000 * step.variant, mandateOn="change")


@move("table retired", "retireCatalogue", circle="organisation", needs=("table",))
async def _retire(world: World, step: Step) -> None:
    await post(world, step, f"/v1/catalogues/{made(step.about)}/retirements")


@move("token", "makeToken", circle="person", makes=("token_id",))
async def _token(world: World, step: Step) -> None:
    await post(world, step, "/v1/tokens", name=short(step, "programma"))


@move("token revoked", "revokeToken", circle="person", needs=("token",))
async def _revoke_token(world: World, step: Step) -> None:
    await post(world, step, f"/v1/tokens/{made(step.about)}/revocations")


@move("sign-in", "signIn", circle="person")
async def _sign_in(world: World, step: Step) -> None:
    # From another device, so that the session they have goes on.
    body = {"email": world.stage.players[step.by].email, "password": PASSWORD}
    await world.ask(step, "POST", "/v1/sessions", json=body, carries_session=False)


@move("proof", "proveAgain", circle="person")
async def _prove(world: World, step: Step) -> None:
    await world.ask(step, "POST", "/v1/proofs", json={"password": PASSWORD})


@move("password", "changePassword", circle="person", by=("tom", "hanneke"))
async def _password(world: World, step: Step) -> None:
    body = {"password": PASSWORD, "newPassword": f"{PASSWORD} {step.variant}"}
    await world.ask(step, "POST", "/v1/password-changes", json=body)


@move("language", "chooseLanguage", circle="person")
async def _language(world: World, step: Step) -> None:
    language = "en" if step.variant > 1 else "nl"
    await world.ask(step, "POST", "/v1/language-choices", json={"language": language})


@move("preview", "previewImport", circle="person", makes=("import_id",))
async def _preview(world: World, step: Step) -> None:
    rows = f"titel;opdrachtnemer\n{short(step, 'contract')};{short(step, 'partij')}\n"
    boundary = "twins"
    part = (
        f"--{boundary}\r\ncontent-disposition: form-data; name=files; filename=lijst.csv\r\n"
        f"content-type: text/csv\r\n\r\n{rows}\r\n--{boundary}--\r\n"
    )
    await world.ask(
        step,
        "POST",
        "/v1/imports",
        params={"organisationId": _organisation(world, step), "importId": made(step.label)},
        content=part.encode(),
        kind=f"multipart/form-data; boundary={boundary}",
    )


@move(
    "another contract",
    "openWorkspace",
    circle="person",
    by=("marieke", "youssef", "bram"),
    makes=("workspace_id",),
)
async def _another(world: World, step: Step) -> None:
    await post(
        world,
        step,
        "/v1/workspaces",
        organisationId=_organisation(world, step),
        title=short(step, "contract"),
        otherParty="Van Doorn & Bakker Bouw",
        side="buyer" if step.by == "marieke" else "contractor",
    )


@move("lane proposal", "propose", circle="lane", makes=("commitment_id",))
async def _lane_propose(world: World, step: Step) -> None:
    terms = terms_json(title=short(step, "toezegging"))
    await post(world, step, f"{world.lane}/commitments", terms=terms)


@move("lane purpose", "setPurpose", circle="lane")
async def _lane_purpose(world: World, step: Step) -> None:
    await post(world, step, f"{world.lane}/purposes", text=words(step, "waarom"))


@move("sums", "tryObligation", circle="person", by=("marieke", "youssef"))
async def _sums(world: World, step: Step) -> None:
    basis = {"kind": "contract_value", "cents": 100_000_000 * step.variant}
    body = {"basis": basis, "percent": "5"}
    await world.ask(step, "POST", f"{world.room}/obligation-sums", json=body)


@move("terms tried", "tryTerms", circle="person", by=("marieke", "youssef"))
async def _terms(world: World, step: Step) -> None:
    body = {"terms": terms_json(title=short(step, "proef"))}
    await world.ask(step, "POST", f"{world.room}/valuations", json=body)


def _organisation(world: World, step: Step) -> str:
    return str(world.stage.players[step.by].organisation_id)


def ids_made(name: str, label: str) -> dict[str, tuple[UUID, ...]]:
    """Return the ids of what a step makes, by parameter, whether the step is made or not."""
    found: dict[str, tuple[UUID, ...]] = {}
    for parameter in MOVES[name].makes:
        own = id_of(f"{label}/0/request")
        if parameter == "file_id":
            own = id_of(f"{label}/0/file")
        # The first message of a thread gets an id from the server.
        drawn = tuple(id_of(f"{label}/0/{at}") for at in (1, 2))
        found[parameter] = (
            drawn if (parameter, name.endswith("thread")) == ("message_id", True) else (own,)
        )
    return found
