"""Parked messages: seen, settled once, with the name of who did it."""

from typing import Any

import pytest
from cin.v1.child_pb2 import ChildRegistered
from sqlalchemy import insert
from sqlalchemy.orm import Session

from plumbing import bus
from plumbing.clocks import MachineClock
from plumbing.consumer import Envelope, Handler
from plumbing.envelope import write_headers
from plumbing.inbox import first_time
from plumbing.parked import CannotSettle, Handlers, count_open, discard, list_parked, park, replay, show
from plumbing.trace import trace_id
from tests.plumbing.conftest import CLOCK, CONTRACTS, Service, registered


def _set_aside(hearer: Service, version: int = 1, event_id: str = "e1") -> str:
    headers = write_headers(event_id, "cin.v1.ChildRegistered", "planning", CLOCK.now(), "c1", "")
    payload = registered("c1", version).SerializeToString()
    message = bus.Message("cin.child.v1", 2, 17, "c1", payload, headers, MachineClock().now())
    with hearer.database.begin() as session:
        assert first_time(session, hearer.pipes, "records", event_id)
        return park(session, hearer.pipes, "records", message, ValueError("words"))


def _replay(hearer: Service, identity: str, handler: Handler | None = None) -> None:
    handlers: Handlers = {ChildRegistered: handler or hearer.keep}
    replay(hearer.database, hearer.pipes, CONTRACTS, handlers, identity, "worker-1")


def test_a_parked_message_is_listed_with_all_that_is_known_of_it(hearer: Service) -> None:
    identity = _set_aside(hearer)
    with hearer.database.read() as session:
        (item,) = list_parked(session, hearer.pipes)
        assert count_open(session, hearer.pipes) == 1
    assert (item.id, item.event_id, item.error, item.status) == (identity, "e1", "ValueError", "open")
    assert (item.type, item.message.topic, item.message.partition, item.message.offset) == (
        "cin.v1.ChildRegistered",
        "cin.child.v1",
        2,
        17,
    )


def test_a_replay_has_the_effect_and_says_who_did_it(hearer: Service) -> None:
    identity = _set_aside(hearer, 5)
    _replay(hearer, identity)
    assert hearer.kept() == [5]
    with hearer.database.read() as session:
        item = show(session, hearer.pipes, identity)
        assert count_open(session, hearer.pipes) == 0
    assert (item.status, item.settled_by) == ("replayed", "worker-1")
    assert item.settled_at is not None


def test_a_replayed_message_cannot_be_replayed_again(hearer: Service) -> None:
    identity = _set_aside(hearer)
    _replay(hearer, identity)
    with pytest.raises(CannotSettle, match="replayed by worker-1"):
        _replay(hearer, identity)
    assert hearer.kept() == [1]


def test_a_replay_that_fails_again_leaves_it_open_and_without_effect(hearer: Service) -> None:
    def handle(session: Session, message: Any, envelope: Envelope) -> None:
        hearer.keep(session, message, envelope)
        raise ValueError("still")

    identity = _set_aside(hearer)
    with pytest.raises(ValueError, match="still"):
        _replay(hearer, identity, handle)
    assert hearer.kept() == []
    with hearer.database.read() as session:
        assert show(session, hearer.pipes, identity).status == "open"


def test_a_replay_whose_type_has_no_handler_here_is_refused(hearer: Service) -> None:
    identity = _set_aside(hearer)
    with pytest.raises(CannotSettle, match="no handler"):
        replay(hearer.database, hearer.pipes, CONTRACTS, {}, identity, "worker-1")


def test_a_replay_works_within_a_trace(hearer: Service) -> None:
    traces: list[str] = []
    identity = _set_aside(hearer)
    _replay(hearer, identity, lambda *_: traces.append(trace_id()))
    assert len(traces[0]) == 32


def test_a_discarded_message_stays_on_record_and_has_no_effect(hearer: Service) -> None:
    identity = _set_aside(hearer)
    discard(hearer.database, hearer.pipes, identity, "manager-1")
    with hearer.database.read() as session:
        assert list_parked(session, hearer.pipes) == []
        (item,) = list_parked(session, hearer.pipes, status=None)
    assert (item.status, item.settled_by) == ("discarded", "manager-1")
    with pytest.raises(CannotSettle, match="discarded by manager-1"):
        _replay(hearer, identity)


def test_an_id_that_is_not_there_is_refused(hearer: Service) -> None:
    with pytest.raises(CannotSettle, match="list them"):
        discard(hearer.database, hearer.pipes, "nothing", "manager-1")


def test_a_mark_and_its_effect_fail_together(hearer: Service) -> None:
    with pytest.raises(RuntimeError), hearer.database.begin() as session:
        assert first_time(session, hearer.pipes, "records", "e1")
        session.execute(insert(hearer.effects).values(key="c1", version=1))
        raise RuntimeError
    with hearer.database.begin() as session:
        assert first_time(session, hearer.pipes, "records", "e1")
