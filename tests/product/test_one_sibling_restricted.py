"""One sibling is restricted and the other is not: whoever sees only the other learns nothing of the one."""

import re
from datetime import date

import pytest
from sqlalchemy import update

from demo import acts
from demo.browser import Visitor
from services.records.adapters.tables import chronology
from tests.cast import JOAN, MARTIN, PEOPLE, SAMIRA
from tests.product.scene import Scene
from tests.product.test_denied import OPEN
from tests.product.test_sight import _page, _status

HIDDEN = "9 Gladstone Terrace"
FAY = "Fay Foster"
"""Sami's foster carer, around no other child, whose address nobody may read."""
MET_ON, JOINT_ON = date(2026, 12, 21), date(2027, 1, 11)


@pytest.fixture
def ids(scene: Scene) -> dict[str, str]:
    """Of what Amina sees of Noor, and of what she does not since only Martin is named for Sami."""
    noor, sami = scene.family.children["noor"], scene.family.children["sami"]
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    fay = _foster_carer(scene, sami)
    alone = _meeting(scene.amina, [noor], MET_ON, scene.family.of(SAMIRA))
    joint = _meeting(scene.martin, [sami, noor], JOINT_ON, fay)
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


def _meeting(visitor: Visitor, children: list[str], on: date, guest: str) -> str:
    return visitor.send(
        f"/children/{children[0]}/meetings/new",
        kind="planning meeting",
        children=children,
        on=on,
        starts="10am",
        ends="11am",
        place="Civic Centre",
        chair=JOAN.id,
        guests=[guest],
    ).rpartition("/")[2]


def test_a_blocked_copy_names_nobody_who_stands_only_around_the_restricted_child(
    scene: Scene, ids: dict[str, str]
) -> None:
    sent = f"/meetings/{ids['meeting']}/sent"
    page = scene.amina.read(sent)
    assert "Something that must not be seen: line" in page and FAY not in page
    assert f"Address of {FAY}: line" in scene.martin.read(sent)


def test_no_page_of_the_visible_sibling_tells_of_the_restricted_one(
    scene: Scene, ids: dict[str, str]
) -> None:
    """Every page that shows something, by Noor's ids and on the lists."""
    pages = {"/", "/board", "/holds", "/duties.json"}
    for rule in scene.product.apps["pages"].url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in OPEN and rule.arguments <= set(ids):
            pages.add(re.sub(r"<(\w+)>", lambda match: ids[match[1]], rule.rule))
    secret = ["Sami Haddad", "CIN-4402", FAY, *(ids[one] for one in ("sami", "fay", "joint", "all three"))]
    read = {path: _page(scene.amina, path) for path in pages if _status(scene.amina, path) == 200}
    assert len(read) > 30
    for path, page in read.items():
        assert not [word for word in secret if word in page], path


def test_the_meetings_of_the_visible_sibling_are_listed_without_those_of_both(
    scene: Scene, ids: dict[str, str]
) -> None:
    child = f"/children/{ids['child']}"
    assert f"/meetings/{ids['meeting']}" in scene.amina.read(child)
    assert f"/meetings/{ids['joint']}" in scene.martin.read(child)
    assert "ssessment" in scene.amina.read(child).partition("What was due")[2]  # the duties stay
    alone, joint = "arranged for 21 December 2026", "arranged for 11 January 2027"
    for reader, shown in ((scene.martin, (True, True)), (scene.amina, (True, False))):
        page = reader.read(f"{child}/chronology")
        assert (alone in page, joint in page, "Invitation sent" in page) == (*shown, True), reader.who.name
    with scene.product.house.database("records").begin() as session:
        session.execute(update(chronology).values(meeting=""))  # as lines from before are
    before = scene.amina.read(f"{child}/chronology")
    assert alone not in before and "Invitation" not in before and "became the allocated" in before
    assert joint in scene.martin.read(f"{child}/chronology")
