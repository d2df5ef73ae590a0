"""Children in a database, one for each thing that staff can be to a child, guarded in each way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product

from plumbing.database import Database
from services.planning.adapters import mapping
from services.planning.adapters.things import concerned, thing_of
from services.planning.domain.child import Child
from services.planning.domain.guarding import Conflict, Restriction
from services.planning.domain.opening import Opening
from services.planning.domain.permission import Thing
from services.planning.domain.person import Link, Person
from services.planning.domain.staff import Staff

assert mapping  # ties the domain to its tables
DAY, NOW = date(2026, 11, 30), datetime(2026, 11, 30, 12, tzinfo=UTC)
ME, MY_TEAM = "me", "East"
STAFF = {ME: MY_TEAM, "of-east": "East", "of-west": "West", "of-none": ""}
BASES = {
    "mine": (ME, "East"),
    "nobody's": ("", ""),
    "of my team": ("of-west", "East"),
    "of my team by its worker": ("of-east", ""),
    "of no team": ("of-none", ""),
    "of another team": ("of-east", "West"),
    "of another team by its worker": ("of-west", ""),
}
"""Whose the child is, and in which team."""
GUARDS = (
    *("", "named", "not named", "family", "family by a person", "opened", "opened too long ago"),
    *("not named, opened", "family, opened", "named, family", "named, opened", "lifted, conflict ended"),
)


@dataclass(frozen=True)
class Case:
    """One child, as it was set up."""

    base: str
    guard: str

    @property
    def id(self) -> str:
        return f"{self.base}/{self.guard}".replace("another team by its worker", "other by worker")[:36]

    def holds(self, team: str) -> dict[str, bool]:
        """Which rows of the first table are true of me and this child, in the page's own words."""
        worker, own = BASES[self.base]
        teams = {own or STAFF.get(worker, "")}
        return {
            "they are recorded as family": "family" in self.guard,
            "the child is restricted, and they are named": self.guard.startswith("named"),
            "the child is restricted, and they are not named": self.guard.startswith("not named"),
            "the child is allocated to them": self.base == "mine",
            "the child is nobody's yet": self.base == "nobody's",
            "the child is of their team": not team or teams <= {team, ""},
            "the child is outside, and they opened it for a reason": self.guard.endswith("opened"),
            "the child is outside": True,
        }


CASES = [Case(base, guard) for base, guard in product(BASES, GUARDS)]


def set_up(database: Database) -> None:
    with database.begin() as session:
        session.add_all(Staff(staff, staff, "social worker", "", team) for staff, team in STAFF.items())
        session.add(Person("aunt", "Aunt", "family"))
        session.add(Person("colleague", "Colleague", "professional"))
        for case in CASES:
            worker, team = BASES[case.base]
            session.add(Child(case.id, "", case.id, DAY, None, DAY, worker, team))
        session.flush()
        session.add(Conflict("by-aunt", ME, None, "aunt", "boss", DAY))
        session.add(Conflict("by-colleague", ME, None, "colleague", "boss", DAY))
        for number, case in enumerate(CASES):
            session.add_all(_around(case, str(number)))


def _around(case: Case, number: str) -> Iterator[object]:
    guard, child = case.guard, case.id
    yield Link(child, "colleague", "teacher")  # no family, so no conflict
    if guard.startswith("named"):
        yield Restriction(number, child, [ME, "boss"], "boss", DAY)
    if guard.startswith("not named"):
        yield Restriction(number, child, ["boss"], "boss", DAY)
    if guard == "family by a person":
        yield Link(child, "aunt", "aunt")
    elif "family" in guard:
        yield Conflict(number, ME, child, None, "boss", DAY)
    if "opened" in guard:
        until = NOW + timedelta(hours=-1 if "too long ago" in guard else 1)
        yield Opening(f"o{number}", ME, child, "other", "a reason", DAY, NOW - timedelta(hours=7), until)
        yield Opening(f"x{number}", "of-none", child, "other", "not mine", DAY, NOW, NOW + timedelta(hours=8))
    if guard == "lifted, conflict ended":
        yield Restriction(number, child, ["boss"], "boss", DAY, "boss", DAY)
        yield Conflict(number, ME, child, None, "boss", DAY, "boss", DAY)


def things_of(database: Database) -> dict[Case, Thing]:
    with database.read() as session:
        found = {case: thing_of(session, "child", case.id, NOW) for case in CASES}
        together = {one.child: one for one in concerned(session, None, NOW)}
    things = {case: thing for case, thing in found.items() if thing}
    assert len(things) == len(CASES)
    assert all(things[case].children == (together[case.id],) for case in CASES)
    return things
