"""Registers a person around one or several children, and says what they are to each."""

from cin.v1 import child_pb2, person_pb2
from sqlalchemy.orm import Session

from services.planning.commands.desk import Desk, find, find_to_change, new_id
from services.planning.commands.register_child import CannotRegister
from services.planning.domain.child import Child
from services.planning.domain.person import KINDS, Link, Person


def register_person(
    desk: Desk,
    *,
    name: str,
    kind: str,
    agency: str = "",
    job: str = "",
    language: str = "",
    safe_note: str = "",
) -> str:
    """The new person's id; links and contact details follow by their own commands."""
    if kind not in KINDS:
        raise CannotRegister(f"A person is one of: {', '.join(KINDS)}.")
    today = desk.today
    person = Person(new_id(), name, kind, agency, job, language, safe_note, registered_on=today)
    with desk.act("register_person") as session:
        session.add(person)
        desk.announce(
            session,
            person_pb2.PersonRegistered(person=person.id, version=person.version, on=today.isoformat()),
        )
    return person.id


def link_person(
    desk: Desk, person: str, child: str, relationship: str, parental_responsibility: bool = False
) -> None:
    """What the person is to the child; saying it again corrects it."""
    with desk.act("link_person", child) as session:
        _link(desk, session, person, child, relationship, parental_responsibility)


def _link(
    desk: Desk, session: Session, person: str, child: str, relationship: str, responsible: bool
) -> None:
    find(session, Person, person)
    whose = find_to_change(session, Child, child)
    link = session.get(Link, (child, person))
    if link is None:
        session.add(Link(child, person, relationship, responsible))
    else:
        link.relationship, link.parental_responsibility = relationship, responsible
    whose.version += 1
    desk.announce(
        session,
        child_pb2.PersonLinked(child=child, version=whose.version, person=person, on=desk.today.isoformat()),
    )
