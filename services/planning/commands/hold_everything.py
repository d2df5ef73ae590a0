"""Stops all that is going out for a person or a family in one act; a manager lifts it (U1)."""

from collections.abc import Sequence

from sqlalchemy import select

from plumbing.logs import log
from plumbing.neighbour import Neighbour, NeighbourDown, NeighbourRefused
from services.planning.adapters import tables
from services.planning.adapters.around_children import children_around
from services.planning.commands.desk import Desk, NotFound, find, find_to_change, new_id
from services.planning.domain.hold import Hold
from services.planning.domain.person import Link


class LiftedForSome(Exception):
    """Notifications let go what waited for some of the persons, and failed before the others."""


def hold_everything(
    desk: Desk, notifications: Neighbour, persons: Sequence[str], reason: str, by: str, *, child: str
) -> Hold:
    """Returns when notifications has confirmed each person, or with those it could not be asked about.

    `child`: from whose page; who may see that child may see the hold.
    """
    if not persons:
        raise NotFound("There is nobody to hold anything for.")
    hold = Hold(new_id(), sorted(set(persons)), reason, by, desk.today, child=child)
    with desk.act("hold_everything") as session:
        desk.about(session, *children_around(session, hold.persons))
        session.add(hold)
    return confirm_hold(desk, notifications, hold.id, by)


def confirm_hold(desk: Desk, notifications: Neighbour, hold: str, by: str) -> Hold:
    """Asks notifications for everyone not yet confirmed; stops at the first time it cannot be asked."""
    with desk.act("confirm_hold") as session:  # noted before anybody is asked
        found = find(session, Hold, hold)
        desk.about(session, *children_around(session, found.persons))
        waiting = found.unconfirmed
    confirmed = []
    for person in waiting:
        try:
            _ask(notifications, "PUT", "place_hold", person, hold, by)
        except (NeighbourDown, NeighbourRefused) as error:
            log.warning("not held yet", service="notifications", error_type=type(error).__name__)
            break
        confirmed.append(person)
    with desk.database.begin() as session:
        found = find_to_change(session, Hold, hold)
        found.confirmed = sorted({*found.confirmed, *confirmed})
        return found


def lift_hold(desk: Desk, notifications: Neighbour, hold: str, by: str) -> None:
    """First notifications, then our own note, person by person: until both have happened it counts as held.

    Raises LiftedForSome, or, where nothing was lifted, NeighbourDown or NeighbourRefused.
    """
    with desk.act("lift_hold") as session:  # noted before notifications lets anything go
        found = find(session, Hold, hold)
        desk.about(session, *children_around(session, found.persons))
    for number, person in enumerate(found.persons):
        try:
            _ask(notifications, "DELETE", "lift_hold", person, hold, by)
        except (NeighbourDown, NeighbourRefused) as error:
            if number:
                raise LiftedForSome from error
            raise
        with desk.database.begin() as session:
            held = find_to_change(session, Hold, hold)
            held.confirmed = [one for one in held.confirmed if one != person]
    with desk.database.begin() as session:
        lifted = find_to_change(session, Hold, hold)
        lifted.lifted_by, lifted.lifted_on = by, desk.today


def _ask(notifications: Neighbour, method: str, action: str, person: str, hold: str, by: str) -> None:
    path, said = f"/holds/{person}", {"hold": hold}
    notifications.call(method, path, actor=by, action=action, thing=person, json=said)


def family_of(desk: Desk, child: str) -> list[str]:
    """Everyone around the child and around the children who share a person of the family with them."""
    with desk.database.read() as session:
        own = select(tables.link.c.person).where(tables.link.c.child == child)
        kin = (
            select(tables.link.c.child)
            .join(tables.person, tables.person.c.id == tables.link.c.person)
            .where(tables.link.c.person.in_(own), tables.person.c.kind == "family")
        )
        query = select(Link).where(tables.link.c.child.in_(kin) | (tables.link.c.child == child))
        return sorted({link.person for link in session.scalars(query)})


def active_holds(desk: Desk) -> list[Hold]:
    with desk.database.read() as session:
        return list(session.scalars(select(Hold).where(tables.hold.c.lifted_on.is_(None))))
