"""What every staff page works with, and how a page turns an id into the thing that `can` decides about."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, session
from sqlalchemy import select
from sqlalchemy.orm import Session

from plumbing.neighbour import Neighbour
from plumbing.web.guard import NotKnown
from plumbing.web.session_list import SessionList
from services.planning.adapters import tables
from services.planning.commands.desk import Desk
from services.planning.domain.child import Child
from services.planning.domain.hold import Hold
from services.planning.domain.meeting import Meeting
from services.planning.domain.permission import NOBODY, Actor, Thing
from services.planning.domain.plan import Plan
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
    return site().desk


def actor() -> Actor:
    found: Actor = g.actor
    return found


def may(action: str, thing: Thing) -> bool:
    """For a page that shows a button only to those who may press it, or takes ids from a form's body."""
    allowed: bool = current_app.extensions["can"](g.actor, action, thing)
    return allowed


def ask(service: str, method: str, path: str, action: str, thing: str, json: object = None) -> Any:
    """Another service's answer on behalf of who is signed in; raises NeighbourDown or NeighbourRefused."""
    neighbour = site().neighbours[service]
    return neighbour.call(method, path, actor=actor().id, action=action, thing=thing, json=json)


def actor_of_session() -> Actor | None:
    """Read from the database each time: a role taken away is gone with the next page."""
    with desk().database.read() as read:
        staff = read.get(Staff, session.get("staff", ""))
    return Actor(staff.id, staff.role) if staff else None


def nobody() -> Actor:
    return NOBODY


def _workers(read: Session, children: list[str]) -> frozenset[str]:
    found = (read.get(Child, child) for child in children)
    return frozenset(child.worker for child in found if child and child.worker)


def _known(kind: str, load: Callable[[Session, str], list[str]]) -> Callable[..., Thing]:
    """A thing whose children decide who may: the first view argument is its id."""

    def thing(*_: Any, **arguments: str) -> Thing:
        identity = arguments[kind]
        with desk().database.read() as read:
            return Thing(kind, identity, _workers(read, load(read, identity)))

    return thing


def _the_child(read: Session, identity: str) -> list[str]:
    if read.get(Child, identity) is None:
        raise NotKnown
    return [identity]


def _of_meeting(read: Session, identity: str) -> list[str]:
    found = read.get(Meeting, identity)
    if found is None:
        raise NotKnown
    return found.children


def _of_plan(read: Session, identity: str) -> list[str]:
    found = read.get(Plan, identity)
    if found is None:
        raise NotKnown
    return [found.child]


def _of_hold(read: Session, identity: str) -> list[str]:
    """The children around whom the held persons are: who may see one of them may see the hold."""
    found = read.get(Hold, identity)
    if found is None:
        raise NotKnown
    link = tables.link.c
    return list(read.scalars(select(link.child).where(link.person.in_(found.persons)).distinct()))


child_thing = _known("child", _the_child)
meeting_thing = _known("meeting", _of_meeting)
plan_thing = _known("plan", _of_plan)
hold_thing = _known("hold", _of_hold)


def no_thing(**_: str) -> Thing:
    return Thing("everything")
