"""A small council whose files a test can write, for what Newcastle's do not ask for."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.council import Council, load_folder

TOP = """
council  = "Anytown Council"
known_as = "Anytown"
calendar = "England"
edition  = "{edition}"
in_force = {in_force}
"""
LOCAL = """
called         = "Anytown"
office_phone   = "0191 498 0101"
secure_domains = ["anytown.example"]
due_soon       = "2 working days"
"""
WriteCouncil = Callable[..., Council]


@pytest.fixture
def write_council(tmp_path: Path) -> WriteCouncil:
    """Writes editions by the date they come into force, and what local.toml holds besides the usual."""

    def write(editions: dict[str, str], local: str = "") -> Council:
        for in_force, rules in editions.items():
            top = TOP.format(edition=in_force, in_force=in_force)
            (tmp_path / f"{in_force}.toml").write_text(top + rules, encoding="utf-8")
        (tmp_path / "local.toml").write_text(LOCAL + local, encoding="utf-8")
        return load_folder(tmp_path)

    return write


@pytest.fixture
def every_weekday() -> WorkingDays:
    """A calendar without holidays."""
    return WorkingDays({date(1900, 1, 1): "long ago"})
