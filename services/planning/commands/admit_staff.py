"""Somebody whom the identity provider vouches for comes in, or is turned away."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from plumbing.database import take_turns
from services.planning.adapters.role_file import Standing
from services.planning.adapters.staff_claims import Vouched, subject_of
from services.planning.commands.desk import Desk
from services.planning.domain.staff import Staff, StaffIdentity


def admit_staff(desk: Desk, who: Vouched, standing: Standing) -> str:
    """Their id: made at the first sign-in; name, role and team are the provider's at every one."""
    with desk.database.begin() as session:
        take_turns(session, "staff identity")  # two browsers of one newcomer are one member of staff
        staff = _known(session, who.issuer, who.subject)
        if staff is None:
            staff = Staff(str(uuid4()), who.name, standing.role)
            session.add(staff)
            session.flush()
            session.add(StaffIdentity(who.issuer, who.subject, staff.id))
        staff.name, staff.role, staff.team = who.name, standing.role, standing.team
        return staff.id


def turn_away(desk: Desk, who: Vouched) -> str | None:
    """Whoever had a role and has none any more keeps none here: their id, or None if nobody knows them."""
    with desk.database.begin() as session:
        staff = _known(session, who.issuer, who.subject)
        if staff is None:
            return None
        staff.role = staff.team = ""
        return staff.id


def told_of(desk: Desk, issuer: str, claims: Mapping[str, Any]) -> str | None:
    """Whom a logout token's claims name, by the rule of the sign-in; None: nobody, or nobody we know."""
    if "sub" not in claims:
        return None
    with desk.database.read() as read:
        found = read.get(StaffIdentity, (issuer, subject_of(claims, issuer)))
    return found.staff if found else None


def _known(session: Session, issuer: str, subject: str) -> Staff | None:
    link = session.get(StaffIdentity, (issuer, subject))
    return session.get(Staff, link.staff) if link else None
