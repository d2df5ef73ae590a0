"""A copy about a child whom a member of staff does not see is not theirs to read, print, tick off or send."""

import pytest

from demo import acts
from tests.cast import KARIM, OWEN, PEOPLE, TOM
from tests.product.scene import Scene
from tests.product.test_denied import LOOKS, digest
from tests.product.test_side_doors import _ask, _signed_in
from tests.product.test_sight import _page, _status

LOOKING = ("document", "cover", "handed-over")
DOING = ("handed-over", "bounced", "again")


@pytest.fixture
def copies(scene: Scene) -> str:
    """Owen has Noor, and neither Sami nor the baby, of whom Tom's copy is; Karim's is of Noor alone."""
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    scene.martin.send(f"/children/{scene.child}/allocate", worker=OWEN.id)
    scene.town.settle()
    return f"/meetings/{scene.meeting}/copies"


def test_who_sees_one_child_of_a_meeting_meets_no_copy_about_the_others(scene: Scene, copies: str) -> None:
    toms, karims = (f"{copies}/{scene.family.of(one)}" for one in (TOM, KARIM))
    before, owen = digest(scene, *LOOKS), _signed_in(scene, OWEN)
    assert [_status(owen, f"{toms}/{page}") for page in LOOKING] == [404, 404, 404]
    assert [_ask(owen, "POST", f"{toms}/{act}") for act in DOING] == [404, 404, 404]
    assert digest(scene, *LOOKS) == before
    assert [_status(owen, f"{karims}/{page}") for page in LOOKING] == [200, 200, 200]
    sent = _page(owen, f"/meetings/{scene.meeting}/sent")
    assert karims in sent and toms not in sent


def test_who_sees_every_child_of_a_copy_meets_it(scene: Scene, copies: str) -> None:
    toms = f"{copies}/{scene.family.of(TOM)}"
    assert [_status(scene.amina, f"{toms}/{page}") for page in LOOKING] == [200, 200, 200]
