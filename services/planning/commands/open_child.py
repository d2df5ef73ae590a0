"""Opens a record outside one's caseload for a reason and some hours; a manager looks at it afterwards."""

from datetime import datetime

from sqlalchemy.orm import Session

from plumbing.database import take_turns
from services.planning.adapters.openings import opened_by
from services.planning.adapters.things import thing_of
from services.planning.commands.desk import Desk, NotFound, find, find_to_change, new_id
from services.planning.domain.child import Child
from services.planning.domain.opening import (
    CATEGORIES,
    LASTS,
    MOST_A_DAY,
    CannotOpen,
    Look,
    Opening,
    reason_given,
)
from services.planning.domain.permission import Actor, Concerned, decide


def open_child(desk: Desk, actor: Actor, child: str, category: str, reason: str, now: datetime) -> str:
    """The opening's id; `now` is the machine clock's. Raises CannotOpen with what to do."""
    if category not in CATEGORIES:
        raise CannotOpen(f"Choose one of: {', '.join(CATEGORIES)}.")
    words = reason_given(reason)
    with desk.act("open_child", child) as session:
        take_turns(session, "openings")
        find_to_change(session, Child, child)
        about = _still_to_be_opened(session, actor, child, now)
        if opened_by(session, actor.id, desk.today) >= MOST_A_DAY:
            raise CannotOpen(
                f"You have opened {MOST_A_DAY} records today, the most for one day. Ask a manager of the "
                "child's team, or the service manager."
            )
        made = Opening(
            new_id(), actor.id, child, category, words, desk.today, now, now + LASTS, about.team, actor.team
        )
        session.add(made)
    return made.id


def look_at_opening(desk: Desk, opening: str, actor: Actor, remark: str) -> None:
    """A second look of the same manager corrects their remark."""
    with desk.act("look_at_opening") as session:
        found = find_to_change(session, Opening, opening)
        desk.about(session, found.child)
        found.looks = [look for look in found.looks if look.staff != actor.id]
        session.flush()
        found.looks.append(Look(opening, actor.id, actor.team, actor.role, desk.today, remark))
        if not found.not_seen_for:
            found.settled_on = found.settled_on or desk.today


def find_opening(session: Session, opening: str) -> Opening:
    return find(session, Opening, opening)


def _still_to_be_opened(session: Session, actor: Actor, child: str, now: datetime) -> Concerned:
    """Asked again inside the transaction: the child may have been restricted since the page was shown."""
    thing = thing_of(session, "child", child, now)
    decision = decide(actor, "break_glass", thing) if thing else None
    if thing is None or decision is None or decision.hidden:
        raise NotFound("There is no such child.")
    if not decision.allowed:
        raise CannotOpen("This record is open to you already.")
    return thing.children[0]
