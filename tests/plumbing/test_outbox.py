"""The outbox: said exactly when it is true, refused when it could never go."""

from datetime import date

import pytest
from cin.v1.child_pb2 import ChildRegistered
from cin.v1.duty_pb2 import Duty
from cin.v1.meeting_pb2 import Invitee, MeetingArranged
from sqlalchemy import select

from plumbing.bus import TooLarge
from plumbing.contracts import UnknownMessage
from plumbing.hints import Listener
from plumbing.outbox import relay_hint
from plumbing.trace import tracing
from tests.plumbing.conftest import CLOCK, Service, registered


def _headers(speaker: Service) -> dict[str, str]:
    with speaker.database.read() as session:
        return dict(session.execute(select(speaker.pipes.outbox.c.headers)).scalar_one())


def test_a_message_is_kept_with_the_change_that_it_tells_of(speaker: Service) -> None:
    speaker.say(registered("c1"))
    with speaker.database.read() as session:
        row = session.execute(select(speaker.pipes.outbox)).one()
    assert (row.topic, row.key, row.type) == ("cin.child.v1", "c1", "cin.v1.ChildRegistered")
    assert ChildRegistered.FromString(row.payload) == registered("c1")
    assert row.published_at is None


def test_a_change_that_fails_says_nothing(speaker: Service) -> None:
    with pytest.raises(RuntimeError), speaker.database.begin() as session:
        speaker.outbox.put(session, registered("c1"))
        raise RuntimeError
    with speaker.database.read() as session:
        assert session.execute(select(speaker.pipes.outbox)).all() == []


def test_the_envelope_is_a_cloudevent_in_binary_mode(speaker: Service) -> None:
    with tracing("00-" + "a" * 32 + "-" + "b" * 16 + "-01"):
        speaker.say(registered("c1"))
    headers = _headers(speaker)
    assert headers["ce_specversion"] == "1.0"
    assert headers["ce_type"] == "cin.v1.ChildRegistered"
    assert (headers["ce_source"], headers["ce_subject"]) == ("planning", "c1")
    assert headers["content-type"] == "application/protobuf"
    assert headers["traceparent"].startswith("00-" + "a" * 32)


def test_an_event_bears_the_civil_date(speaker: Service) -> None:
    CLOCK.steer(date(2027, 7, 1))
    try:
        speaker.say(registered("c1"))
    finally:
        CLOCK.steer(None)
    assert _headers(speaker)["ce_time"].startswith("2027-07-01T")
    assert _headers(speaker)["ce_time"].endswith("+01:00")


def test_a_message_that_stands_on_no_topic_is_refused(speaker: Service) -> None:
    with pytest.raises(UnknownMessage):
        speaker.say(Duty(duty="d1"))


def test_a_message_without_its_key_is_refused(speaker: Service) -> None:
    with pytest.raises(ValueError, match="child"):
        speaker.say(ChildRegistered(version=1))


def test_a_message_too_large_for_the_bus_is_refused(speaker: Service) -> None:
    crowd = [Invitee(person="p" * 1000) for _ in range(1000)]
    with pytest.raises(TooLarge):
        speaker.say(MeetingArranged(meeting="m1", invitees=crowd))


def test_the_relay_is_woken_after_the_commit_and_not_before(speaker: Service) -> None:
    listener = Listener(relay_hint("planning"))
    with speaker.database.begin() as session:
        speaker.outbox.put(session, registered("c1"))
        with session.begin_nested():
            pass
        assert not listener.wait(0)
    assert listener.wait(0)


def test_what_is_not_urgent_wakes_nobody_until_somebody_waits_for_it(speaker: Service) -> None:
    listener = Listener(relay_hint("planning"))
    with speaker.database.begin() as session:
        speaker.outbox.put(session, registered("c1"), urgent=False)
    assert not listener.wait(0)
    assert "outbox" in str(speaker.relay().quiet())
    assert listener.wait(0)
