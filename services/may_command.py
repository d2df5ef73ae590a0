"""`cin may`: whether a member of staff or a service may do something with a thing, and why, in words."""

import sys
from datetime import datetime

import click
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from plumbing.clocks import MachineClock
from plumbing.house import service_database
from plumbing.settings import Settings
from services.planning.adapters import mapping
from services.planning.adapters.things import KINDS, thing_of
from services.planning.domain.acts import CLAIMS, GENERAL, OF_A_CHILD, SERVICE
from services.planning.domain.permission import Actor, Decision, Thing, decide
from services.planning.domain.staff import Staff

assert mapping  # imported for what it does: it ties the domain to its tables
ACTS = (*OF_A_CHILD, "break_glass", "mark_opening_seen", *GENERAL, *CLAIMS)
_SERVICE = "service:"


def print_decision(actor: str, action: str, thing: str) -> None:
    """Exit code 0: yes, 1: no, 2: the question cannot be understood."""
    if action not in ACTS:
        raise click.UsageError(f"there is no act {action!r}; there are: {', '.join(sorted(ACTS))}")
    database = service_database(Settings(), "planning")
    try:
        with database.read() as session:
            decision = _decision(session, actor, action, thing, MachineClock().now())
    except (OperationalError, ProgrammingError) as error:
        raise click.UsageError("planning's database cannot be read: cin database doctor says why") from error
    finally:
        database.close()
    click.echo(in_words(decision))
    sys.exit(0 if decision.allowed else 1)


def in_words(decision: Decision) -> str:
    if decision.allowed:
        through = f" (opening {decision.grant})" if decision.grant else ""
        return f"yes: {decision.why}{through}"
    if decision.hidden:
        return f"no, and for them it is not there: {decision.why}"
    if decision.may_break_glass:
        return f"no, not without giving a reason first: {decision.why}"
    return f"no: {decision.why}"


def _decision(session: Session, actor: str, action: str, thing: str, now: datetime) -> Decision:
    return decide(_actor(session, actor), action, _thing(session, action, thing, now))


def _actor(session: Session, actor: str) -> Actor:
    if actor.startswith(_SERVICE):
        return Actor(actor.removeprefix(_SERVICE), SERVICE)
    found = session.get(Staff, actor)
    if found is None:
        raise click.UsageError("ACTOR is the id of a member of staff, or service: and the name of a service")
    return Actor(found.id, found.role, found.team or "")


def _thing(session: Session, action: str, thing: str, now: datetime) -> Thing:
    kind, _, identity = thing.partition(":")
    if action in CLAIMS:
        return Thing("claim", identity or kind)
    if thing == "everything":
        return Thing("everything")
    if kind not in KINDS or not identity:
        kinds = ", ".join(f"{one}:ID" for one in KINDS)
        raise click.UsageError(f"THING is one of {kinds}, or everything")
    return thing_of(session, kind, identity, now) or Thing(kind, exists=False)
