"""A second factor: set, asked for after the right password, used once each, and lost."""

import re
from datetime import timedelta

import pytest
import segno
from pyotp import TOTP
from tests.browser import Browser, move
from tests.builders import PASSWORD, a_colleague, a_person

from samenspraak.database import as_person, fetch, fetch_one
from samenspraak.identity import passwords

STEP = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def still(clock):
    """Codes follow the clock, so it stands still until a test moves it on."""
    clock.stop()


class Telephone:
    """An app that knows the secret, and shows the code of this moment."""

    def __init__(self, secret, clock):
        self.totp = TOTP(secret)
        self.clock = clock

    def code(self, *, steps=0):
        return self.totp.at(self.clock() + steps * STEP)


async def with_second_factor(browser, clock):
    """Set it, as the screens do, and return the telephone and the codes kept on paper."""
    begun = await browser.post("/second-factors", move(password=PASSWORD))
    assert begun.status_code == 201, begun.text
    telephone = Telephone(begun.json()["secret"], clock)
    confirmed = await browser.post(
        f"/second-factors/{begun.json()['id']}/confirmations", {"code": telephone.code()}
    )
    assert confirmed.status_code == 201, confirmed.text
    # The code that confirmed is used up.
    clock.move_on(seconds=30)
    return telephone, confirmed.json()["recoveryCodes"]


async def enter(app, person, *, network=None, **more):
    async with Browser(app, network=network) as browser:
        return await browser.post(
            "/sessions", {"email": person.email, "password": PASSWORD, **more}
        )


async def test_what_a_telephone_is_told_can_be_scanned_and_typed(sign_in):
    somebody = await a_person()
    browser = await sign_in(somebody)

    begun = (await browser.post("/second-factors", move(password=PASSWORD))).json()

    assert re.fullmatch("[A-Z2-7]{32}", begun["secret"])
    assert begun["uri"].startswith("otpauth://totp/Samenspraak:")
    assert f"secret={begun['secret']}" in begun["uri"]
    assert drawn(begun["picture"]) == expected(begun["uri"])


def drawn(picture):
    """Fill in the squares of the path by hand, as a browser would."""
    dark = set()
    for across, down, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", picture["path"]):
        dark |= {(int(across) + each, int(down)) for each in range(int(length))}
    rebuilt = "".join(
        f"M{across} {down}h{length}v1h-{length}z"
        for across, down, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", picture["path"])
    )
    assert rebuilt == picture["path"], "nothing else stands in it"
    return picture["size"], dark


def expected(text):
    rows = list(segno.make_qr(text, error="m").matrix_iter(border=4))
    return len(rows), {
        (across, down) for down, row in enumerate(rows) for across, dark in enumerate(row) if dark
    }


async def test_a_code_is_asked_for_once_it_is_confirmed_and_not_before(app, sign_in, clock):
    somebody = await a_person()
    browser = await sign_in(somebody)
    begun = await browser.post("/second-factors", move(password=PASSWORD))
    assert (await enter(app, somebody)).status_code == 201
    telephone = Telephone(begun.json()["secret"], clock)
    path = f"/second-factors/{begun.json()['id']}/confirmations"

    wrong = await browser.post(path, {"code": "000000"})
    none = await browser.post(path, {"code": " "})
    right = await browser.post(path, {"code": telephone.code()})
    again = await browser.post(path, {"code": telephone.code()})

    assert [wrong.status_code, none.status_code, right.status_code] == [400, 400, 201]
    assert wrong.json()["type"] == "/problems/identity/wrong-second-factor"
    assert [one["pointer"] for one in none.json()["errors"]] == ["/code"]
    assert again.json()["type"] == "/problems/identity/second-factor-there"
    needed = await enter(app, somebody)
    assert (needed.status_code, needed.json()["type"]) == (
        401,
        "/problems/identity/code-needed",
    )
    clock.move_on(seconds=30)
    assert (await enter(app, somebody, code=telephone.code())).status_code == 201


async def test_setting_it_tells_the_organisation_that_it_was_and_nothing_more(sign_in, clock):
    somebody = await a_person()
    browser = await sign_in(somebody)
    telephone, codes = await with_second_factor(browser, clock)
    removal = {"password": PASSWORD, "code": telephone.code()}
    assert (await browser.post("/second-factor-removals", removal)).status_code == 201

    async with as_person(somebody.id):
        rows = await fetch(
            "select kind, body from entry where journal_id = $1 order by number desc limit 2",
            somebody.organisation_journal_id,
        )
    assert [row["kind"] for row in rows] == ["second-factor.removed", "second-factor.set"]
    for row in rows:
        assert row["body"] == f'{{"personId":"{somebody.id}"}}'
    assert codes[0] not in str(rows)


async def test_a_code_works_once_and_an_older_one_not_after_it(app, sign_in, clock):
    somebody = await a_person()
    telephone, _ = await with_second_factor(await sign_in(somebody), clock)
    clock.move_on(minutes=5)
    before, code = telephone.code(steps=-1), telephone.code()

    assert (await enter(app, somebody, code=code)).status_code == 201
    for used in (code, before):
        again = await enter(app, somebody, code=used)
        assert (again.status_code, again.json()["type"]) == (
            401,
            "/problems/identity/wrong-code",
        )
    # A clock that runs half a minute fast is ordinary; more is not.
    assert (await enter(app, somebody, code=telephone.code(steps=2))).status_code == 401
    assert (await enter(app, somebody, code=telephone.code(steps=1))).status_code == 201


async def test_a_code_is_taken_however_it_is_typed(app, sign_in, clock):
    somebody = await a_person()
    telephone, codes = await with_second_factor(await sign_in(somebody), clock)
    code = telephone.code()

    assert (await enter(app, somebody, code=f" {code[:3]} {code[3:]} ")).status_code == 201
    on_paper = codes[0].replace("-", " ").upper()
    assert (await enter(app, somebody, code=on_paper)).status_code == 201


async def test_without_the_right_password_nobody_learns_that_a_code_is_needed(app, sign_in, clock):
    somebody, plain = await a_person(), await a_person()
    telephone, codes = await with_second_factor(await sign_in(somebody), clock)

    for code in (None, telephone.code(), codes[0], "000000"):
        async with Browser(app) as one, Browser(app) as other:
            body = {"password": "niet het goede woord", "code": code}
            with_factor = await one.post("/sessions", {**body, "email": somebody.email})
            without = await other.post("/sessions", {**body, "email": plain.email})
        assert with_factor.status_code == without.status_code == 401
        assert with_factor.content == without.content
    # None of that used anything up.
    assert (await enter(app, somebody, code=telephone.code())).status_code == 201


async def test_codes_cannot_be_guessed_endlessly_by_who_knows_the_password(app, sign_in, clock):
    """Asking without a code in between gives no new chances."""
    somebody = await a_person()
    telephone, _ = await with_second_factor(await sign_in(somebody), clock)

    guesses = ("000001", None, "000002", None, "000003", "000004", telephone.code())
    answers = [(await enter(app, somebody, code=guess)).status_code for guess in guesses]

    assert answers == [401] * 5 + [429] * 2


async def test_a_recovery_code_works_once_and_is_kept_under_a_slow_hash(app, sign_in, clock):
    somebody = await a_person()
    browser = await sign_in(somebody)
    _, codes = await with_second_factor(browser, clock)
    assert len(codes) == len(set(codes)) == 10
    assert all(re.fullmatch("[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", code) for code in codes)

    assert (await enter(app, somebody, code=codes[3])).status_code == 201
    again = await enter(app, somebody, code=codes[3])
    assert again.json()["type"] == "/problems/identity/wrong-code"
    assert (await enter(app, somebody, code=codes[4])).status_code == 201

    view = (await browser.get("/me")).json()
    assert (view["hasSecondFactor"], view["recoveryCodesLeft"]) == (True, 8)
    async with as_person(somebody.id):
        kept = await fetch("select * from recovery_code where person_id = $1", somebody.id)
    assert not any(code.replace("-", "") in str(kept) for code in codes)
    [salt] = {row["salt"] for row in kept}
    hashed = await passwords.code_hashes([codes[0].replace("-", "")], salt=salt)
    assert hashed[0] in {row["code_hash"] for row in kept}


async def test_everybody_comes_in_with_a_recovery_code_of_their_own_only(app, sign_in, clock):
    """Whoever knows another's password and has codes of their own gets no further with those."""
    kept = []
    for _ in range(2):
        somebody = await a_person()
        kept.append((somebody, (await with_second_factor(await sign_in(somebody), clock))[1]))

    for (somebody, own), (_, others) in zip(kept, reversed(kept), strict=True):
        refused = await enter(app, somebody, code=others[0])
        assert refused.json()["type"] == "/problems/identity/wrong-code"
        assert (await enter(app, somebody, code=own[1])).status_code == 201


async def test_new_recovery_codes_take_the_place_of_the_old(app, sign_in, clock):
    somebody = await a_person()
    browser = await sign_in(somebody)
    telephone, old = await with_second_factor(browser, clock)

    body = {"password": PASSWORD, "code": telephone.code()}
    new = (await browser.post("/recovery-codes", body)).json()["recoveryCodes"]

    assert not set(new) & set(old)
    assert (await enter(app, somebody, code=old[0])).status_code == 401
    assert (await enter(app, somebody, code=new[0])).status_code == 201


async def test_setting_and_removing_it_end_the_other_sessions_and_open_links(app, sign_in, clock):
    """Whoever came in with the password alone is out, wherever they are."""
    somebody = await a_person()
    here, there = await sign_in(somebody), await sign_in(somebody)

    telephone, _ = await with_second_factor(here, clock)
    assert [(await one.get("/me")).status_code for one in (here, there)] == [200, 401]
    there = await sign_in(somebody)
    body = {"password": PASSWORD, "code": telephone.code()}
    removed = await here.post("/second-factor-removals", body)

    assert (removed.status_code, removed.json()["hasSecondFactor"]) == (201, False)
    assert removed.json()["recoveryCodesLeft"] == 0
    assert (await there.get("/me")).status_code == 401
    assert (await enter(app, somebody)).status_code == 201


@pytest.mark.parametrize("path", ["/second-factor-removals", "/recovery-codes"])
async def test_what_changes_it_takes_the_password_and_a_code(sign_in, clock, path):
    somebody = await a_person()
    browser = await sign_in(somebody)
    without = await browser.post(path, {"password": PASSWORD, "code": "123456"})
    assert without.json()["type"] == "/problems/identity/no-second-factor"
    telephone, codes = await with_second_factor(browser, clock)

    wrong = {
        "/password": {"password": "niet het goede woord", "code": telephone.code()},
        "/code": {"password": PASSWORD, "code": "000000"},
    }
    for pointer, body in wrong.items():
        answer = await browser.post(path, body)
        assert answer.status_code == 400
        assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert (await browser.post(path, {"password": PASSWORD, "code": codes[0]})).status_code == 201


async def test_a_proof_takes_the_code_too_and_says_so(sign_in, clock):
    somebody = await a_person()
    browser = await sign_in(somebody)
    telephone, _ = await with_second_factor(browser, clock)
    clock.move_on(minutes=10)

    without = await browser.post("/proofs", {"password": PASSWORD})
    used = telephone.code()
    proven = await browser.post("/proofs", {"password": PASSWORD, "code": used})
    again = await browser.post("/proofs", {"password": PASSWORD, "code": used})

    assert [without.status_code, proven.status_code, again.status_code] == [400, 201, 400]
    assert [one["pointer"] for one in without.json()["errors"]] == ["/code"]
    [session] = (await browser.get("/sessions")).json()["items"]
    assert session["method"] == "password-code"


async def test_asking_the_same_again_gives_the_same_secret_and_anew_another(sign_in):
    somebody = await a_person()
    browser = await sign_in(somebody)
    body = move(password=PASSWORD)

    answers = [await browser.post("/second-factors", body) for _ in range(2)]
    anew = await browser.post("/second-factors", move(password=PASSWORD))
    late = await browser.post(f"/second-factors/{body['id']}/confirmations", {"code": "123456"})

    assert answers[0].content == answers[1].content
    assert anew.json()["secret"] != answers[0].json()["secret"]
    assert late.status_code == 404


async def test_it_takes_the_password_to_begin_and_there_is_one_at_a_time(sign_in, clock):
    somebody = await a_person()
    browser = await sign_in(somebody)
    wrong = await browser.post("/second-factors", move(password="niet het goede woord"))
    await with_second_factor(browser, clock)
    another = await browser.post("/second-factors", move(password=PASSWORD))

    assert wrong.json()["type"] == "/problems/identity/wrong-password"
    assert another.json()["type"] == "/problems/identity/second-factor-there"


async def test_nobody_else_confirms_it(sign_in, people, clock):
    browser, other = await sign_in(await a_person()), await sign_in(people.bram)
    begun = (await browser.post("/second-factors", move(password=PASSWORD))).json()
    code = Telephone(begun["secret"], clock).code()

    answer = await other.post(f"/second-factors/{begun['id']}/confirmations", {"code": code})

    assert answer.status_code == 404


async def test_nobody_else_reads_what_it_hangs_on(sign_in, people, clock):
    await with_second_factor(await sign_in(await a_person()), clock)

    async with as_person(people.bram.id):
        seen = await fetch_one("select id from credential where totp_secret is not null")
        codes = await fetch_one("select id from recovery_code")
    assert (seen, codes) == (None, None)


async def test_setting_ones_own_leaves_what_another_began(sign_in, clock):
    browsers = [await sign_in(await a_person()) for _ in range(2)]
    anna, bert = browsers
    begun = (await bert.post("/second-factors", move(password=PASSWORD))).json()

    await with_second_factor(anna, clock)

    assert [(await each.get("/me")).json()["hasSecondFactor"] for each in browsers] == [True, False]
    code = Telephone(begun["secret"], clock).code()
    path = f"/second-factors/{begun['id']}/confirmations"
    assert (await bert.post(path, {"code": code})).status_code == 201


@pytest.mark.parametrize(
    ("path", "left"), [("/second-factor-removals", (False, 0)), ("/recovery-codes", (True, 10))]
)
async def test_removing_ones_own_or_its_codes_takes_nothing_of_another(sign_in, clock, path, left):
    anna, bert = [await sign_in(await a_person()) for _ in range(2)]
    await with_second_factor(bert, clock)
    telephone, _ = await with_second_factor(anna, clock)

    gone = await anna.post(path, {"password": PASSWORD, "code": telephone.code()})

    assert gone.status_code == 201, gone.text
    views = [(await each.get("/me")).json() for each in (anna, bert)]
    kept = [(view["hasSecondFactor"], view["recoveryCodesLeft"]) for view in views]
    assert kept == [left, (True, 10)]


async def test_a_program_touches_none_of_it(app, sign_in, clock):
    somebody = await a_person()
    browser = await sign_in(somebody)
    made = await browser.post("/tokens", move(name="rapport"))
    bearer = {"authorization": f"Bearer {made.json()['secret']}"}
    begun = (await browser.post("/second-factors", move(password=PASSWORD))).json()
    asked = {
        "/second-factors": move(password=PASSWORD),
        f"/second-factors/{begun['id']}/confirmations": {"code": "123456"},
        "/second-factor-removals": {"password": PASSWORD, "code": "123456"},
        "/recovery-codes": {"password": PASSWORD, "code": "123456"},
        "/proofs": {"password": PASSWORD},
    }

    async with Browser(app) as program:
        for path, body in asked.items():
            answer = await program.post(path, body, headers=bearer)
            assert answer.json()["type"] == "/problems/identity/not-for-programs", path
        assert (await program.get("/me", headers=bearer)).json()["moves"] == []


async def test_the_moves_say_what_one_may_do_about_how_one_comes_in(sign_in, clock):
    somebody = await a_colleague(await a_person(), "Nadia Haddad")
    browser = await sign_in(somebody)

    async def moves():
        return (await browser.get("/me")).json()["moves"]

    assert await moves() == ["change-password", "set-second-factor"]
    await with_second_factor(browser, clock)
    assert await moves() == ["change-password", "remove-second-factor", "make-recovery-codes"]
