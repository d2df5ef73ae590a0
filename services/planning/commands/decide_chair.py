"""Notes who decided on a chair that the procedure does not ask for, and why."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from services.planning.adapters.histories import history_of
from services.planning.commands.desk import Desk, find, find_to_change
from services.planning.domain.meeting import CannotChangeMeeting, Meeting
from services.planning.domain.staff import Staff
from services.planning.domain.wording import joined, with_article
from services.planning.procedures.chairs import who_may_decide


def decide_chair(desk: Desk, meeting: str, decided_by: str, reason: str) -> None:
    """Nothing is announced: the meeting goes on as it was, the page says what was decided."""
    with desk.act("decide_chair") as session:
        role = find(session, Staff, decided_by).role
        found = find_to_change(session, Meeting, meeting)
        desk.about(session, *found.children)
        check_chair(decided_by, reason)
        check_decider(desk, session, found.kind, found.day, found.children, role)
        found.chair_decided_by, found.chair_reason = decided_by, reason


def check_decider(
    desk: Desk, session: Session, kind: str, on: date, children: Iterable[str], role: str
) -> None:
    """Where the procedure says who may decide otherwise, nobody else does (LE33, OX25)."""
    for child in children:
        who = who_may_decide(desk.council, kind, on, history_of(session, child))
        if who and role not in who:
            allowed = with_article(joined(who, "or"))
            raise CannotChangeMeeting(
                f"The procedure lets {allowed} decide on another chair, not {with_article(role)}."
            )


def check_chair(decided_by: str, reason: str) -> None:
    if bool(decided_by) != bool(reason.strip()):
        raise CannotChangeMeeting("Say both who decided on this chair and why, or neither.")
