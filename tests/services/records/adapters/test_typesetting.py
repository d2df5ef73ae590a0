"""What is printed: the same bytes for the same content, text as text, and nobody else's name."""

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from services.records.adapters.reading import page_of, words_of
from services.records.adapters.typesetting import CannotBeSet, FontsMissing, Typesetter
from tests.services.records.content import HOSTILE, part, whole


def printed(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def letters(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def test_the_same_content_gives_the_same_bytes_from_another_typesetter_too(typesetter: Typesetter) -> None:
    first = typesetter.minutes_and_plan(whole())
    assert Typesetter(typesetter._folder).minutes_and_plan(whole()) == first


def test_two_people_with_the_same_view_get_the_same_document(typesetter: Typesetter) -> None:
    other = whole()
    other.recipient_name = "Tom Bright"
    other.recipient_address[:] = ["2 School Lane"]
    assert typesetter.minutes_and_plan(other).document == typesetter.minutes_and_plan(whole()).document


def test_another_word_gives_another_document(typesetter: Typesetter) -> None:
    other = whole()
    other.plans[0].actions[0].by_when = "5 January 2027"
    assert typesetter.minutes_and_plan(other).document != typesetter.minutes_and_plan(whole()).document


def test_the_recipients_address_is_not_in_the_document(typesetter: Typesetter) -> None:
    rendered = typesetter.minutes_and_plan(whole())
    assert "Hidden" not in printed(rendered.pdf) + rendered.text


def test_every_word_of_the_text_is_on_the_paper_in_that_order(typesetter: Typesetter) -> None:
    content = whole()
    content.facts[
        1
    ].detail = "Leanne Hughes"  # what is written from right to left comes out of a PDF in its own order
    rendered = typesetter.minutes_and_plan(content)
    paper = letters(printed(rendered.pdf))
    place = 0
    for line in rendered.text.splitlines()[3:]:
        found = paper.find(letters(line), place)
        assert found >= 0, line
        place = found


def test_the_text_holds_every_string_of_the_content() -> None:
    text = words_of(page_of(whole()))
    for word in (
        "مريم الحسن",
        "Priya Nair",
        "8 January 2027",
        "Ella goes",
        "34 of 40",
        "hardest",
        "Newcastle 1.6",
    ):
        assert word in text


@pytest.mark.parametrize("field", ["council", "title", "heading", "clause"])
def test_hostile_words_in_a_field_are_printed_as_text(typesetter: Typesetter, field: str) -> None:
    content = whole()
    setattr(content, field, HOSTILE)
    assert letters(HOSTILE) in letters(printed(typesetter.minutes_and_plan(content).pdf))


def test_hostile_words_in_a_plan_and_in_minutes_are_printed_as_text(typesetter: Typesetter) -> None:
    content = whole()
    content.plans[0].objective = content.sections[0].paragraphs[0] = HOSTILE
    content.plans[0].actions[0].what = HOSTILE
    paper = letters(printed(typesetter.minutes_and_plan(content).pdf))
    assert paper.count(letters(HOSTILE)) == 3
    assert "root:" not in paper


def test_a_part_holds_nothing_of_the_other_child(typesetter: Typesetter) -> None:
    rendered = typesetter.minutes_and_plan(part())
    assert "Maya" in rendered.text
    for hidden in ("Jay", "Priya"):
        assert hidden not in rendered.text + printed(rendered.pdf)
        assert hidden.encode() not in rendered.pdf


def test_a_very_long_action_runs_over_pages_and_loses_no_word(typesetter: Typesetter) -> None:
    content = whole()
    content.plans[0].actions[0].what = " ".join(f"word{number}" for number in range(3000))
    paper = printed(typesetter.minutes_and_plan(content).pdf)
    assert {f"word{number}" for number in range(3000)} <= set(paper.split())


def test_a_word_without_end_stays_on_the_paper(typesetter: Typesetter) -> None:
    content = whole()
    content.plans[0].actions[0].who = "x" * 200
    assert "x" * 200 in letters(printed(typesetter.minutes_and_plan(content).pdf))


def test_many_names_in_the_narrow_column_run_over_the_page_and_none_is_lost(typesetter: Typesetter) -> None:
    content = whole()
    names = [f"MWMWMW{number}" for number in range(80)]
    content.plans[0].actions[0].who = ", ".join(names)
    reader = PdfReader(io.BytesIO(typesetter.minutes_and_plan(content).pdf))
    lowest = 14 / 25.4 * 72  # the paper's last 14 mm are the footer's
    shown: set[str] = set()

    def visit(text: str, cm: list[float], matrix: list[float], _font: object, _size: object) -> None:
        if matrix[4] * cm[1] + matrix[5] * cm[3] + cm[5] > lowest:
            shown.update(re.findall(r"MWMWMW\d+", text))

    for page in reader.pages:
        page.extract_text(visitor_text=visit)
    assert set(names) <= shown


def test_a_language_that_is_none_falls_back_to_english(typesetter: Typesetter) -> None:
    content = whole()
    content.language = '"); panic('
    reader = PdfReader(io.BytesIO(typesetter.minutes_and_plan(content).pdf))
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def test_the_title_is_the_councils_own_words(typesetter: Typesetter) -> None:
    rendered = typesetter.minutes_and_plan(whole())
    title = "Minutes and plan: Care Team meeting, Friday 18 December 2026"
    metadata = PdfReader(io.BytesIO(rendered.pdf)).metadata
    assert rendered.title == title
    assert metadata is not None and metadata.title == title


def test_missing_fonts_say_which_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match=r"DejaVuSans.ttf.*script/bootstrap.*CIN_FONTS"):
        Typesetter(tmp_path).minutes_and_plan(whole())


def test_the_cover_shows_the_whole_address_in_the_window(typesetter: Typesetter) -> None:
    lines = [
        "Flat 2, " + "The Old Foundry Buildings " * 2,
        "14 Shields Road",
        "Byker",
        "Newcastle",
        "NE6 1AB",
    ]
    pdf = typesetter.cover("Leanne Hughes", lines, "Newcastle City Council", "Send them back.")
    reader = PdfReader(io.BytesIO(pdf))
    places: list[tuple[float, float]] = []

    def visit(text: str, cm: list[float], matrix: list[float], _font: object, _size: object) -> None:
        if any(text.strip() and text.strip() in line for line in ("Leanne Hughes", *lines)):
            across = matrix[4] * cm[0] + matrix[5] * cm[2] + cm[4]
            up = matrix[4] * cm[1] + matrix[5] * cm[3] + cm[5]
            places.append((across / 72 * 25.4, 297 - up / 72 * 25.4))

    paper = reader.pages[0].extract_text(visitor_text=visit)
    assert len(reader.pages) == 1
    assert places and all(24.6 <= across <= 120 and 39.5 <= down <= 66.3 for across, down in places)
    assert all(letters(line) in letters(paper) for line in lines)


def test_an_address_too_long_for_the_window_is_refused_without_repeating_it(typesetter: Typesetter) -> None:
    with pytest.raises(CannotBeSet) as refusal:
        typesetter.cover("Leanne", ["Hidden Road"] * 30, "Newcastle", "")
    assert "Hidden" not in str(refusal.value)
