"""What the staff do with a meeting and its papers, each through the pages of the product."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from demo.browser import Visitor
from demo.cast import CHILDREN, HUDA, KARIM, PEOPLE, PETER, RUTH, SAMIRA, TOM, CastPerson, Role
from demo.family import Family


@dataclass
class Gathering:
    """A meeting that the driver has arranged, and what is to happen to it."""

    id: str
    kind: str
    day: date
    guests: list[CastPerson]
    clause: str
    twist: str = ""
    recorded: bool = False
    key: str = ""


_TO_TELL = re.compile(r"/invitations/([0-9a-f-]{36})/told")
_QUESTION = re.compile(r'name="(answer_\d+_\d+)"')
_BOX = re.compile(r"<input [^>]*checkbox[^>]*\schecked\b[^>]*>")
_STAYS = ("early", "specific")
"""What was ticked when the meeting was arranged and is ticked on the form of its record: it is left so."""
_BY_HAND = re.compile(r"/copies/([0-9a-f-]{36})/handed-over")
VIEWS = {
    SAMIRA.key: ("whole", ()),
    KARIM.key: ("part", ("noor",)),
    TOM.key: ("part", ("sami", "baby")),
    RUTH.key: ("whole", ()),
    PETER.key: ("part", ("noor", "sami")),
    HUDA.key: ("nothing", ()),
}
_DISCUSSED = "We talked about how the weeks have gone, what helps, and what should happen next."
_PARTS = {
    "noor": "Noor has been at school every day but two. She would like a place to do homework in peace.",
    "sami": "Sami sleeps better. His speech is clearer, and he enjoys the breakfast club.",
    "baby": "The baby is growing well. Samira sees the midwife every two weeks.",
}


def arrange(
    visitor: Visitor,
    family: Family,
    kind: str,
    day: date,
    chair: Role,
    guests: Sequence[CastPerson],
    **special: object,
) -> str:
    """The new meeting's id."""
    path = visitor.send(
        f"/children/{family.first_child()}/meetings/new",
        kind=kind,
        children=list(family.children.values()),
        on=day,
        starts="10am",
        ends="11:30am",
        place="Civic Centre, room 4",
        chair=chair.id,
        guests=[family.of(guest) for guest in guests],
        place_shown=[family.of(guest) for guest in guests if guest.place_shown],
        party=[family.of(guest) for guest in guests if guest.party],
        **special,
    )
    return path.rpartition("/")[2]


def tell(visitor: Visitor, family: Family, meeting: str) -> list[str]:
    """Rings whoever has no safe mail address; their names."""
    page = visitor.read(f"/meetings/{meeting}")
    people = sorted(set(_TO_TELL.findall(page)))
    for person in people:
        visitor.send(f"/meetings/{meeting}/invitations/{person}/told")
    return [_name(family, person) for person in people]


def _name(family: Family, identity: str) -> str:
    key = next(key for key, known in family.people.items() if known == identity)
    return next(person.name for person in PEOPLE if person.key == key)


def move(visitor: Visitor, family: Family, meeting: str, day: date, guests: Sequence[CastPerson]) -> None:
    visitor.send(
        f"/meetings/{meeting}/move",
        on=day,
        starts="1pm",
        ends="2:30pm",
        place="Civic Centre, room 4",
        guests=[family.of(guest) for guest in guests],
        place_shown=[family.of(guest) for guest in guests if guest.place_shown],
        party=[family.of(guest) for guest in guests if guest.party],
    )


def record(
    visitor: Visitor, family: Family, meeting: str, came: Sequence[CastPerson], review_on: date | None
) -> bool:
    """Held where family came, else held without the family. True: the form asked questions, all answered."""
    with_family = any(person.kind == "family" for person in came)
    dated = {"review_on": review_on} if review_on else {}
    order = sorted(CHILDREN, key=lambda child: family.children[child.key])
    parts = {f"about_{index}": _PARTS[child.key] for index, child in enumerate(order)}
    page = visitor.read(f"/meetings/{meeting}/record")
    asked = sorted(set(_QUESTION.findall(page)))
    ticked = {name for name in _STAYS for box in _BOX.findall(page) if f'name="{name}"' in box}
    visitor.send(
        f"/meetings/{meeting}/record",
        **dict.fromkeys(asked, "The family wants it, it helps, and nobody is worried about safety."),
        outcome="held" if with_family else "held without the family",
        attended=[family.of(person) for person in came],
        about_all=_DISCUSSED,
        **dict.fromkeys(ticked, "y"),
        **parts,
        **dated,
    )
    return bool(asked)


def record_birth(visitor: Visitor, family: Family, today: date) -> str:
    """The name that the child got; it keeps the one on record."""
    child = next(child for child in CHILDREN if child.years is None)
    visitor.send(f"/children/{family.children[child.key]}/birth", name=child.name, on=today)
    return child.name


def write_plan(visitor: Visitor, child: str, key: str, by_when: date) -> str:
    """The new plan's page."""
    return visitor.send(
        f"/children/{child}/plan",
        objective="The children are safe at home and do well at school and nursery.",
        actions=[
            {
                "outcome": "A calm evening",
                "who": SAMIRA.name,
                "what": "Keep to one bedtime for everybody",
                "why": "So that nobody is tired in the morning",
                "by_when": by_when,
            },
            {
                "outcome": "Healthy and growing",
                "who": RUTH.name,
                "what": "Visit once a fortnight",
                "why": "To see how feeding and sleep are going",
                "by_when": by_when,
            },
        ],
        child_views=_PARTS[key],
        parent_views="I want help with the mornings.",
    )


def decide(visitor: Visitor, family: Family, meeting: str, people: Sequence[CastPerson]) -> None:
    """Who gets what; the page lists people by their ids."""
    values: dict[str, object] = {}
    for index, person in enumerate(sorted(people, key=family.of)):
        view, children = VIEWS[person.key]
        values[f"p{index}_view"] = view
        values[f"p{index}_children"] = [family.children[key] for key in children]
    visitor.send(f"/meetings/{meeting}/circulation", **values)


def by_hand(visitor: Visitor, family: Family, meeting: str, today: date) -> list[str]:
    """Prints and posts what cannot be mailed; the names of those posted to."""
    page = visitor.read(f"/meetings/{meeting}/sent")
    posted = sorted(set(_BY_HAND.findall(page)))
    for person in posted:
        visitor.send(f"/meetings/{meeting}/copies/{person}/handed-over", channel="post", on=today)
    return [_name(family, person) for person in posted]
