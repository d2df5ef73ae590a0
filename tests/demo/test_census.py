"""The invented census is the same for the same seed, and every child of it can be taken over."""

from datetime import date
from pathlib import Path

from demo.census import census
from services.planning.adapters.census_file import read_children
from services.planning.domain.census import faults_of

_DAY = date(2026, 11, 20)


def test_every_child_is_sound_and_has_a_plan_that_runs(tmp_path: Path) -> None:
    file = tmp_path / "census.xml"
    file.write_text("".join(census(300, _DAY)), "utf-8")
    children = list(read_children(file))
    assert len({child.reference for child in children}) == 300
    assert [fault for child in children for fault in faults_of(child, _DAY)] == []
    assert all(child.all("plans")[-1].ended is None for child in children)
    assert len({child.all("plans")[-1].began.on for child in children}) > 100


def test_the_same_seed_gives_the_same_file() -> None:
    assert list(census(5, _DAY)) == list(census(5, _DAY))
    assert list(census(5, _DAY)) != list(census(5, _DAY, seed=2))
