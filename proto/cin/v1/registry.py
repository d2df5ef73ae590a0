"""The topics of this product: who says what on which, under which key, and how long it is kept.

`README.md` beside this file is the same table for people; a test holds the two together.
"""

from dataclasses import dataclass

from google.protobuf.message import Message

from cin.v1 import (
    access_pb2,
    alarm_pb2,
    child_pb2,
    circulation_pb2,
    copy_pb2,
    delivery_pb2,
    duty_pb2,
    invitation_pb2,
    meeting_pb2,
    person_pb2,
    plan_pb2,
)


@dataclass(frozen=True)
class Topic:
    """One noun's stream. `kept_days`: how long a record stays on the bus (days)."""

    name: str
    said_by: tuple[str, ...]
    heard_by: tuple[str, ...]
    key: str
    kept_days: int
    messages: tuple[type[Message], ...]


TOPICS: tuple[Topic, ...] = (
    Topic(
        "cin.child.v1",
        ("planning",),
        ("records",),
        "child",
        30,
        (
            child_pb2.ChildRegistered,
            child_pb2.AssessmentRecorded,
            child_pb2.ChildBorn,
            child_pb2.ChildAllocated,
            child_pb2.EventRecorded,
            child_pb2.CircumstanceRecorded,
            child_pb2.PersonLinked,
        ),
    ),
    Topic(
        "cin.person.v1",
        ("planning",),
        ("scheduler",),
        "person",
        30,
        (person_pb2.PersonRegistered, person_pb2.ContactChanged),
    ),
    Topic(
        "cin.duty.v1",
        ("planning",),
        ("scheduler", "records"),
        "duty.duty",
        30,
        (duty_pb2.DutyOpened, duty_pb2.DutyMoved, duty_pb2.DutyMet, duty_pb2.DutyDropped),
    ),
    Topic(
        "cin.alarm.v1",
        ("scheduler",),
        ("planning", "records"),
        "duty",
        30,
        (alarm_pb2.DutyDueSoon, alarm_pb2.DutyOverdue),
    ),
    Topic(
        "cin.meeting.v1",
        ("planning",),
        ("scheduler", "records"),
        "meeting",
        30,
        (
            meeting_pb2.MeetingArranged,
            meeting_pb2.MeetingRearranged,
            meeting_pb2.MeetingCancelled,
            meeting_pb2.MeetingRecorded,
        ),
    ),
    Topic(
        "cin.plan.v1",
        ("planning",),
        ("records",),
        "plan",
        30,
        (plan_pb2.PlanDrafted, plan_pb2.PlanAgreed, plan_pb2.PlanEnded),
    ),
    Topic(
        "cin.circulation.v1",
        ("planning",),
        ("records",),
        "circulation",
        30,
        (circulation_pb2.CirculationDue,),
    ),
    Topic("cin.copy.v1", ("records",), ("notifications",), "circulation", 30, (copy_pb2.CopyFiled,)),
    Topic(
        "cin.invitation.v1",
        ("scheduler",),
        ("notifications",),
        "invitation",
        30,
        (invitation_pb2.InvitationDue,),
    ),
    Topic(
        "cin.delivery.v1",
        ("notifications",),
        ("planning", "scheduler", "records"),
        "circulation|invitation",
        30,
        (
            delivery_pb2.CopySent,
            delivery_pb2.CopyFailed,
            delivery_pb2.CirculationComplete,
            delivery_pb2.InvitationSent,
            delivery_pb2.InvitationFailed,
        ),
    ),
    Topic(
        "cin.access.v1",
        ("planning", "scheduler", "records", "notifications"),
        ("records",),
        "thing|who",
        30,
        (access_pb2.AccessNoted,),
    ),
)
