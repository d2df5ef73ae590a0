"""A copy that holds what its reader must not see stays here, and says where."""

from datetime import date

from demo import acts
from tests.cast import PEOPLE, RUTH, SAMIRA
from tests.product.scene import Scene


def test_the_mothers_safe_address_in_the_minutes_blocks_everybody_elses_copy(scene: Scene) -> None:
    order = sorted(scene.family.children.values())
    parts = {f"about_{index}": "" for index in range(len(order))}
    written = "Samira told us that she has moved to 17 Harbour St., flat 3."
    parts[f"about_{order.index(scene.child)}"] = written
    scene.amina.send(
        f"/meetings/{scene.meeting}/record",
        outcome="held",
        attended=[scene.family.of(SAMIRA), scene.family.of(RUTH)],
        review_on=date(2027, 6, 10),
        about_all="We talked.",
        **parts,
    )
    before = len(scene.town.mails())
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    page = scene.amina.read(f"/meetings/{scene.meeting}/sent")
    assert page.count("This copy stays here") == 3  # Ruth, Peter and Karim read of Noor; Tom does not
    assert "of Samira Haddad: line" in page.replace("\n", " ")
    assert len(scene.town.mails()) == before


def test_corrected_minutes_go_out_to_everyone_decided_again(scene: Scene) -> None:
    test_the_mothers_safe_address_in_the_minutes_blocks_everybody_elses_copy(scene)
    acts.record(scene.amina, scene.family, scene.meeting, [SAMIRA, RUTH], date(2027, 6, 10))
    before = len(scene.town.mails())
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    assert "This copy stays here" not in scene.amina.read(f"/meetings/{scene.meeting}/sent")
    assert {
        mail["to"] if isinstance(mail["to"], str) else mail["to"][0] for mail in scene.town.mails()[before:]
    }
