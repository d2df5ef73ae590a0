"""Notes who decided on a chair that the procedure does not ask for, and why."""

from services.planning.commands.desk import Desk, find, find_to_change
from services.planning.domain.meeting import CannotChangeMeeting, Meeting
from services.planning.domain.staff import Staff


def decide_chair(desk: Desk, meeting: str, decided_by: str, reason: str) -> None:
    """Nothing is announced: the meeting goes on as it was, the page says what was decided."""
    with desk.database.begin() as session:
        find(session, Staff, decided_by)
        found = find_to_change(session, Meeting, meeting)
        check_chair(decided_by, reason)
        found.chair_decided_by, found.chair_reason = decided_by, reason


def check_chair(decided_by: str, reason: str) -> None:
    if bool(decided_by) != bool(reason.strip()):
        raise CannotChangeMeeting("Say both who decided on this chair and why, or neither.")
