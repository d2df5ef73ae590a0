"""The consumer: every effect once, in order; what cannot be handled is parked and the next one is."""

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from cin.v1.child_pb2 import AssessmentRecorded, ChildRegistered
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from plumbing.bus import Record
from plumbing.consumer import Envelope, Unacceptable
from plumbing.envelope import write_headers
from plumbing.neighbour import NeighbourDown
from plumbing.parked import list_parked
from plumbing.roles import Role
from plumbing.trace import trace_id
from tests.contracts.reading import until
from tests.plumbing.conftest import CLOCK, Service, registered

Run = Callable[[Role], Thread]
TOPIC = "cin.child.v1"


def publish(service: Service, message: ChildRegistered, event_id: str, **headers: str) -> None:
    """Straight onto the bus, as a relay would after being killed before it could mark the row."""
    envelope = write_headers(event_id, "cin.v1.ChildRegistered", "planning", CLOCK.now(), message.child, "")
    service.bus.publish([Record(TOPIC, message.child, message.SerializeToString(), {**envelope, **headers})])


def parked(service: Service) -> list[str]:
    with service.database.read() as session:
        return [item.error for item in list_parked(session, service.pipes)]


def test_a_message_has_its_effect_and_is_committed(hearer: Service, running: Run) -> None:
    publish(hearer, registered("c1"), "e1")
    consumer = hearer.consumer()
    running(consumer)
    until(lambda: hearer.kept() == [1], "no effect")
    until(lambda: consumer.quiet() is None, "never quiet")


def test_a_handler_is_given_the_message_and_its_envelope(hearer: Service, running: Run) -> None:
    seen: list[tuple[ChildRegistered, Envelope, str]] = []
    trace = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    publish(hearer, registered("c1", 7), "e1", traceparent=trace)
    running(hearer.consumer(lambda _, message, envelope: seen.append((message, envelope, trace_id()))))
    until(lambda: bool(seen), "nothing was handled")
    message, envelope, within = seen[0]
    assert (message.child, message.version) == ("c1", 7)
    assert (envelope.event_id, envelope.source, envelope.topic, envelope.key) == (
        "e1",
        "planning",
        TOPIC,
        "c1",
    )
    assert envelope.time.tzinfo is not None
    assert within == "a" * 32


def test_a_duplicate_has_no_second_effect(hearer: Service, running: Run) -> None:
    for version in (1, 1, 1):
        publish(hearer, registered("c1", version), "same")
    publish(hearer, registered("c1", 2), "other")
    running(hearer.consumer())
    until(lambda: 2 in hearer.kept(), "the last was not handled")
    assert hearer.kept() == [1, 2]


def test_a_group_set_back_to_the_start_does_nothing_twice(hearer: Service) -> None:
    publish(hearer, registered("c1"), "e1")
    for _ in range(2):
        stop, consumer = Event(), hearer.consumer()
        thread = Thread(target=consumer.run, args=(stop,))
        thread.start()
        until(lambda c=consumer: c.quiet() is None, "never quiet")  # type: ignore[misc]
        stop.set()
        thread.join()
        hearer.bus.reset("records", TOPIC, "earliest")
    assert hearer.kept() == [1]


def test_a_type_without_a_handler_is_passed_over(hearer: Service, running: Run) -> None:
    other = AssessmentRecorded(child="c1", version=1)
    headers = write_headers("e0", "cin.v1.AssessmentRecorded", "planning", CLOCK.now(), "c1", "")
    hearer.bus.publish([Record(TOPIC, "c1", other.SerializeToString(), headers)])
    publish(hearer, registered("c1"), "e1")
    running(hearer.consumer())
    until(lambda: hearer.kept() == [1], "no effect")
    assert parked(hearer) == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"ce_type": "cin.v1.Unheard"}, "its type stands in no topic's list"),
        ({"ce_type": ""}, "header ce_type is missing"),
        ({"ce_id": ""}, "header ce_id is missing"),
        ({"ce_id": "x" * 201}, "ce_id is longer than 200"),
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


def test_a_consumer_told_to_stop_finishes_the_message_in_hand(hearer: Service) -> None:
    in_hand, stop = Event(), Event()

    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        in_hand.set()
        time.sleep(0.5)
        hearer.keep(session, message, envelope)

    for version in (1, 2, 3):
        publish(hearer, registered("c1", version), f"e{version}")
    thread = Thread(target=hearer.consumer(handle).run, args=(stop,))
    thread.start()
    assert in_hand.wait(10)
    stop.set()
    thread.join(10)
    assert hearer.kept() == [1]
    assert sum(hearer.bus.lag("records").values()) == 2


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


def test_a_constraint_that_always_fails_is_parked(hearer: Service, running: Run) -> None:
    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        session.execute(insert(hearer.effects).values(key=None, version=None))

    publish(hearer, registered("c1"), "e1")
    running(hearer.consumer(handle))
    until(lambda: parked(hearer) == ["IntegrityError"], "not parked")


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


def test_what_a_handler_says_is_kept_with_its_effect_or_not_at_all(hearer: Service, running: Run) -> None:
    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        hearer.outbox.put(session, registered("said", message.version))
        if message.version == 1:
            raise ValueError

    publish(hearer, registered("c1", 1), "e1")
    publish(hearer, registered("c1", 2), "e2")
    consumer = hearer.consumer(handle)
    running(consumer)
    until(lambda: consumer.done == 1, "the second was not handled")
    with hearer.database.read() as session:
        payload = session.execute(select(hearer.pipes.outbox.c.payload)).scalar_one()
    assert ChildRegistered.FromString(payload).version == 2


def test_two_members_share_the_work_and_every_effect_happens_once(hearer: Service, running: Run) -> None:
    for number in range(60):
        publish(hearer, registered(f"c{number % 12}", number), f"e{number}")
    members = [hearer.consumer(), hearer.consumer()]
    for member in members:
        running(member)
    until(lambda: len(hearer.kept()) >= 60, "not all were handled")
    until(lambda: members[0].quiet() is None, "never quiet")
    assert sorted(hearer.kept()) == list(range(60))
    for key in range(12):
        assert hearer.kept(f"c{key}") == list(range(key, 60, 12))


def test_a_consumer_is_not_quiet_before_it_has_handled_all(hearer: Service, running: Run) -> None:
    gate = Event()

    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        gate.wait(10)

    publish(hearer, registered("c1"), "e1")
    consumer = hearer.consumer(handle)
    running(consumer)
    until(lambda: consumer.ready() is None, "never ready")
    assert "1 messages" in str(consumer.quiet())
    gate.set()
    until(lambda: consumer.quiet() is None, "never quiet")


def test_a_message_is_handled_within_milliseconds_of_its_commit_at_the_other_service(
    speaker: Service, hearer: Service, running: Run
) -> None:
    heard: list[float] = []
    running(speaker.relay())
    consumer = hearer.consumer(lambda *_: heard.append(time.monotonic()))
    running(consumer)
    until(lambda: consumer.ready() is None, "never ready")
    delays = []
    for number in range(10):
        time.sleep(0.05)
        speaker.say(registered("c1", number))
        started = time.monotonic()
        until(lambda n=number: len(heard) > n, "not heard")  # type: ignore[misc]
        delays.append(heard[-1] - started)
    assert sorted(delays)[len(delays) // 2] < 0.1
