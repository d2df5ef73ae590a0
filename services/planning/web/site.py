"""What every staff page works with, and how a page turns an id into the thing that `can` decides about."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import current_app, g, request, session
from sqlalchemy.orm import Session

from plumbing.clocks import MachineClock
from plumbing.neighbour import Neighbour, NeighbourRefused
from plumbing.web.guard import NotKnown
from plumbing.web.session_list import SessionList
from services.planning.adapters.around_children import meetings_around
from services.planning.adapters.things import Reading
from services.planning.commands.desk import Desk
from services.planning.domain.permission import NOBODY, Actor, Decision, Thing
from services.planning.domain.staff import Staff
from services.planning.web.door import Door


@dataclass(frozen=True)
class Site:
    """One per application, under `current_app.extensions["site"]`."""

    desk: Desk
    neighbours: dict[str, Neighbour]
    sessions: SessionList
    door: Door | None = None


def site() -> Site:
    found: Site = current_app.extensions["site"]
    return found


def desk() -> Desk:
    """In a view it knows who acts and what about: whatever is done with it is noted so."""
    found: Desk = g.get("desk") or site().desk
    return found


def actor() -> Actor:
    found: Actor = g.actor
    return found


def may(action: str, thing: Thing) -> bool:
    """For a page that shows a button only to those who may press it, or takes ids from a form's body."""
    return decision_on(action, thing).allowed


def decision_on(action: str, thing: Thing) -> Decision:
    found: Decision = current_app.extensions["can"](g.actor, action, thing)
    return found


def ask(service: str, method: str, path: str, action: str, thing: str, json: object = None) -> Any:
    """Another service's answer on behalf of who is signed in; raises NeighbourDown or NeighbourRefused.

    What it is to change is noted here before it is asked, and by itself when it does it.
    """
    if method != "GET":
        desk().note_asked(action)
    neighbour = site().neighbours[service]
    return neighbour.call(method, path, actor=actor().id, action=action, thing=thing, json=json)


def ask_what_is_heard(service: str, path: str, action: str, thing: str, otherwise: Any) -> Any:
    """As `ask` for a look; `otherwise` where that service has not heard of the thing yet."""
    try:
        return ask(service, "GET", path, action, thing)
    except NeighbourRefused as refusal:
        if refusal.status != HTTPStatus.NOT_FOUND:
            raise
        return otherwise


def actor_of_session() -> Actor | None:
    """Read from the database each time: a role taken away is gone with the next page.

    The list without passwords vouches for nobody where a provider does, whose sessions alone have a level.
    """
    if site().door and "level" not in session:
        return None
    with desk().database.read() as read:
        staff = read.get(Staff, session.get("staff", ""))
    return Actor(staff.id, staff.role, staff.team or "") if staff else None


def nobody() -> Actor:
    return NOBODY


def machine_now() -> datetime:
    """For what lasts some hours, as an opened record does: nobody steers this clock."""
    return MachineClock().now()


def _known(kind: str) -> Callable[..., Thing]:
    """A thing whose children decide who may: the view argument of that name is its id."""

    def thing(*_: Any, **arguments: str) -> Thing:
        with desk().database.read() as read:
            return known_thing(read, kind, arguments[kind])

    return thing


def _reading() -> Reading:
    """One for a page that only shows; a request that changes something reads anew each time."""
    if request.method != "GET":
        return Reading(machine_now())
    if "reading" not in g:
        g.reading = Reading(machine_now())
    found: Reading = g.reading
    return found


def known_thing(read: Session, kind: str, identity: str) -> Thing:
    """Raises NotKnown."""
    found = _reading().thing(read, kind, identity)
    if found is None:
        raise NotKnown
    return found


def in_sight(read: Session, children: Collection[str] | None = None) -> set[str]:
    """Of these children, or of all, those whom the reader may see: a list shows nothing of any other."""
    found = _reading().concerned(read, children)
    return {one.child for one in found if may("see_child", Thing("child", one.child, (one,)))}


def meetings_out_of_sight(read: Session, children: Collection[str]) -> set[str]:
    """Of the meetings about any of these children, the ids of those that are not there for the reader."""
    around = meetings_around(read, children)
    everybody = {child for of_one in around.values() for child in of_one}
    known = {one.child: one for one in _reading().concerned(read, everybody)}
    seen: dict[frozenset[str], bool] = {}
    for meeting, about in around.items():  # a family's meetings are about the same children mostly
        if (whose := frozenset(about)) not in seen:
            those = tuple(known[child] for child in sorted(whose))
            seen[whose] = may("see_meeting", Thing("meeting", meeting, those))
    return {meeting for meeting, about in around.items() if not seen[frozenset(about)]}


child_thing = _known("child")
meeting_thing = _known("meeting")
plan_thing = _known("plan")
hold_thing = _known("hold")
opening_thing = _known("opening")


def no_thing(**_: str) -> Thing:
    return Thing("everything")
