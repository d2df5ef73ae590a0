"""Ties the plain classes of the domain to their tables; importing it once is enough."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import RelationshipProperty, registry, relationship

from services.planning.adapters import tables
from services.planning.domain import child, circulation, guarding, hold, meeting, opening, person, plan, staff

_mapper = registry(metadata=tables.metadata)


def _children(cls: type, order_by: ColumnElement[Any]) -> RelationshipProperty[Any]:
    return relationship(cls, order_by=order_by, cascade="all, delete-orphan", lazy="selectin")


_mapper.map_imperatively(staff.Staff, tables.staff)
_mapper.map_imperatively(staff.StaffIdentity, tables.staff_identity)
_mapper.map_imperatively(child.Child, tables.child)
_mapper.map_imperatively(child.Assessment, tables.assessment)
_mapper.map_imperatively(child.RecordedEvent, tables.recorded_event)
_mapper.map_imperatively(child.RecordedCircumstance, tables.recorded_circumstance)
_mapper.map_imperatively(child.Allocation, tables.allocation)
_mapper.map_imperatively(child.Visit, tables.visit)
_mapper.map_imperatively(child.Override, tables.override)
_mapper.map_imperatively(child.Transfer, tables.transfer)
_mapper.map_imperatively(person.Person, tables.person)
_mapper.map_imperatively(person.Contact, tables.contact)
_mapper.map_imperatively(person.Link, tables.link)
_mapper.map_imperatively(person.ProtectedValue, tables.protected_value)
_mapper.map_imperatively(meeting.Subject, tables.subject)
_mapper.map_imperatively(meeting.Attendance, tables.attendance)
_mapper.map_imperatively(
    meeting.Meeting,
    tables.meeting,
    properties={
        "attendances": _children(meeting.Attendance, tables.attendance.c.person),
        "subjects": _children(meeting.Subject, tables.subject.c.child),
    },
)
_mapper.map_imperatively(meeting.MinutesPart, tables.minutes_part)
_mapper.map_imperatively(meeting.Answer, tables.meeting_answer)
_mapper.map_imperatively(meeting.SignOff, tables.sign_off)
_mapper.map_imperatively(plan.Action, tables.action)
_mapper.map_imperatively(
    plan.Plan, tables.plan, properties={"actions": _children(plan.Action, tables.action.c.number)}
)
_mapper.map_imperatively(circulation.Share, tables.share)
_mapper.map_imperatively(
    circulation.Circulation,
    tables.circulation,
    properties={"shares": _children(circulation.Share, tables.share.c.person)},
)
_mapper.map_imperatively(hold.Hold, tables.hold)
_mapper.map_imperatively(guarding.Restriction, tables.restriction)
_mapper.map_imperatively(guarding.Conflict, tables.conflict)
_mapper.map_imperatively(opening.Look, tables.opening_look)
_mapper.map_imperatively(
    opening.Opening,
    tables.opening,
    properties={"looks": _children(opening.Look, tables.opening_look.c.staff)},
)
