"""What the pages show of the domain: rows, tags and explanations, made once and out of the templates."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.adapters.duties import duties_of
from services.planning.adapters.histories import meetings_of, plans_of
from services.planning.commands.approve_override import ANOTHER_INTERVAL
from services.planning.commands.desk import Desk, find
from services.planning.domain.child import Assessment, Child
from services.planning.domain.duty import DROPPED, MET, NOT_SET, OPEN, WAITING, Duty, is_overdue
from services.planning.domain.person import Link, Person
from services.planning.domain.staff import Staff
from services.planning.domain.vocabulary import MEETINGS
from services.planning.procedures.sentences import by_whom

_NUMBER = re.compile(r"^\d+: ")
_PERSON = re.compile(r"\{(?:person|staff):([0-9a-f-]{36})\}")


@dataclass(frozen=True)
class ChildRow:
    child: Child
    overdue: int
    soon: int
    next: Duty | None


def child_row(child: Child, duties: Sequence[Duty], today: date) -> ChildRow:
    running = [duty for duty in duties if duty.state == OPEN and duty.due]
    return ChildRow(
        child,
        sum(is_overdue(duty, today) for duty in running),
        sum(tag(duty, today)["text"] == "Due soon" for duty in running),
        min(running, key=lambda duty: duty.due or date.max, default=None),
    )


def most_pressing_first(rows: Sequence[ChildRow]) -> list[ChildRow]:
    def order(row: ChildRow) -> tuple[date, str]:
        return (row.next.due if row.next and row.next.due else date.max, row.child.name)

    return sorted(rows, key=order)


def tag(duty: Duty, today: date) -> dict[str, str]:
    """The word is what counts; the colour only repeats it."""
    if duty.state == MET:
        late = duty.due is not None and duty.met_on is not None and duty.met_on > duty.due
        return {"text": "Done late" if late else "Done", "classes": "govuk-tag--green"}
    if duty.state == DROPPED:
        return {"text": "No longer due", "classes": "govuk-tag--grey"}
    if duty.state != OPEN:
        return {"text": duty.state.capitalize(), "classes": "govuk-tag--grey"}
    if is_overdue(duty, today):
        return {"text": "Overdue", "classes": "govuk-tag--red"}
    if duty.soon and duty.soon <= today:
        return {"text": "Due soon", "classes": "govuk-tag--yellow"}
    return {"text": "Due", "classes": "govuk-tag--blue"}


def sentence(words: str) -> str:
    """With a capital first; the names in it keep theirs."""
    return words[:1].upper() + words[1:]


def duty_as_json(duty: Duty) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in vars(duty).items()
    }


def child_view(desk: Desk, read: Session, child: str) -> dict[str, Any]:
    duties = _worth_showing(duties_of(read, child))
    people = read.execute(
        select(Link, Person)
        .join(Person, tables.person.c.id == tables.link.c.person)
        .where(tables.link.c.child == child)
        .order_by(tables.person.c.kind, tables.person.c.name)
    ).all()
    whose = find(read, Child, child)
    today = desk.today
    return {
        "child": whose,
        "worker": read.get(Staff, whose.worker),
        "open_duties": [_shown(desk, duty, today) for duty in duties if duty.state not in (MET, DROPPED)],
        "done_duties": [
            _shown(desk, duty, today) for duty in reversed(duties) if duty.state in (MET, DROPPED)
        ],
        "people": [(link, person) for link, person in people],
        "meetings": meetings_of(read, child),
        "plans": plans_of(read, child),
        "assessments": read.scalars(select(Assessment).where(tables.assessment.c.child == child)).all(),
    }


def _worth_showing(duties: Sequence[Duty]) -> list[Duty]:
    """A clock that waits is news only until the first of its kind has begun."""
    begun = {duty.name for duty in duties if duty.state not in (WAITING, NOT_SET)}
    return [duty for duty in duties if duty.state != WAITING or duty.name not in begun]


def _shown(desk: Desk, duty: Duty, today: date) -> dict[str, Any]:
    return {
        "duty": duty,
        "title": sentence(desk.council.title(duty.name)),
        "tag": tag(duty, today),
        "readings": _readings(duty),
        "by": by_whom(desk.council.editions[-1], duty.owed_by),
    }


def _readings(duty: Duty) -> list[str]:
    """Each as a sentence, without the number that it has in the papers of this product."""
    return [f"{sentence(_NUMBER.sub('', one))}." for one in duty.reading.split("; ") if one]


def names(read: Session) -> Mapping[str, str]:
    people = {person.id: person.name for person in read.scalars(select(Person))}
    staff = {one.id: one.name for one in read.scalars(select(Staff))}
    return people | staff


def with_names(words: str, known: Mapping[str, str]) -> str:
    """Records keeps ids; the names are filled in here, for who may see them."""
    return _PERSON.sub(lambda match: known.get(match[1], "somebody no longer on record"), words)


def in_own_words(desk: Desk, words: str) -> str:
    """Records keeps names as the procedure's file has them; here they get the council's own words."""
    name, colon, rest = words.partition(": ")
    if colon and name.lower().startswith(ANOTHER_INTERVAL):
        title = desk.council.title(name[len(ANOTHER_INTERVAL) :])
        return f"Another interval was approved: {title}: {rest}"
    is_duty = desk.council.title(name) != name
    for kind in (*MEETINGS, "plan"):
        if words.lower().startswith(f"{kind} ") and not is_duty:
            return sentence(desk.council.word(kind)) + words[len(kind) :]
    if colon:
        return f"{sentence(desk.council.title(name))}: {desk.council.word(rest)}"
    return sentence(words)


def told(desk: Desk, entry: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """One line of a chronology with its names and words filled in, and its clause said only once."""
    words = in_own_words(desk, with_names(entry["words"], known))
    clause = "" if entry["clause"] and sentence(entry["clause"]) in words else entry["clause"]
    return {**entry, "words": words, "clause": clause}


def people_around(read: Session, children: Collection[str]) -> list[Person]:
    """Everyone linked to any of the children, family first."""
    query = (
        select(Person)
        .join(Link, tables.link.c.person == tables.person.c.id)
        .where(tables.link.c.child.in_(children))
        .distinct()
    )
    return sorted(read.scalars(query), key=lambda person: (person.kind, person.name))


def siblings(read: Session, child: str) -> list[Child]:
    """The child, and the children who share somebody of the family with it."""
    mine = (
        select(tables.link.c.person)
        .join(tables.person, tables.person.c.id == tables.link.c.person)
        .where(tables.link.c.child == child, tables.person.c.kind == "family")
    )
    kin = select(tables.link.c.child).where(tables.link.c.person.in_(mine))
    query = select(Child).where(tables.child.c.id.in_(kin) | (tables.child.c.id == child))
    return sorted(read.scalars(query), key=lambda one: (one.id != child, one.name))


def described(person: Person) -> str:
    """ "Rana Haddad, health visitor, Tyne Health"."""
    return ", ".join(part for part in (person.name, person.job, person.agency) if part)
