"""The consumer: every effect once, in order, for as many members as there are."""

import time
from collections.abc import Callable
from threading import Event, Thread

import pytest
from cin.v1.child_pb2 import AssessmentRecorded, ChildRegistered
from sqlalchemy import select
from sqlalchemy.orm import Session

from plumbing.bus import Record
from plumbing.consumer import Envelope
from plumbing.envelope import write_headers
from plumbing.roles import Role
from plumbing.trace import trace_id
from tests.contracts.reading import until
from tests.plumbing.conftest import CLOCK, Service, registered
from tests.plumbing.hearing import EITHER_WAY, TOPIC, parked, publish

Run = Callable[[Role], Thread]


@EITHER_WAY
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


@EITHER_WAY
def test_a_duplicate_has_no_second_effect(hearer: Service, running: Run) -> None:
    for version in (1, 1, 1):
        publish(hearer, registered("c1", version), "same")
    publish(hearer, registered("c1", 2), "other")
    running(hearer.consumer())
    until(lambda: 2 in hearer.kept(), "the last was not handled")
    assert hearer.kept() == [1, 2]


@EITHER_WAY
def test_a_group_set_back_to_the_start_does_nothing_twice(hearer: Service) -> None:
    publish(hearer, registered("c1"), "e1")
    for _ in range(2):
        stop, consumer = Event(), hearer.consumer()
        thread = Thread(target=consumer.run, args=(stop,))
        thread.start()
        until(lambda c=consumer: c.quiet() is None, "never quiet")  # type: ignore[misc]  # bound at once
        stop.set()
        thread.join()
        hearer.bus.reset("records", TOPIC, "earliest")
    assert hearer.kept() == [1]


@EITHER_WAY
def test_a_type_without_a_handler_is_passed_over(hearer: Service, running: Run) -> None:
    other = AssessmentRecorded(child="c1", version=1)
    headers = write_headers("e0", "cin.v1.AssessmentRecorded", "planning", CLOCK.now(), "c1", "")
    hearer.bus.publish([Record(TOPIC, "c1", other.SerializeToString(), headers)])
    publish(hearer, registered("c1"), "e1")
    running(hearer.consumer())
    until(lambda: hearer.kept() == [1], "no effect")
    assert parked(hearer) == []


@pytest.mark.parametrize("hearer", [3], indirect=True)
def test_as_many_as_are_allowed_share_a_transaction(hearer: Service, running: Run) -> None:
    sessions: list[Session] = []

    def handle(session: Session, message: ChildRegistered, envelope: Envelope) -> None:
        sessions.append(session)
        hearer.keep(session, message, envelope)

    for version in range(8):
        publish(hearer, registered("c1", version), f"e{version}")
    running(hearer.consumer(handle))
    until(lambda: len(hearer.kept()) == 8, "not all were handled")
    assert [sessions.count(session) for session in dict.fromkeys(sessions)] == [3, 3, 2]
    assert hearer.kept() == list(range(8))


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


@EITHER_WAY
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


@EITHER_WAY
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
        until(lambda n=number: len(heard) > n, "not heard")  # type: ignore[misc]  # bound at once
        delays.append(heard[-1] - started)
    assert sorted(delays)[len(delays) // 2] < 0.1
