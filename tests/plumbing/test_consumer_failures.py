"""The consumer in trouble: poison is parked, what will pass is waited for, and it knows when to stop."""

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from cin.v1.child_pb2 import ChildRegistered
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from plumbing.bus import Record
from plumbing.consumer import Envelope, Unacceptable
from plumbing.envelope import write_headers
from plumbing.neighbour import NeighbourDown
from plumbing.roles import Role
from tests.contracts.reading import until
from tests.plumbing.conftest import CLOCK, Service, registered
from tests.plumbing.hearing import EITHER_WAY, TOPIC, parked, publish

Run = Callable[[Role], Thread]


@EITHER_WAY
@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"ce_type": "cin.v1.Unheard"}, "its type stands in no topic's list"),
        ({"ce_type": ""}, "header ce_type is missing"),
        ({"ce_id": ""}, "header ce_id is missing"),
        ({"ce_id": "x" * 201}, "ce_id is longer than 200"),
        ({"ce_id": "e\0"}, "ce_id holds a character that no database keeps"),
        ({"ce_time": "yesterday"}, "ce_time is no instant"),
        ({"ce_time": "2027-01-06T10:00:00"}, "ce_time has no time zone"),
        ({"ce_specversion": "0.3"}, "ce_specversion is not 1.0"),
    ],
)
def test_what_cannot_be_read_is_parked_and_the_next_is_handled(
    hearer: Service, running: Run, change: dict[str, str], error: str
) -> None:
    publish(hearer, registered("c1", 1), "e1", **change)
    publish(hearer, registered("c1", 2), "e2")
    running(hearer.consumer())
    until(lambda: hearer.kept() == [2], "the next was not handled")
    assert parked(hearer) == [f"Unacceptable: {error}"]


def test_bytes_that_are_not_what_their_type_says_are_parked(hearer: Service, running: Run) -> None:
    headers = write_headers("e1", "cin.v1.ChildRegistered", "planning", CLOCK.now(), "c1", "")
    hearer.bus.publish([Record(TOPIC, "c1", b"\xff\xff\xff", headers)])
    running(hearer.consumer())
    until(lambda: len(parked(hearer)) == 1, "not parked")
    assert "bytes" in parked(hearer)[0]


def test_what_postgresql_cannot_keep_does_not_block_the_next(hearer: Service, running: Run) -> None:
    """A NUL in a key, a header or a text: SQLite takes it, PostgreSQL refuses it."""
    headers = write_headers("e1", "cin.v1.ChildRegistered", "a\0b", CLOCK.now(), "c\0", "")
    hearer.bus.publish([Record(TOPIC, "c\0", b"\xff\xff\xff", headers)])
    publish(hearer, registered("c\0" * 9, 1), "e2")
    publish(hearer, registered("c1", 2), "e3")
    running(hearer.consumer())
    until(lambda: hearer.kept("c1") == [2], "the next was not handled")
    until(lambda: len([*parked(hearer), *hearer.kept()]) == 3, "one was neither handled nor parked")


@EITHER_WAY
@pytest.mark.parametrize("error", [ValueError, KeyError, TypeError, Unacceptable, ZeroDivisionError])
def test_a_poison_message_is_parked_without_its_effect_and_the_next_is_handled(
    hearer: Service, running: Run, error: type[Exception]
) -> None:
    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        hearer.keep(session, message, envelope)
        if message.version == 1:
            raise error("poison")

    publish(hearer, registered("c1", 1), "e1")
    publish(hearer, registered("c1", 2), "e2")
    running(hearer.consumer(handle))
    until(lambda: hearer.kept() == [2], "the next was not handled")
    assert len(parked(hearer)) == 1


def test_the_words_of_an_error_that_is_not_ours_are_not_kept(hearer: Service, running: Run) -> None:
    def handle(session: Session, message: Any, envelope: Envelope) -> None:
        raise ValueError("Ann Example, 1 Secret Street")

    publish(hearer, registered("c1"), "e1")
    running(hearer.consumer(handle))
    until(lambda: parked(hearer) == ["ValueError"], "not parked, or with its words")


@EITHER_WAY
@pytest.mark.parametrize(
    "error", [NeighbourDown("away"), OperationalError("", {}, Exception()), TimeoutError()]
)
def test_a_transient_failure_is_tried_again_in_place_and_order_is_kept(
    hearer: Service, running: Run, error: Exception
) -> None:
    failures = [error, error, error]

    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        if message.version == 2 and failures:
            raise failures.pop()
        hearer.keep(session, message, envelope)

    for version in (1, 2, 3):
        publish(hearer, registered("c1", version), f"e{version}")
    running(hearer.consumer(handle))
    until(lambda: len(hearer.kept()) == 3, "not all were handled")
    assert hearer.kept() == [1, 2, 3]
    assert parked(hearer) == []


@EITHER_WAY
def test_a_key_that_waits_does_not_hold_up_another_partition(hearer: Service, running: Run) -> None:
    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        if message.child == "stuck":
            raise NeighbourDown("away")
        hearer.keep(session, message, envelope)

    publish(hearer, registered("stuck"), "e0")
    for number in range(8):
        publish(hearer, registered(f"c{number}", number), f"e{number + 1}")
    running(hearer.consumer(handle))
    until(lambda: len(hearer.kept()) >= 4, "the other partitions wait too")


def test_a_consumer_told_to_stop_does_not_wait_for_a_neighbour(hearer: Service) -> None:
    tried, stop = Event(), Event()

    def handle(session: Session, message: Any, envelope: Envelope) -> None:
        tried.set()
        raise NeighbourDown("away")

    publish(hearer, registered("c1"), "e1")
    thread = Thread(target=hearer.consumer(handle).run, args=(stop,))
    thread.start()
    assert tried.wait(10)
    time.sleep(1)
    stop.set()
    started = time.monotonic()
    thread.join(10)
    assert not thread.is_alive() and time.monotonic() - started < 2


@EITHER_WAY
def test_a_constraint_that_fails_once_is_tried_again(hearer: Service, running: Run) -> None:
    failures = [IntegrityError("", {}, Exception())]

    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        if failures:
            raise failures.pop()
        hearer.keep(session, message, envelope)

    publish(hearer, registered("c1"), "e1")
    running(hearer.consumer(handle))
    until(lambda: hearer.kept() == [1], "not handled")
    assert parked(hearer) == []


@EITHER_WAY
def test_a_constraint_that_always_fails_is_parked(hearer: Service, running: Run) -> None:
    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        session.execute(insert(hearer.effects).values(key=None, version=None))

    publish(hearer, registered("c1"), "e1")
    running(hearer.consumer(handle))
    until(lambda: parked(hearer) == ["IntegrityError"], "not parked")


@EITHER_WAY
def test_too_many_parked_in_a_row_stop_the_consumer_and_make_it_not_ready(
    hearer: Service, running: Run
) -> None:
    def handle(session: Session, message: Any, envelope: Envelope) -> None:
        raise ValueError

    for version in range(10):
        publish(hearer, registered("c1", version), f"e{version}")
    consumer = hearer.consumer(handle, park_limit=3)
    running(consumer)
    until(lambda: "in a row" in str(consumer.ready()), "it did not stop")
    assert len(parked(hearer)) == 3
    until(lambda: sum(hearer.bus.lag("records").values()) == 7, "what it did not park must wait")


@EITHER_WAY
def test_a_success_in_between_lets_parking_go_on(hearer: Service, running: Run) -> None:
    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        if message.version % 3:
            raise ValueError
        hearer.keep(session, message, envelope)

    for version in range(12):
        publish(hearer, registered("c1", version), f"e{version}")
    consumer = hearer.consumer(handle, park_limit=3)
    running(consumer)
    until(lambda: len(parked(hearer)) == 8, "not all were parked")
    assert consumer.ready() is None


@pytest.mark.postgres
@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
def test_a_table_that_is_not_there_yet_parks_nothing(hearer: Service, running: Run) -> None:
    """The tables are older than the code: the message is not at fault, and waits for them."""
    table = hearer.effects
    with hearer.database.begin() as session:
        session.execute(text("ALTER TABLE effect RENAME TO not_yet"))
    publish(hearer, registered("c1", 1), "e1")
    running(hearer.consumer())
    time.sleep(1.0)
    assert parked(hearer) == []
    with hearer.database.begin() as session:
        session.execute(text(f"ALTER TABLE not_yet RENAME TO {table.name}"))
    until(lambda: hearer.kept() == [1], "it was not handled once the table was there")
