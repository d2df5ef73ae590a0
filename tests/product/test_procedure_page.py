"""Every member of staff reads the council's own procedure, and finds it from every page."""

import pytest

from services.planning.domain.permission import Actor, Thing, can
from tests.product.scene import Scene

ROLES = ("social worker", "senior practitioner", "team manager", "business support")


def test_the_procedure_is_read_in_the_browser_with_clauses_and_whose_value_each_is(scene: Scene) -> None:
    page = scene.amina.read("/procedure")
    assert "Newcastle City Council: September 2014" in page
    assert "Within 10 working days" not in page and "within 10 working days" in page
    assert "Newcastle 1.6" in page and "the council&#39;s own record sender" in page
    assert "NC15" not in page  # rows of our requirements mean nothing to a practitioner
    assert 'href="/procedure"' in scene.amina.read("/")


@pytest.mark.parametrize("role", ROLES)
def test_all_staff_may_see_it_and_nobody_else(role: str) -> None:
    assert can(Actor("somebody", role), "see_procedure", Thing("everything"))
    for other in ("service", "nobody", ""):
        assert not can(Actor("somebody", other), "see_procedure", Thing("everything"))
