"""Puts the family on record through the staff pages: children, people, how to reach them, what is hidden."""

from datetime import date, timedelta

from demo.browser import Visitor
from demo.cast import AMINA, CHILDREN, MARTIN, PEOPLE, CastChild, CastPerson

EXPECTED = timedelta(days=120)
"""From the first day until the unborn child is expected."""


class Family:
    """Ids of the cast as the product gave them, by their keys."""

    def __init__(self) -> None:
        self.children: dict[str, str] = {}
        self.people: dict[str, str] = {}

    def of(self, person: CastPerson) -> str:
        return self.people[person.key]

    def first_child(self) -> str:
        return self.children[CHILDREN[0].key]


def register(worker: Visitor, manager: Visitor, today: date, team: str = "") -> Family:
    """Everything that is known on the first day."""
    family = Family()
    for child in CHILDREN:
        family.children[child.key] = _register_child(worker, child, today)
        path = f"/children/{family.children[child.key]}/allocate"
        manager.send(path, worker=AMINA.id, **({"team": team} if team else {}))
    for person in PEOPLE:
        _register_person(worker, family, person)
    for child in CHILDREN:
        if child.school:
            known = [family.people["samira"], family.people["peter"]]
            path = f"/children/{family.children[child.key]}/hidden"
            worker.send(path, kind="school", value=child.school, known_to=known)
    assert worker.who == AMINA and manager.who == MARTIN
    return family


def _register_child(worker: Visitor, child: CastChild, today: date) -> str:
    values = {"name": child.name, "council_reference": child.reference}
    if child.years is None:
        expected = today + EXPECTED
        path = worker.send("/children/new", **values, expected_on=expected)
    else:
        born = date(today.year - child.years, 3, 27) if child.years else today
        path = worker.send("/children/new", **values, born_on=born)
    return path.rpartition("/")[2]


def _register_person(worker: Visitor, family: Family, person: CastPerson) -> None:
    keys = list(person.children)
    first = family.children[keys[0]]
    relationship, responsible = person.children[keys[0]]
    path = worker.send(
        f"/children/{first}/people/new",
        name=person.name,
        kind=person.kind,
        relationship=relationship,
        parental_responsibility="yes" if responsible else "no",
        agency=person.agency,
        job=person.job,
        language=person.language,
        safe_note=person.safe_note,
    )
    identity = path.split("/")[-2]
    family.people[person.key] = identity
    worker.send(
        path,
        mail=person.mail,
        mail_safe="yes" if person.mail_safe else "no",
        phone=person.phone,
        address=person.address,
        post_safe="yes" if person.post_safe else "no",
    )
    for kind, value in person.hidden:
        worker.send(f"/children/{first}/people/{identity}/hidden", kind=kind, value=value)
    for key in keys[1:]:
        relationship, responsible = person.children[key]
        worker.send(
            f"/children/{family.children[key]}/people/link",
            person=identity,
            relationship=relationship,
            parental_responsibility="yes" if responsible else "no",
        )
