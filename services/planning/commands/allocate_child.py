"""Gives a child to a social worker, in a team of the council's."""

from datetime import date

from cin.v1 import child_pb2
from sqlalchemy.orm import Session

from services.planning.adapters.facts_of_a_child import allocations_of
from services.planning.adapters.openings import conflicts_of, restriction_of
from services.planning.commands.desk import Desk, find, find_to_change, new_id
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.domain.child import Allocation, CannotAllocate, Child
from services.planning.domain.staff import Staff
from services.planning.domain.wording import spoken
from services.planning.procedures.council import Council


def allocate_child(
    desk: Desk, child: str, worker: str, team: str = "", *, by: str, on: date | None = None
) -> None:
    """`team` empty: it stays where it is. The same worker and team on another day corrects the day."""
    day = on or desk.today
    if day > desk.today:
        raise CannotAllocate("That day lies in the future: record what has happened.")
    with desk.act("allocate_child", child) as session:
        find(session, Staff, worker)
        whose = find_to_change(session, Child, child)
        _check_sight(session, child, worker)
        whose.allocate(worker, _as_declared(desk.council, team))
        _keep(session, Allocation(new_id(), child, worker, whose.team, day, by, desk.today))
        session.flush()
        desk.announce(
            session,
            child_pb2.ChildAllocated(child=child, version=whose.version, worker=worker, on=day.isoformat()),
        )
        reckon_duties(desk, session, child)


def _check_sight(session: Session, child: str, worker: str) -> None:
    """A worker who may not see the child would be given one who does not exist for them."""
    if any(conflict.staff == worker for conflict in conflicts_of(session, child)):
        raise CannotAllocate("This member of staff is recorded as family of the child: choose another.")
    restriction = restriction_of(session, child)
    if restriction and worker not in restriction.named:
        raise CannotAllocate("The child is restricted: name this member of staff there first.")


def _as_declared(council: Council, team: str) -> str:
    """A team that the procedure speaks of keeps its spelling there: clauses ask for it by name."""
    declared = {name.casefold(): name for name in council.teams()}
    return declared.get(team.strip().casefold(), team.strip())


def _keep(session: Session, given: Allocation) -> None:
    """One for each day: the second on a day corrects the first."""
    earlier = allocations_of(session, given.child)
    last = earlier[-1] if earlier else None
    if last is None:
        session.add(given)
        return
    same = (last.worker, last.team) == (given.worker, given.team)
    if not same and given.on < last.on:
        raise CannotAllocate(f"The child was allocated on {spoken(last.on)}: choose that day or a later one.")
    if same and len(earlier) > 1 and given.on <= earlier[-2].on:
        raise CannotAllocate(f"Somebody else had the child on {spoken(earlier[-2].on)}: choose a later day.")
    if not same and given.on > last.on:
        session.add(given)
        return
    last.worker, last.team, last.on = given.worker, given.team, given.on
    last.author, last.recorded_on = given.author, given.recorded_on
