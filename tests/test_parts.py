"""A missing part is never passed over in silence."""

import pytest

from tests import parts


@pytest.fixture
def without_a_part(monkeypatch):
    monkeypatch.setitem(parts.PARTS, "lathe", lambda: "no lathe is here: build one")


def test_a_missing_part_fails_on_the_build_server(without_a_part, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no lathe is here: build one"):
        parts.needs("lathe")


def test_a_missing_part_skips_with_what_to_do_elsewhere(without_a_part, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="MISSING PART lathe: no lathe is here: build one"):
        parts.needs("lathe")


def test_the_summary_counts_the_tests_that_did_not_run():
    reasons = ["Skipped: MISSING PART lathe: build one", "Skipped: MISSING PART lathe: build one", "other"]
    assert parts.missing_parts(reasons) == ["MISSING PART lathe: build one (2 tests did not run)"]
