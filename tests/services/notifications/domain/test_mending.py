"""One slip of the pen hides nothing, and does not turn harmless words into hidden ones."""

import pytest

from services.notifications.domain.hidden_words import Hidden, hits
from services.notifications.domain.mending import is_one_slip

ADDRESS = Hidden("a1", "address", "Flat 3, 17 Harbour Refuge Road, Whitley Bay NE26 9ZZ")
REFUGE = Hidden("r1", "place", "Rowan House Refuge")
SCHOOL = Hidden("s1", "school", "St Oswin's C of E Primary School")
PHONE = Hidden("p1", "phone", "07700 900123")


@pytest.mark.parametrize("written", ["harbor", "habour", "harbuor", "harbourr", "harbous", "harboru"])
def test_a_letter_out_in_wrong_or_swapped_is_one_slip(written: str) -> None:
    assert is_one_slip(written, "harbour")


@pytest.mark.parametrize("written", ["harbour", "harb", "harbors", "arbor", "labour", "rubhaor"])
def test_the_same_word_or_two_slips_is_not_one_slip(written: str) -> None:
    assert not is_one_slip(written, "harbour")


@pytest.mark.parametrize(
    "written",
    [
        "17 Harbor Refuge Road",
        "17 Habour Refuge Rd",
        "Harbour Refudge Road",
        "Harbuor Refuge",
        "Flat 3, seventeen Harbour Reffuge Road",
    ],
)
def test_an_address_with_a_slip_is_found(written: str) -> None:
    found = hits(f"Minutes\nHe was seen in {written} again.", [ADDRESS])
    assert [(hit.id, hit.where) for hit in found] == [("a1", "line 2 of the copy")]


@pytest.mark.parametrize("written", ["Rowen House", "Rowan Hous Refuge", "Rowans House", "Rowna House"])
def test_a_refuge_with_a_slip_is_found(written: str) -> None:
    assert [hit.id for hit in hits(f"She stays at {written}.", [REFUGE])] == ["r1"]


@pytest.mark.parametrize("written", ["St Oswen's", "St Oswinn's Primary", "St Owsin's"])
def test_a_school_with_a_slip_is_found(written: str) -> None:
    assert [hit.id for hit in hits(f"He goes to {written}.", [SCHOOL])] == ["s1"]


@pytest.mark.parametrize(
    "written",
    [
        "the harbor was cold and they took refuge from the rain",
        "Rowen said that the house is tidy",
        "17 Harper Road",
        "St Oswald's Primary School",
        "07700 900124",
        "07700 900213",
        "NE26 9ZY",
    ],
)
def test_a_slip_alone_is_harmless(written: str) -> None:
    assert hits(written, [ADDRESS, REFUGE, SCHOOL, PHONE]) == []
