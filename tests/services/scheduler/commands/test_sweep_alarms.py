"""What planning says of a duty becomes one call of each kind, however late and however many sweep."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import pytest
from cin.v1 import alarm_pb2, duty_pb2

from services.scheduler.commands.set_alarm import move_alarm, open_alarm, stop_alarm
from services.scheduler.commands.sweep_alarms import BATCH, alarms_waiting, sweep_alarms
from tests.services.scheduler.said import duty, outbox


@pytest.fixture
def opened(desk):
    with desk.database.begin() as session:
        open_alarm(session, duty_pb2.DutyOpened(duty=duty(), on="2026-11-26"))
    return desk


def on(desk, day):
    desk.clock.steer(date.fromisoformat(day))
    while sweep_alarms(desk):
        pass
    return [(type(said), said.on, said.due, said.late) for said in outbox(desk)]


SOON = (alarm_pb2.DutyDueSoon, "2026-12-11", "2026-12-18", False)
OVERDUE = (alarm_pb2.DutyOverdue, "2026-12-19", "2026-12-18", False)


def test_each_call_is_made_once_on_its_day(opened):
    assert on(opened, "2026-12-10") == []
    assert on(opened, "2026-12-11") == [SOON]
    assert on(opened, "2026-12-18") == [SOON]
    assert on(opened, "2026-12-19") == [SOON, OVERDUE]
    assert on(opened, "2027-01-19") == [SOON, OVERDUE]


def test_a_call_carries_the_duty_as_planning_said_it(opened):
    on(opened, "2026-12-11")
    assert outbox(opened) == [
        alarm_pb2.DutyDueSoon(
            duty="duty-1",
            child="child-1",
            name="circulate after review",
            clause="Newcastle 1.6",
            due="2026-12-18",
            on="2026-12-11",
        )
    ]


def test_a_machine_that_was_off_catches_up_and_says_that_it_is_late(opened):
    assert on(opened, "2026-12-23") == [(alarm_pb2.DutyOverdue, "2026-12-23", "2026-12-18", True)]


def test_a_moved_duty_is_called_by_its_new_date_only(opened):
    moved = duty(version=2, due="2027-01-08", soon="2026-12-30")
    with opened.database.begin() as session:
        move_alarm(session, duty_pb2.DutyMoved(duty=moved, was_due="2026-12-18", on="2026-12-01"))
    assert on(opened, "2026-12-29") == []
    assert on(opened, "2026-12-30") == [(alarm_pb2.DutyDueSoon, "2026-12-30", "2027-01-08", False)]


@pytest.mark.parametrize(
    "end", [duty_pb2.DutyMet(on="2026-12-10"), duty_pb2.DutyDropped(reason="plan ended", on="2026-12-10")]
)
def test_a_duty_that_is_over_is_never_called(opened, end):
    end.duty.CopyFrom(duty(version=2))
    with opened.database.begin() as session:
        stop_alarm(session, end)
    assert on(opened, "2027-01-01") == []


def test_a_duty_heard_of_only_when_it_is_met_stays_silent_if_its_opening_comes_after(desk):
    with desk.database.begin() as session:
        stop_alarm(session, duty_pb2.DutyMet(duty=duty(version=2), met="2026-12-01", on="2026-12-01"))
        open_alarm(session, duty_pb2.DutyOpened(duty=duty(), on="2026-11-26"))
    assert on(desk, "2027-01-01") == []


def test_a_duty_without_a_date_is_never_called(desk):
    with desk.database.begin() as session:
        open_alarm(session, duty_pb2.DutyOpened(duty=duty(due="", soon=""), on="2026-11-26"))
    assert on(desk, "2030-01-01") == []


def test_a_date_that_is_none_is_refused(desk):
    with desk.database.begin() as session, pytest.raises(ValueError):
        open_alarm(session, duty_pb2.DutyOpened(duty=duty(due="soon"), on="2026-11-26"))


def test_what_is_still_to_be_called_is_said_until_it_is_called(opened):
    assert alarms_waiting(opened) is None
    opened.clock.steer(date(2026, 12, 11))
    assert alarms_waiting(opened) == "1 alarms to call"
    sweep_alarms(opened)
    assert alarms_waiting(opened) is None


def test_two_sweepers_call_each_duty_once(desk):
    count = BATCH + 100
    with desk.database.begin() as session:
        for number in range(count):
            open_alarm(session, duty_pb2.DutyOpened(duty=duty(duty=f"duty-{number}"), on="2026-11-26"))
    desk.clock.steer(date(2026, 12, 11))
    with ThreadPoolExecutor(4) as pool:
        taken = [pool.submit(partial(sweep_alarms, desk)) for _ in range(4)]
    assert sum(batch.result() for batch in taken) == count
    called = [said.duty for said in outbox(desk)]
    assert len(called) == len(set(called)) == count
