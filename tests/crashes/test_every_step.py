"""A failpoint in the code that no crash test hits would be a promise that nobody keeps."""

import re

from tests.crashes import migrating
from tests.crashes.scenes import SCENES
from tests.crashes.stages import ROOT

_REACH = re.compile(r'\breach\("([^"]+)"\)')


def test_every_failpoint_of_the_code_is_hit_by_a_crash_test() -> None:
    folders = (ROOT / "plumbing", ROOT / "services")
    sources = [path.read_text() for folder in folders for path in folder.rglob("*.py")]
    named = [name for source in sources for name in _REACH.findall(source)]
    hit = [*(point for scene in SCENES.values() for point in scene.points), migrating.POINT]
    assert len(named) > 5
    assert sorted(named) == sorted(hit)
