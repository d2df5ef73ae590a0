"""One sibling is restricted and the other is not: whoever sees only the other learns nothing of the one."""

import re
from datetime import date

import pytest

from demo import acts
from demo.browser import Visitor
from tests.cast import JOAN, MARTIN, PEOPLE, SAMIRA
from tests.product.scene import Scene

HIDDEN = "9 Gladstone Terrace"
FAY = "Fay Foster"
"""Sami's foster carer, around no other child, whose address nobody may read."""
MET_ON = date(2026, 12, 21)


@pytest.fixture
def ids(scene: Scene) -> dict[str, str]:
    """Of what Amina sees of Noor, and of what she does not since only Martin is named for Sami."""
    noor, sami = scene.family.children["noor"], scene.family.children["sami"]
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    fay = _foster_carer(scene, sami)
    alone = _meeting(scene.amina, noor, [noor], [scene.family.of(SAMIRA)])
    joint = _meeting(scene.martin, sami, [noor, sami], [fay])
    scene.town.settle()
    scene.town.go_to(MET_ON)
    scene.martin.send(f"/children/{sami}/restrict", named=[MARTIN.id])
    came = {"outcome": "held", "attended": [scene.family.of(SAMIRA)], "review_on": date(2027, 6, 10)}
    scene.amina.send(f"/meetings/{alone}/record", **came, about_all=f"He stays at {HIDDEN}.")
    acts.decide(scene.amina, scene.family, alone, [SAMIRA])
    scene.town.settle()
    plan = re.search(r"/plans/([0-9a-f-]{36})", scene.amina.read(f"/children/{noor}"))
    assert plan
    return {
        "child": noor,
        "person": scene.family.of(SAMIRA),
        "meeting": alone,
        "plan": plan[1],
        "sami": sami,
        "fay": fay,
        "joint": joint,
        "all three": scene.meeting,
    }


def _foster_carer(scene: Scene, sami: str) -> str:
    fay = scene.martin.send(
        f"/children/{sami}/people/new",
        name=FAY,
        kind="family",
        relationship="foster carer",
        parental_responsibility="no",
    ).split("/")[4]
    scene.martin.send(
        f"/children/{sami}/people/{fay}/contact", mail="fay@example.org", mail_safe="yes", post_safe="yes"
    )
    scene.martin.send(f"/children/{sami}/people/{fay}/hidden", kind="address", value=HIDDEN, known_to=[])
    return fay


def _meeting(visitor: Visitor, child: str, children: list[str], guests: list[str]) -> str:
    return visitor.send(
        f"/children/{child}/meetings/new",
        kind="planning meeting",
        children=children,
        on=MET_ON,
        starts="10am",
        ends="11am",
        place="Civic Centre",
        chair=JOAN.id,
        guests=guests,
    ).rpartition("/")[2]


def test_a_blocked_copy_names_nobody_who_stands_only_around_the_restricted_child(
    scene: Scene, ids: dict[str, str]
) -> None:
    sent = f"/meetings/{ids['meeting']}/sent"
    page = scene.amina.read(sent)
    assert "Something that must not be seen: line" in page and FAY not in page
    assert f"Address of {FAY}: line" in scene.martin.read(sent)
