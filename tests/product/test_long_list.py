"""The list of children is shown fifty at a time, and only those on the page count as looked at."""

import re

import pytest
from sqlalchemy import select

from services.planning.adapters.tables import access_entry
from services.planning.web import long_lists
from tests.cast import MARTIN
from tests.product.scene import TODAY, Scene

MORE = 4
"""Children beside the family's, registered without a worker."""


@pytest.fixture
def crowded(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Two children on a page."""
    monkeypatch.setattr(long_lists, "AT_A_TIME", 2)
    for number in range(MORE):
        name = f"Child {number}"
        scene.martin.send("/children/new", name=name, council_reference=f"L-{number}", born_on=TODAY)
    return scene


def _listed(page: str) -> list[str]:
    return re.findall(r'<a class="govuk-link" href="/children/([\w-]{36})">', page)


def _looked_at(scene: Scene) -> list[str]:
    """The children of Martin's looks at the list, one for each look."""
    table = access_entry.c
    query = select(table.subject).where(table.who == MARTIN.id, table.action == "see_children")
    with scene.product.house.database("planning").read() as session:
        return [str(child) for child in session.scalars(query) if child]


def test_every_child_is_on_one_page_and_the_pages_lead_to_each_other(crowded: Scene) -> None:
    children = len(crowded.family.children) + MORE
    pages = -(-children // 2)
    seen = [crowded.martin.read("/" if number == 1 else f"/?page={number}") for number in range(1, pages + 1)]
    listed = [child for page in seen for child in _listed(page)]
    assert len(listed) == len(set(listed)) == children
    assert f"children 1 to 2 of {children}" in seen[0]
    assert 'href="/?page=2" rel="next"' in seen[0] and 'rel="prev"' not in seen[0]
    assert 'href="/?page=1" rel="prev"' in seen[1]
    assert 'rel="next"' not in seen[-1]


def test_the_most_pressing_are_on_the_first(crowded: Scene) -> None:
    """The family's have duties, the others have none yet."""
    assert set(_listed(crowded.martin.read("/"))) < set(crowded.family.children.values())


def test_only_those_on_the_page_count_as_looked_at(crowded: Scene) -> None:
    before = _looked_at(crowded)
    listed = _listed(crowded.martin.read("/?page=2"))
    assert len(listed) == 2
    assert sorted(_looked_at(crowded)) == sorted([*before, *listed])


@pytest.mark.parametrize(
    ("asked", "shown"), [("99", "last"), ("0", "first"), ("-1", "first"), ("x", "first")]
)
def test_a_page_that_is_none_is_the_nearest(crowded: Scene, asked: str, shown: str) -> None:
    children = len(crowded.family.children) + MORE
    last = -(-children // 2)
    wanted = crowded.martin.read(f"/?page={last if shown == 'last' else 1}")
    assert _listed(crowded.martin.read(f"/?page={asked}")) == _listed(wanted)


def test_a_list_that_fits_says_nothing_of_pages(scene: Scene) -> None:
    page = scene.martin.read("/")
    assert len(_listed(page)) == len(scene.family.children)
    assert "govuk-pagination" not in page and ": children 1 to" not in page
