"""What left before a restore is shown to staff, by Message-ID and time, and to nobody who may not see it."""

from datetime import UTC, datetime

import pytest

from demo.browser import PageRefused
from services.notifications.commands.after_a_restore import begin_restore, finish_restore, reconcile
from tests.product.scene import Scene

LEFT = "<0b6f3c1e-0000-5000-8000-000000000001@meetings.example.org>"
PAGE = "/sent-before-restore"


def test_staff_see_what_left_before_the_restore_and_that_nothing_leaves(scene: Scene) -> None:
    assert "Nothing." in scene.martin.read(PAGE)
    desk = scene.product.desks["notifications"]
    begin_restore(desk)
    reconcile(desk, {LEFT: datetime(2026, 12, 17, 15, 30, tzinfo=UTC)}, ["meetings.example.org"])
    page = scene.martin.read(PAGE)
    assert "No mail leaves until" in page and "17 December 2026, 15:30" in page
    assert LEFT.replace("<", "&lt;").replace(">", "&gt;") in page
    assert PAGE in scene.martin.read("/holds")
    finish_restore(desk, "sue")
    page = scene.martin.read(PAGE)
    assert "No mail leaves until" not in page and LEFT[1:-1] in page


def test_a_social_worker_does_not_see_it(scene: Scene) -> None:
    assert PAGE not in scene.amina.read("/holds")
    with pytest.raises(PageRefused, match="403"):
        scene.amina.read(PAGE)
