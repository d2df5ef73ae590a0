"""What each message of the published language says in a child's chronology, in plain English.

Ids of people stay ids, as {person:<id>} and {staff:<id>}: planning fills in the names when it shows them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from cin.v1 import alarm_pb2, child_pb2, circulation_pb2, delivery_pb2, duty_pb2, meeting_pb2, plan_pb2
from google.protobuf.message import Message

from services.records.adapters.register import Line

Entry = Callable[[Any], Line]
_CHANNELS = {"mail": "by email", "post": "by post", "hand": "by hand"}


def day(iso: str) -> str:
    """6 November 2026; empty stays empty."""
    if not iso:
        return ""
    on = date.fromisoformat(iso[:10])
    return f"{on.day} {on:%B %Y}"


def children_of(message: Any) -> list[str]:
    """The children whose chronologies this message belongs to, each once."""
    if hasattr(message, "children"):
        return list(dict.fromkeys(message.children))
    owed = getattr(message, "duty", None)
    return [owed.child if isinstance(owed, duty_pb2.Duty) else message.child]


def _line(message: Any, kind: str, words: str, clause: str = "", on: str = "", version: int = -1) -> Line:
    known = getattr(message, "version", 0) if version < 0 else version
    meeting = getattr(message, "meeting", "")
    return Line(date.fromisoformat((on or message.on)[:10]), known, kind, words, clause, meeting)


def _registered(said: child_pb2.ChildRegistered) -> Line:
    unborn = " before birth" if said.unborn else ""
    return _line(said, "child registered", f"Registered as a child in need{unborn}")


def _born(said: child_pb2.ChildBorn) -> Line:
    return _line(said, "child born", "The birth was recorded")


def _assessment(said: child_pb2.AssessmentRecorded) -> Line:
    return _line(said, "assessment", f"Assessment {said.step}")


def _allocated(said: child_pb2.ChildAllocated) -> Line:
    return _line(said, "allocated", f"{{staff:{said.worker}}} became the allocated social worker")


def _event(said: child_pb2.EventRecorded) -> Line:
    if said.was:
        before = f", on record before for {day(said.was)}" if said.was != said.on else ""
        return _line(said, "event", f"Corrected: {said.kind}{before}")
    return _line(said, "event", f"Recorded: {said.kind}")


def _circumstance(said: child_pb2.CircumstanceRecorded) -> Line:
    until = f" until {day(said.until)}" if said.until else ""
    return _line(said, "circumstance", f"{said.kind}, since {day(said.since)}{until}", on=said.since)


def _linked(said: child_pb2.PersonLinked) -> Line:
    return _line(said, "person linked", f"{{person:{said.person}}} was linked to the child")


def _duty(said: Any, kind: str, words: str) -> Line:
    duty = said.duty
    return _line(said, kind, f"{duty.name}: {words}", duty.clause, version=duty.version)


def _opened(said: duty_pb2.DutyOpened) -> Line:
    why = f" ({said.duty.why.rstrip('.')})" if said.duty.why else ""
    return _duty(said, "duty opened", f"due by {day(said.duty.due)}{why}")


def _moved(said: duty_pb2.DutyMoved) -> Line:
    return _duty(said, "duty moved", f"now due by {day(said.duty.due)}, before that by {day(said.was_due)}")


def _met(said: duty_pb2.DutyMet) -> Line:
    late = said.met > said.duty.due if said.duty.due else False
    due = f", due by {day(said.duty.due)}" if said.duty.due else ""
    return _duty(said, "duty met", f"done on {day(said.met)}{due}{', late' * late}")


def _dropped(said: duty_pb2.DutyDropped) -> Line:
    return _duty(said, "duty dropped", f"no longer owed: {said.reason}")


def _soon(said: alarm_pb2.DutyDueSoon) -> Line:
    return _line(said, "duty due soon", f"{said.name}: due soon, by {day(said.due)}", said.clause)


def _overdue(said: alarm_pb2.DutyOverdue) -> Line:
    return _line(said, "duty overdue", f"{said.name}: overdue, was due by {day(said.due)}", said.clause)


def _when(said: Any) -> str:
    time = f" at {said.starts[11:16]}" if len(said.starts) > 15 else ""
    return f"{day(said.starts)}{time}"


def _arranged(said: meeting_pb2.MeetingArranged) -> Line:
    people = len(said.invitees)
    invited = f", {people} {'person' if people == 1 else 'people'} invited"
    return _line(said, "meeting arranged", f"{_kind(said)} arranged for {_when(said)}{invited}")


def _rearranged(said: meeting_pb2.MeetingRearranged) -> Line:
    return _line(said, "meeting changed", f"{_kind(said)} changed: now {_when(said)}")


def _cancelled(said: meeting_pb2.MeetingCancelled) -> Line:
    return _line(said, "meeting cancelled", f"{_kind(said)} cancelled")


def _recorded(said: meeting_pb2.MeetingRecorded) -> Line:
    on = f" on {day(said.held)}" if said.held else ""
    return _line(said, "meeting recorded", f"{_kind(said)} {said.outcome}{on}", on=said.held)


def _kind(said: Any) -> str:
    return str(said.kind or "meeting").capitalize()


def _drafted(said: plan_pb2.PlanDrafted) -> Line:
    return _line(said, "plan drafted", "Plan drafted")


def _agreed(said: plan_pb2.PlanAgreed) -> Line:
    return _line(said, "plan agreed", f"Plan agreed on {day(said.agreed or said.on)}", on=said.agreed)


def _ended(said: plan_pb2.PlanEnded) -> Line:
    return _line(said, "plan ended", f"Plan ended: {said.outcome}", on=said.ended)


def _due(said: circulation_pb2.CirculationDue) -> Line:
    words = f"{_copy(said.view)} owed to {{person:{said.person}}} by {day(said.by_when)}"
    return _line(said, "copy due", words, said.clause)


def _copy(view: str) -> str:
    return "Minutes and plan, in part," if view == "part" else "Minutes and plan"


def _sent(said: delivery_pb2.CopySent) -> Line:
    how = _CHANNELS.get(said.channel, said.channel)
    return _line(said, "copy sent", f"{_copy(said.view)} sent to {{person:{said.person}}} {how}")


def _failed(said: delivery_pb2.CopyFailed) -> Line:
    words = f"Minutes and plan did not reach {{person:{said.person}}}: {said.reason}"
    return _line(said, "copy failed", words)


def _complete(said: delivery_pb2.CirculationComplete) -> Line:
    return _line(said, "circulation complete", "Minutes and plan have gone to everybody entitled to them")


def _invitation_sent(said: delivery_pb2.InvitationSent) -> Line:
    what = "Cancellation" if said.method == "CANCEL" else "Invitation"
    words = f"{what} sent to {{person:{said.person}}}"
    return _line(said, "invitation sent", words, version=said.sequence)


def _invitation_failed(said: delivery_pb2.InvitationFailed) -> Line:
    words = f"Invitation did not reach {{person:{said.person}}}: {said.reason}"
    return _line(said, "invitation failed", words, version=said.sequence)


ENTRIES: Mapping[type[Message], Entry] = {
    child_pb2.ChildRegistered: _registered,
    child_pb2.ChildBorn: _born,
    child_pb2.AssessmentRecorded: _assessment,
    child_pb2.ChildAllocated: _allocated,
    child_pb2.EventRecorded: _event,
    child_pb2.CircumstanceRecorded: _circumstance,
    child_pb2.PersonLinked: _linked,
    duty_pb2.DutyOpened: _opened,
    duty_pb2.DutyMoved: _moved,
    duty_pb2.DutyMet: _met,
    duty_pb2.DutyDropped: _dropped,
    alarm_pb2.DutyDueSoon: _soon,
    alarm_pb2.DutyOverdue: _overdue,
    meeting_pb2.MeetingArranged: _arranged,
    meeting_pb2.MeetingRearranged: _rearranged,
    meeting_pb2.MeetingCancelled: _cancelled,
    meeting_pb2.MeetingRecorded: _recorded,
    plan_pb2.PlanDrafted: _drafted,
    plan_pb2.PlanAgreed: _agreed,
    plan_pb2.PlanEnded: _ended,
    circulation_pb2.CirculationDue: _due,
    delivery_pb2.CopySent: _sent,
    delivery_pb2.CopyFailed: _failed,
    delivery_pb2.CirculationComplete: _complete,
    delivery_pb2.InvitationSent: _invitation_sent,
    delivery_pb2.InvitationFailed: _invitation_failed,
}
