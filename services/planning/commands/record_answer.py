"""Notes what an invitee told us by phone or in person."""

from services.planning.commands.desk import Desk, NotFound, find_to_change
from services.planning.domain.meeting import ANSWERS, CannotChangeMeeting, Meeting


def record_answer(desk: Desk, meeting: str, person: str, answer: str) -> None:
    if answer not in ANSWERS:
        raise CannotChangeMeeting("Choose one of the answers.")
    with desk.act("record_answer") as session:
        found = find_to_change(session, Meeting, meeting)
        desk.about(session, *found.children)
        attendance = found.attendance_of(person)
        if attendance is None:
            raise NotFound("This person is not invited to this meeting.")
        attendance.answer = answer
