"""A chair whom the procedure does not name is warned of with the clause, and never refused."""

from datetime import date

import pytest

from services.planning.domain.history import Circumstance, History
from services.planning.procedures.chairs import chair_warning, chairs_of, who_may_chair
from services.planning.procedures.council import load_council

NEWCASTLE = load_council("newcastle")
ON = date(2027, 6, 1)


@pytest.mark.parametrize(
    ("kind", "role", "warned"),
    [
        ("planning meeting", "business support", False),
        ("progress meeting", "social worker", False),
        ("progress meeting", "senior practitioner", False),
        ("progress meeting", "team manager", False),
        ("progress meeting", "lead practitioner", True),
        ("review", "senior practitioner", False),
        ("review", "team manager", False),
        ("review", "social worker", True),
    ],
)
def test_a_chair_is_warned_of_where_the_clause_names_others(kind: str, role: str, warned: bool) -> None:
    """NC16, NC19."""
    assert (chair_warning(NEWCASTLE, kind, role, ON) is not None) == warned


def test_the_warning_says_who_should_chair_and_under_which_clause() -> None:
    """NC19."""
    warning = chair_warning(NEWCASTLE, "review", "social worker", ON)
    assert warning is not None
    assert warning.text == (
        "The Child in Need review is to be chaired by a senior practitioner or team manager; "
        "this chair is recorded as a social worker. Newcastle 4."
    )
    assert (warning.clause, warning.ids) == ("Newcastle 4", ("NC19",))


def test_where_the_procedure_names_nobody_anybody_may_chair() -> None:
    assert chairs_of(NEWCASTLE, "planning meeting", ON) == ()
    assert chairs_of(NEWCASTLE, "review", ON) == ("senior practitioner", "team manager")


def test_a_page_says_who_may_chair_for_whom_and_by_which_clause() -> None:
    """NC19, OX25."""
    assert who_may_chair(NEWCASTLE, "planning meeting", ON) == ""
    assert who_may_chair(NEWCASTLE, "review", ON) == "A senior practitioner or team manager. Newcastle 4."
    disabled = History("child", (), (Circumstance("disabled child", ON),))
    assert who_may_chair(load_council("oxfordshire"), "review", ON, disabled) == (
        "For disabled child: a social worker, team manager or manager. "
        "A team manager may decide otherwise. Oxfordshire 3.3."
    )
