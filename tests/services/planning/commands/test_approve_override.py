"""Another interval for one child: approved, ended, refused in words."""

from datetime import date

import pytest

from services.planning.commands.approve_override import Approval, approve_override, end_override
from services.planning.domain.history import Approved
from services.planning.procedures.overrides import CannotOverride
from tests.cast import MARTIN
from tests.services.planning.commands.conftest import Office

SINCE = date(2026, 12, 1)


def _approval(**other: object) -> Approval:
    values = {
        "approved_by": "Martin Shaw",
        "role": "team manager",
        "since": SINCE,
        "until": None,
        "reason": "The family sees the same six people every week.",
        "reference": "N/12",
    }
    return Approval(**{**values, **other})  # type: ignore[arg-type]  # of the fields' own types


def _approve(office: Office, rule: str = "progress meeting", span: str = "8 weeks", **other: object) -> str:
    office.asks_more()
    return approve_override(office.desk, office.noor, rule, span, _approval(**other), MARTIN.id)


def test_le9_an_override_is_part_of_the_childs_history_and_only_its_dates_are_said(office: Office) -> None:
    _approve(office, span="1 month", until=date(2027, 6, 1), role="court")
    kept = Approved("progress meeting", "1 month", "court", SINCE, date(2027, 6, 1))
    assert office.history().overrides == (kept,)
    said = [m for name, m in office.said() if name == "CircumstanceRecorded"]
    assert [(m.since, m.until) for m in said] == [("2026-12-01", "2027-06-01")]
    assert not any(word in str(said) for word in ("Martin", "family", "N/12"))


def test_an_override_ends_on_a_day_and_not_before_it_began(office: Office) -> None:
    override = _approve(office)
    with pytest.raises(CannotOverride, match="before it began"):
        end_override(office.desk, override, date(2026, 11, 30), MARTIN.id)
    end_override(office.desk, override, date(2026, 12, 17), MARTIN.id)
    assert [one.until for one in office.history().overrides] == [date(2026, 12, 17)]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"rule": "weekly call"}, "It does for: Hold the Care Team meeting"),
        ({"span": "8 fortnights"}, "'fortnights' is not understood"),
        ({"span": "4 months"}, "longer than the clause allows"),
        ({"role": "social worker"}, "Only a team manager or court may approve this"),
        ({"until": date(2026, 11, 30)}, "before it began"),
        ({"reason": " "}, "who approved it and why"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_stand_is_refused_in_words(office: Office, asked: dict[str, object], words: str) -> None:
    with pytest.raises(CannotOverride, match=words):
        _approve(office, **asked)  # type: ignore[arg-type]  # of the arguments' own types
    assert office.history().overrides == ()
