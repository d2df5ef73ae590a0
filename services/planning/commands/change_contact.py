"""Changes how a person may be reached: whole, as a new version; the old one is kept and never used again."""

from cin.v1 import person_pb2
from sqlalchemy import select
from sqlalchemy.orm import Session

from plumbing.database import take_turns
from services.planning.adapters import tables
from services.planning.adapters.around_children import children_around
from services.planning.commands.desk import Desk, find_to_change, new_id
from services.planning.domain.child import Child
from services.planning.domain.person import Contact, Person, ProtectedValue


def change_contact(
    desk: Desk,
    person: str,
    *,
    mail: str,
    phone: str,
    address: str,
    mail_safe: bool,
    post_safe: bool,
    by: str,
) -> int:
    """The new version. A family member's details are protected from everybody else from this moment."""
    with desk.act("change_contact") as session:
        whose = find_to_change(session, Person, person)
        desk.about(session, *children_around(session, [person]))
        whose.contact_version += 1
        whose.version += 1
        session.add(
            Contact(person, whose.contact_version, mail, phone, address, desk.today, mail_safe, post_safe, by)
        )
        if whose.kind == "family":
            for kind, value in (("mail", mail), ("phone", phone), ("address", address)):
                _protect(session, person, kind, value, "contact")
        desk.announce(
            session,
            person_pb2.ContactChanged(
                person=person,
                version=whose.version,
                contact_version=whose.contact_version,
                on=desk.today.isoformat(),
            ),
        )
        return whose.contact_version


def protect_value(desk: Desk, owner: str, kind: str, value: str, known_to: list[str]) -> None:
    """A school, a refuge, a place: hidden from all but its owner (a person or a child) and `known_to`."""
    with desk.act("protect_value") as session:
        desk.about(session, *children_around(session, [owner]) or _itself(session, owner))
        _protect(session, owner, kind, value, "typed", known_to)


def _itself(session: Session, owner: str) -> list[str]:
    return [owner] if session.get(Child, owner) else []


def _protect(
    session: Session, owner: str, kind: str, value: str, source: str, known_to: list[str] | None = None
) -> None:
    if not value.strip():
        return
    take_turns(session, f"protected {owner}")
    table = tables.protected_value.c
    same = select(ProtectedValue).where(table.owner == owner, table.kind == kind, table.value == value)
    if session.scalar(same) is None:
        session.add(ProtectedValue(new_id(), kind, value.strip(), owner, known_to or [], source))
