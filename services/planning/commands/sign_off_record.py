"""Signs off a meeting's record, or returns it with what is to be mended."""

from cin.v1 import child_pb2
from sqlalchemy.orm import Session

from services.planning.adapters.histories import history_of, sign_offs_of
from services.planning.commands.desk import Desk, find_to_change, new_id
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.domain.child import Child
from services.planning.domain.meeting import (
    CHANGED,
    RETURNED,
    SIGNED_OFF,
    CannotSignOff,
    Meeting,
    SignOff,
)
from services.planning.domain.wording import joined
from services.planning.procedures.circulation import who_signs

RECORD_RETURNED = "record returned"


def sign_off_record(desk: Desk, meeting: str, by: str, role: str, remark: str = "") -> None:
    """Whoever chaired may sign off all the same; the page says so (reading 30)."""
    with desk.act("sign_off_record") as session:
        found = _recorded(session, meeting)
        desk.about(session, *found.children)
        if _last(session, meeting) == SIGNED_OFF:
            raise CannotSignOff("This record is signed off already, and was not changed since.")
        _check_role(desk, session, found, role)
        _take(desk, session, found, SIGNED_OFF, by, role, remark)
        _say(desk, session, found, SIGNED_OFF)


def return_record(desk: Desk, meeting: str, by: str, role: str, remark: str) -> None:
    if not remark.strip():
        raise CannotSignOff("Say what is to be mended.")
    with desk.act("return_record") as session:
        found = _recorded(session, meeting)
        desk.about(session, *found.children)
        _take(desk, session, found, RETURNED, by, role, remark)
        _say(desk, session, found, RECORD_RETURNED)


def note_changed_record(desk: Desk, session: Session, meeting: Meeting, by: str) -> None:
    """A record that is changed after a sign-off, or after it was returned, waits for the manager again."""
    if _last(session, meeting.id) in (SIGNED_OFF, RETURNED):
        _take(desk, session, meeting, CHANGED, by, "", "")


def _check_role(desk: Desk, session: Session, meeting: Meeting, role: str) -> None:
    """Where the procedure says who signs, nobody else does (SH9, GU4)."""
    who = who_signs(desk.council, history_of(session, meeting.children[0]), meeting.id)
    if who and role not in who:
        raise CannotSignOff(
            f"The procedure wants a {joined(who, 'or')} to sign this record off, not a {role}."
        )


def _recorded(session: Session, meeting: str) -> Meeting:
    found = find_to_change(session, Meeting, meeting)
    if not found.was_held:
        raise CannotSignOff("There is no record yet: record what became of the meeting first.")
    return found


def _last(session: Session, meeting: str) -> str:
    steps = sign_offs_of(session, meeting)
    return steps[-1].state if steps else ""


def _take(
    desk: Desk, session: Session, meeting: Meeting, state: str, by: str, role: str, remark: str
) -> None:
    number = len(sign_offs_of(session, meeting.id)) + 1
    today = desk.today
    session.add(SignOff(new_id(), meeting.id, state, today, by, role, remark, number, today))
    session.flush()


def _say(desk: Desk, session: Session, meeting: Meeting, kind: str) -> None:
    """To each child's chronology; the remark stays here."""
    for child in sorted(meeting.children):
        whose = find_to_change(session, Child, child)
        whose.version += 1
        session.flush()
        desk.announce(
            session,
            child_pb2.EventRecorded(
                child=child,
                version=whose.version,
                event=meeting.id,
                kind=kind,
                on=desk.today.isoformat(),
            ),
        )
        reckon_duties(desk, session, child)
