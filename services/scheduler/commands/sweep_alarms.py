"""Says of every duty whose day has come that it is due soon or overdue, once, however many sweep."""

from cin.v1 import alarm_pb2
from google.protobuf.message import Message

from plumbing.failpoints import reach
from services.scheduler.adapters.alarms import alarms_due, count_due, keep_alarms
from services.scheduler.commands.desk import Desk
from services.scheduler.domain.alarm import Alarm, Call

BATCH = 500


def sweep_alarms(desk: Desk) -> int:
    """One batch in one transaction; returns how many alarms it took up."""
    today = desk.today
    with desk.database.begin() as session:
        due = alarms_due(session, today, BATCH)
        called = [(alarm, *alarm.call(today)) for alarm in due]
        keep_alarms(session, [after for _, after, _, _ in called])
        words = [_word(alarm, call, today.isoformat(), late) for alarm, _, call, late in called if call]
        desk.announce_all(session, words)
        if due:
            reach("alarms: called, not committed")
    return len(due)


def alarms_waiting(desk: Desk) -> str | None:
    """What is still to be called at this civil date, in one line."""
    with desk.database.read() as session:
        count = count_due(session, desk.today)
    return f"{count} alarms to call" if count else None


def _word(alarm: Alarm, call: Call, on: str, late: bool) -> Message:
    kind = alarm_pb2.DutyDueSoon if call is Call.SOON else alarm_pb2.DutyOverdue
    dates = alarm.dates
    return kind(
        duty=dates.duty,
        child=dates.child,
        name=dates.name,
        clause=dates.clause,
        due=dates.due.isoformat() if dates.due else "",
        on=on,
        late=late,
    )
