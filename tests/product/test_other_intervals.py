"""What the form answers when another interval is approved or ended: whether it holds, what it makes late."""

from datetime import date

from tests.product.acts_on_a_record import first
from tests.product.scene import Scene

HELD, TURN = date(2026, 12, 18), date(2027, 1, 31)


def approve(scene: Scene, **other: object) -> str:
    """Ten weeks between Care Team meetings; the child's page as it answers."""
    at = f"/children/{scene.child}"
    who = {"approved_by": "Martin Shaw", "role": "team manager", "since": HELD, "reason": "seen weekly"}
    asked = {"rule": "progress meeting", "number": 10, "unit": "weeks"} | who | other
    assert scene.martin.send(f"{at}/overrides/new", **asked) == at
    return scene.martin.read(at)


def test_ox22_an_interval_that_does_not_reach_is_told_when_it_is_approved_and_stays_told(
    scene: Scene,
) -> None:
    scene.asks_more()
    why = "does not hold here: it would end on Friday 26 February 2027, after the last day"
    assert approve(scene, until=TURN).count(why) == 2, "in the answer, and beside the duty"
    assert "every date reckoned again" not in approve(scene, number=8, until=TURN)


def test_le17_an_interval_that_holds_is_kept_and_its_end_tells_what_is_late_by_it(scene: Scene) -> None:
    scene.asks_more()
    assert "The interval is kept and every date reckoned again." in approve(scene)
    scene.town.go_to(date(2027, 2, 8))
    override = first(scene, "planning", "SELECT id FROM override")
    at = f"/children/{scene.child}"
    scene.martin.send(f"{at}/overrides/{override}/end", until=date(2027, 2, 5))
    late = "By this it is overdue now: hold the Care Team meeting, which was due by Friday 29 January 2027."
    assert late in scene.martin.read(at)
