"""Stops all that is going out for a person or a family in one act; a manager lifts it (U1)."""

from collections.abc import Sequence

from sqlalchemy import select

from plumbing.neighbour import Neighbour, NeighbourDown
from services.planning.adapters import tables
from services.planning.adapters.around_children import children_around
from services.planning.commands.desk import Desk, NotFound, find, find_to_change, new_id
from services.planning.domain.hold import Hold
from services.planning.domain.person import Link


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
    return confirm_hold(desk, notifications, hold.id)


def confirm_hold(desk: Desk, notifications: Neighbour, hold: str) -> Hold:
    """Asks notifications for everyone not yet confirmed; stops at the first time it cannot be asked."""
    with desk.act("confirm_hold") as session:  # noted before anybody is asked
        found = find(session, Hold, hold)
        desk.about(session, *children_around(session, found.persons))
        waiting = found.unconfirmed
    confirmed = []
    for person in waiting:
        try:
            notifications.call(
                "PUT",
                f"/holds/{person}",
                actor="planning",
                action="place_hold",
                thing=person,
                json={"hold": hold},
            )
        except NeighbourDown:
            break
        confirmed.append(person)
    with desk.database.begin() as session:
        found = find_to_change(session, Hold, hold)
        found.confirmed = sorted({*found.confirmed, *confirmed})
        return found


def lift_hold(desk: Desk, notifications: Neighbour, hold: str, by: str) -> None:
    """First notifications, then our own note: until both have happened it counts as held."""
    with desk.act("lift_hold") as session:  # noted before notifications lets anything go
        found = find(session, Hold, hold)
        desk.about(session, *children_around(session, found.persons))
    for person in found.persons:
        notifications.call(
            "DELETE",
            f"/holds/{person}",
            actor=by,
            action="lift_hold",
            thing=person,
            json={"hold": hold},
        )
    with desk.database.begin() as session:
        lifted = find_to_change(session, Hold, hold)
        lifted.lifted_by, lifted.lifted_on = by, desk.today


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
