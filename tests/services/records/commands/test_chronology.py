"""A child's chronology: everything that is said, once, in order, with ids for names."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cin.v1.alarm_pb2 import DutyOverdue
from cin.v1.child_pb2 import ChildAllocated, ChildRegistered, EventRecorded
from cin.v1.delivery_pb2 import CopySent, InvitationSent
from cin.v1.duty_pb2 import Duty, DutyMet, DutyMoved, DutyOpened
from cin.v1.meeting_pb2 import Invitee, MeetingArranged, MeetingRecorded
from cin.v1.plan_pb2 import PlanAgreed
from cin.v1.registry import TOPICS
from google.protobuf.message import Message

from plumbing.database import Database
from services.records.commands.entries import ENTRIES, children_of
from services.records.commands.read_chronology import read_chronology
from services.records.commands.write_chronology import write_chronology

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
DUTY = Duty(
    duty="d", version=2, child="maya", name="planning meeting", due="2026-11-06", clause="Newcastle 1.2",
    why="15 working days after 16 October 2026",
)  # fmt: skip


def write(database: Database, message: Message, event_id: str = "e", minutes: int = 0) -> None:
    said = NOW + timedelta(minutes=minutes)
    with database.begin() as session:
        write_chronology(session, message, event_id, said, NOW)


def words(database: Database, child: str = "maya") -> list[str]:
    with database.read() as session:
        return [line["words"] for line in read_chronology(session, child)]


def _holds_a_child(message: type[Message]) -> bool:
    fields = message.DESCRIPTOR.fields_by_name
    return bool({"child", "children"} & set(fields)) or "duty" in fields


def test_every_message_about_a_child_that_records_hears_has_its_words() -> None:
    heard = {
        message for topic in TOPICS if "records" in topic.heard_by for message in topic.messages
        if _holds_a_child(message)
    }  # fmt: skip
    assert set(ENTRIES) == heard


@pytest.mark.parametrize("message", ENTRIES, ids=lambda message: message.__name__)
def test_no_message_with_its_date_is_beyond_words(message: type[Any]) -> None:
    said = message()
    for name in ("on", "since", "met", "due", "starts", "by_when"):
        if name in message.DESCRIPTOR.fields_by_name:
            setattr(said, name, "2026-11-06")
    line = ENTRIES[message](said)
    assert line.words and line.kind and line.on.isoformat() == "2026-11-06"


def test_it_is_sorted_by_date_then_in_the_order_said(database: Database) -> None:
    write(
        database, PlanAgreed(plan="p", version=3, child="maya", agreed="2026-11-20", on="2026-11-20"), "a", 3
    )
    write(database, ChildAllocated(child="maya", version=2, worker="w", on="2026-10-16"), "b", 2)
    write(database, ChildRegistered(child="maya", version=1, on="2026-10-16"), "c", 1)
    assert words(database) == [
        "Registered as a child in need",
        "{staff:w} became the allocated social worker",
        "Plan agreed on 20 November 2026",
    ]


def test_the_same_message_twice_is_one_line(database: Database) -> None:
    for _ in range(2):
        write(database, ChildRegistered(child="maya", version=1, on="2026-10-16"))
    assert len(words(database)) == 1


def test_a_meeting_stands_with_each_of_its_children(database: Database) -> None:
    arranged = MeetingArranged(
        meeting="m", version=1, kind="planning meeting", starts="2026-11-06T10:00:00+00:00",
        children=["maya", "jay", "maya"], on="2026-10-20",
        invitees=[Invitee(person="a"), Invitee(person="b")],
    )  # fmt: skip
    write(database, arranged)
    line = "Planning meeting arranged for 6 November 2026 at 10:00, 2 people invited"
    assert words(database, "maya") == words(database, "jay") == [line]
    assert words(database, "somebody else") == []


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (
            DutyOpened(duty=DUTY, on="2026-10-16"),
            "planning meeting: due by 6 November 2026 (15 working days after 16 October 2026)",
        ),
        (
            DutyMoved(duty=DUTY, was_due="2026-11-05", on="2026-10-17"),
            "planning meeting: now due by 6 November 2026, before that by 5 November 2026",
        ),
        (
            DutyMet(duty=DUTY, met="2026-11-09", on="2026-11-09"),
            "planning meeting: done on 9 November 2026, due by 6 November 2026, late",
        ),
        (
            DutyMet(duty=DUTY, met="2026-11-06", on="2026-11-06"),
            "planning meeting: done on 6 November 2026, due by 6 November 2026",
        ),
        (
            DutyOverdue(child="maya", name="planning meeting", due="2026-11-06", on="2026-11-07"),
            "planning meeting: overdue, was due by 6 November 2026",
        ),
        (
            CopySent(children=["maya"], person="p", view="part", channel="mail", on="2026-12-22"),
            "Minutes and plan, in part, sent to {person:p} by email",
        ),
        (
            InvitationSent(children=["maya"], person="p", method="CANCEL", on="2026-11-01"),
            "Cancellation sent to {person:p}",
        ),
        (
            MeetingRecorded(children=["maya"], kind="review", outcome="held", held="2026-11-06"),
            "Review held on 6 November 2026",
        ),
    ],
)
def test_a_line_says_what_when_and_under_which_name(database: Database, message: Message, line: str) -> None:
    assert children_of(message) == ["maya"]
    write(database, message)
    assert words(database) == [line]


def test_a_meeting_recorded_days_later_stands_on_the_day_it_was_held(database: Database) -> None:
    write(database, MeetingRecorded(children=["maya"], outcome="held", held="2026-11-06", on="2026-11-10"))
    with database.read() as session:
        assert read_chronology(session, "maya")[0]["on"] == "2026-11-06"


def test_what_is_no_date_is_refused_so_that_the_message_is_parked(database: Database) -> None:
    with pytest.raises(ValueError):
        write(database, ChildRegistered(child="maya", on="soon"))


def test_u11_a_corrected_day_is_told_beside_the_one_that_was_on_record(database: Database) -> None:
    said = EventRecorded(child="maya", version=3, event="v", kind="visit", on="2026-11-06")
    write(database, said)
    said.version, said.was, said.on = 4, "2026-11-06", "2026-11-05"
    write(database, said, "f", 1)
    said.version, said.was, said.kind = 5, "2026-11-05", "visit without seeing the child"
    write(database, said, "g", 2)
    assert sorted(words(database)) == [
        "Corrected: visit without seeing the child",
        "Corrected: visit, on record before for 6 November 2026",
        "Recorded: visit",
    ]
