"""Who is here: latest only, each for oneself, under names that we give."""

import json
from uuid import UUID

import pytest

from samenspraak.drafting import protocol
from samenspraak.drafting.presence import DEPARTED_LIMIT, STATE_BYTES, Allowance, Presence, User
from samenspraak.drafting.protocol import Awareness, State

YOUSSEF = User(participant_id=UUID(int=1), name="Youssef", side="contractor", may_write=True)
MARIEKE = User(participant_id=UUID(int=2), name="Marieke", side="buyer", may_write=True)
READER = User(participant_id=UUID(int=3), name="Lezer", side="buyer", may_write=False)


def told(client: int, clock: int, state: object) -> bytes:
    return protocol.write_awareness([State(client, clock, json.dumps(state).encode())])


def read(frame: bytes | None) -> dict[int, tuple[int, object]]:
    """What a frame tells: for each client its clock and state."""
    if frame is None:
        return {}
    parsed = protocol.parse(frame)
    assert isinstance(parsed, Awareness)
    states = protocol.parse_awareness(parsed.update)
    return {state.client: (state.clock, json.loads(state.state)) for state in states}


class Browser:
    """The part of y-protocols' Awareness and y-websocket that decides what is believed."""

    def __init__(self, client: int) -> None:
        self.client = client
        self.clocks = {client: 0}
        self.states: dict[int, object] = {client: {}}

    def move(self, state: object) -> bytes:
        self.clocks[self.client] += 1
        self.states[self.client] = state
        return self.own()

    def own(self) -> bytes:
        return told(self.client, self.clocks[self.client], self.states[self.client])

    def hear(self, frame: bytes | None) -> bytes | None:
        """Take a frame; returns what y-websocket sends back, which is all that was news."""
        news = []
        for client, (told_clock, state) in read(frame).items():
            clock = told_clock
            now = self.clocks.get(client, 0)
            if now < clock or (now == clock and state is None and client in self.states):
                if state is None and client == self.client:
                    clock += 1
                elif state is None:
                    self.states.pop(client, None)
                else:
                    self.states[client] = state
                self.clocks[client] = clock
                news.append(client)
        if not news:
            return None
        return protocol.write_awareness(
            [
                State(client, self.clocks[client], json.dumps(self.states.get(client)).encode())
                for client in news
            ]
        )

    def lose(self) -> None:
        """The connection broke: others are forgotten, but not their clocks."""
        self.states = {self.client: self.states[self.client]}


@pytest.fixture
def room() -> Presence:
    presence = Presence()
    presence.join("a", YOUSSEF)
    presence.join("b", MARIEKE)
    return presence


def test_the_name_is_ours_to_say(room: Presence):
    room.take("a", told(7, 1, {"user": {"name": "Marieke", "mayWrite": True}, "field": "unit"}))

    (_, state) = read(room.changes())[7]

    user = {"participantId": str(UUID(int=1)), "name": "Youssef"}
    user |= {"side": "contractor", "mayWrite": True}
    assert state == {"user": user, "field": "unit", "cursor": None}


def test_a_connection_speaks_for_the_first_client_it_names_and_no_other(room: Presence):
    room.take("a", told(7, 1, {"field": "unit"}))
    room.take("b", told(8, 1, {"field": "title"}))
    room.changes()

    room.take("b", told(7, 9, {"field": "scope"}))
    room.take("b", told(7, 9, None))
    room.take("b", told(99, 1, {"field": "scope"}))

    assert room.changes() is None
    assert set(read(room.everyone())) == {7, 8}


def test_an_id_that_is_taken_is_not_bound_to_someone_else(room: Presence):
    room.take("a", told(7, 1, {"field": "unit"}))
    room.changes()

    room.take("b", told(7, 5, {"field": "scope"}))

    assert room.changes() is None
    room.take("b", told(8, 5, {"field": "scope"}))
    assert set(read(room.changes())) == {8}


def test_only_the_latest_is_told(room: Presence):
    for clock in range(1, 50):
        room.take("a", told(7, clock, {"field": f"f{clock}"}))

    assert read(room.changes())[7][1]["field"] == "f49"
    assert room.changes() is None


def test_an_older_state_does_not_take_the_place_of_a_newer(room: Presence):
    room.take("a", told(7, 5, {"field": "new"}))
    room.take("a", told(7, 4, {"field": "old"}))
    room.take("a", told(7, 5, {"field": "other"}))

    assert read(room.changes())[7][1]["field"] == "new"


def test_who_leaves_is_gone_at_once_with_a_clock_above_the_last(room: Presence):
    room.take("a", told(7, 1, {"field": "unit"}))
    (clock, _) = read(room.changes())[7]

    room.leave("a")

    assert read(room.changes()) == {7: (clock + 1, None)}
    assert room.everyone() is None


def test_who_leaves_without_a_word_is_not_told(room: Presence):
    room.leave("a")
    room.leave("never-came")

    assert room.changes() is None


def test_a_reader_is_seen_but_shows_no_place(room: Presence):
    room.join("c", READER)
    room.take("c", told(9, 1, {"field": "unit", "cursor": {"anchor": 1, "head": 1}}))

    (_, state) = read(room.changes())[9]

    assert (state["field"], state["cursor"]) == (None, None)
    assert state["user"]["mayWrite"] is False


def test_a_changed_right_is_told_with_a_higher_clock(room: Presence):
    room.take("a", told(7, 1, {"field": "unit"}))
    (before, _) = read(room.changes())[7]
    room.change("a", YOUSSEF)
    assert room.changes() is None

    room.change("a", User(participant_id=UUID(int=1), name="Y.", side="buyer", may_write=False))

    (after, state) = read(room.changes())[7]
    assert after > before
    assert (state["user"]["name"], state["field"]) == ("Y.", None)


@pytest.mark.parametrize(
    "state",
    [
        b"{",
        b"[]",
        b'"x"',
        b'{"field":1}',
        b"[" * 2_000,
        b'{"cursor":' + b"[" * 1_900,
        b'{"field":"' + b"x" * STATE_BYTES + b'"}',
        b"\xff",
    ],
)
def test_a_state_that_is_not_one_changes_nothing(room: Presence, state: bytes):
    room.take("a", told(7, 1, {"field": "unit"}))
    before = room.changes()

    room.take("a", protocol.write_awareness([State(7, 2, state)]))

    assert room.changes() is None
    assert room.everyone() == before


def test_a_clock_at_the_end_of_all_numbers_is_not_believed(room: Presence):
    room.take("a", told(7, 2**53 - 1, {"field": "unit"}))

    assert room.changes() is None


def test_garbage_is_malformed(room: Presence):
    with pytest.raises(protocol.Malformed):
        room.take("a", b"\xff")


def test_the_echo_tells_a_connection_of_itself(room: Presence):
    assert room.echo("a") is None
    room.take("a", told(7, 1, {"field": "unit"}))

    assert set(read(room.echo("a"))) == {7}


def exchange(room: Presence, browsers: dict[str, Browser]) -> None:
    """Pass frames and what browsers send back, until nothing is news."""
    for _ in range(10):
        frame = room.changes()
        if frame is None:
            return
        for connection, browser in browsers.items():
            answer = browser.hear(frame)
            if answer is not None:
                room.take(connection, answer)
    pytest.fail("it goes round for ever")


def test_browsers_see_each_other_and_come_to_rest(room: Presence):
    """y-websocket sends back all it hears; taking that for news would never end."""
    browsers = {"a": Browser(7), "b": Browser(8)}
    for connection, browser in browsers.items():
        room.take(connection, browser.own())
    exchange(room, browsers)
    assert browsers["b"].states[7]["user"]["name"] == "Youssef"

    for field in ("unit", "scope", "title"):
        room.take("a", browsers["a"].move({"field": field}))
        exchange(room, browsers)
        assert browsers["b"].states[7]["field"] == field
        assert browsers["a"].states[7]["field"] == field


def test_a_move_made_while_news_of_it_is_under_way_is_not_lost(room: Presence):
    browsers = {"a": Browser(7), "b": Browser(8)}
    room.take("a", browsers["a"].own())
    room.change("a", User(participant_id=UUID(int=1), name="Y.", side="buyer", may_write=True))
    frame = room.changes()

    room.take("a", browsers["a"].move({"field": "unit"}))
    for connection, browser in browsers.items():
        if (answer := browser.hear(frame)) is not None:
            room.take(connection, answer)
    exchange(room, browsers)

    assert browsers["b"].states[7]["field"] == "unit"


def test_who_comes_back_is_seen_again(room: Presence):
    """Others remember the clock with which one left, and the one before the connection broke."""
    browsers = {"a": Browser(7), "b": Browser(8)}
    room.take("a", browsers["a"].move({"field": "unit"}))
    exchange(room, browsers)
    room.leave("a")
    browsers["a"].lose()
    exchange(room, {"b": browsers["b"]})
    assert 7 not in browsers["b"].states

    room.join("a2", YOUSSEF)
    room.take("a2", browsers["a"].own())
    exchange(room, {"a2": browsers["a"], "b": browsers["b"]})

    assert browsers["b"].states[7]["field"] == "unit"


def test_all_are_seen_again_after_a_restart(room: Presence):
    """Our memory is gone, but browsers remember clocks."""
    browsers = {"a": Browser(7), "b": Browser(8)}
    for connection, browser in browsers.items():
        room.take(connection, browser.move({"field": "unit"}))
    exchange(room, browsers)

    fresh = Presence()
    fresh.join("a", YOUSSEF)
    fresh.join("b", MARIEKE)
    for connection, browser in browsers.items():
        browser.lose()
        fresh.take(connection, browser.own())
    exchange(fresh, browsers)

    assert {7, 8} <= set(browsers["a"].states)
    assert {7, 8} <= set(browsers["b"].states)


def test_a_new_connection_of_the_same_person_takes_over(room: Presence):
    """A broken connection may last a while on our side."""
    room.take("a", told(7, 1, {"field": "unit"}))
    room.changes()
    room.join("a2", YOUSSEF)
    room.take("a2", told(7, 2, {"field": "scope"}))
    room.leave("a")

    assert read(room.changes())[7][1]["field"] == "scope"


def test_those_who_left_are_remembered_up_to_a_limit():
    room = Presence()
    for client in range(DEPARTED_LIMIT + 10):
        room.join(client, YOUSSEF)
        room.take(client, told(client, 1, {}))
        room.leave(client)

    assert len(read(room.changes())) == DEPARTED_LIMIT


def test_an_allowance_gives_its_burst_and_then_its_rate():
    allowance = Allowance(rate=10, burst=3)

    waits = [round(allowance.take(100.0), 3) for _ in range(5)]

    assert waits == [0, 0, 0, 0.1, 0.2]
    assert round(allowance.take(100.3), 3) == 0
    assert round(allowance.ready_in(100.3), 3) == 0.1


def test_an_allowance_does_not_save_up_beyond_its_burst():
    allowance = Allowance(rate=10, burst=2)
    allowance.take(0.0)

    waits = [round(allowance.take(1_000.0), 3) for _ in range(3)]

    assert waits == [0, 0, 0.1]
