"""A failpoint in the code that no crash test hits would be a promise that nobody keeps."""

import re

from tests.crashes import migrating
from tests.crashes.scenes import SCENES, rows
from tests.crashes.stages import ROOT

PAIRS = ("embedded", "production")
_STEP = re.compile(r"[a-z]+: ")
"""How the rows begin that are a failpoint's."""
_REACH = re.compile(r'\breach\("([^"]+)"\)')


def test_every_failpoint_of_the_code_is_hit_by_a_crash_test() -> None:
    folders = (ROOT / "plumbing", ROOT / "services")
    sources = [path.read_text() for folder in folders for path in folder.rglob("*.py")]
    named = [name for source in sources for name in _REACH.findall(source)]
    hit = [*(point for scene in SCENES.values() for point in scene.points), migrating.POINT]
    assert len(named) > 5
    assert sorted(named) == sorted(set(hit))


def test_the_page_has_a_row_for_each_of_them_on_both_engines() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text()
    _, _, after = page.partition("<!-- table: begin -->")
    lines = [line.split("|")[1:3] for line in after.splitlines() if line.startswith("| ")]
    shown = {(what.strip(), engines.strip()) for what, engines in lines}
    wanted = {(what, pair) for what in (*rows().values(), migrating.POINT) for pair in PAIRS}
    assert wanted <= shown, f"script/reliability: {wanted - shown}"
    steps = {what for what, _ in shown if _STEP.match(what)}
    assert steps == {what for what, _ in wanted}, "a row of a step that is no more"
