"""A year under each council's procedure: its words, clauses and twists, and the rules that it reaches."""

import json
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from demo.playing import fresh_environment, journey, running, town_of
from demo.reaching import reached
from demo.stories import stories
from demo.year import Year
from plumbing.settings import Settings
from services.planning.procedures.council import councils, load_council
from tests.journeys.conftest import START, Played, pages_of
from tests.journeys.own_words import covers, documents, foreign, mails, words_of_pages

REACHED = Path(__file__).parent / "reached.json"
TWISTS = {
    "guernsey": (
        "drafts the plan for",
        "returns the record of the planning meeting",
        "resource panel approved",
        "visits, and does not find, Noor Haddad",
    ),
    "leicester": (
        "records the county's formal notice",
        "CP plan began",
        "ends the plan of Noor Haddad: escalated",
        "agrees an interim plan for Noor Haddad",
    ),
    "leicestershire": (
        "agrees an interim plan for Noor Haddad",
        "assessment shared",
        "approves 8 weeks for Noor Haddad",
        "ends the plan of Noor Haddad: moved away",
    ),
    "oxfordshire": (
        "approves 6 months for Sami Haddad",
        "significant change",
        "answers what is asked of, and records the review",
        "contingency plan considered",
    ),
    "rutland": (
        "settled package",
        "approves 2 weeks for Noor Haddad",
        "visits Noor Haddad",
    ),
    "sheffield": (
        "closing by day 10",
        "signs off the record of the planning meeting",
        "complex package",
    ),
}
OTHERS = sorted(set(councils()) - {"newcastle"})
_PRODUCTION = [pytest.param(name, marks=() if name == "sheffield" else pytest.mark.long) for name in OTHERS]


def test_every_council_of_the_product_has_a_story() -> None:
    assert set(councils()) == set(stories()) == set(TWISTS) | {"newcastle"}


@pytest.fixture(scope="module", params=OTHERS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """One council's story, played once for the tests below."""
    folder = tmp_path_factory.mktemp(request.param)
    environment = fresh_environment(folder) | {"CIN_COUNCIL": request.param}
    settings = Settings({**os.environ, **environment})
    with running(settings):
        town = town_of(settings)
        town.ready()
        year = Year(town, lambda line: None, stories()[request.param])
        lines = year.play(START, START + timedelta(days=year.story.days))
        found = Played(lines, folder, year)
        for child in year.family.children.values():
            found.duties += year.duties(child)
        found.pages = [year.martin.read(path) for path in pages_of(year)]
        found.covers = covers(year)
        found.reached = reached(year)
    yield found


def test_its_twists_happened(told: Played) -> None:
    acts = " / ".join(line.act for line in told.lines)
    assert [words for words in TWISTS[told.year.story.council] if words not in acts] == []


def test_who_does_each_thing_the_day_before_it_is_due_leaves_nothing_overdue(told: Played) -> None:
    assert [str(line) for line in told.lines if line.act.startswith("overdue is")] == []


def test_each_clause_stands_in_its_file(told: Played) -> None:
    edition = load_council(told.year.story.council).editions[-1]
    clauses = {edition.clause(rule) for rule in edition.rules}
    assert {line.clause for line in told.lines} <= clauses


def test_nothing_was_parked_and_nothing_failed(told: Played) -> None:
    assert '"message parked"' not in told.log and '"failed"' not in told.log
    assert "Traceback" not in told.log


def test_its_pages_speak_its_own_words_and_nobody_elses(told: Played) -> None:
    speaks_for_itself(told)


def test_another_councils_word_is_found_in_a_letter_even_where_this_ones_rules_use_it() -> None:
    letter = "We invite you to a Care Team meeting with your lead professional. Ring 0191 498 0100."
    assert foreign("newcastle", letter) == {"sheffield": {"lead professional"}}
    assert foreign("sheffield", letter) == {"newcastle": {"Care Team meeting", "0191 498 0100"}}
    assert foreign("leicester", "Leicestershire County Council") == {}  # typed by staff
    assert foreign("rutland", "Leicestershire County Council") != {}


def speaks_for_itself(told: Played) -> None:
    """Pages, mails with what they carry, documents and covers: its own name and words, nobody else's."""
    name = told.year.story.council
    council = load_council(name)
    left = {
        "pages": [words_of_pages(told.pages)],
        "mails": list(mails(told.folder)),
        "documents": documents(told.folder),
        "covers": told.covers,
    }
    for kind, texts in left.items():
        assert texts, f"{name}: no {kind} to read"
        assert [found for text in texts if (found := foreign(name, text))] == [], kind
    for kind in ("documents", "covers"):
        assert all(council.local.called in text for text in left[kind]), f"{kind} without the council's name"
    assert all(council.local.office_phone in text for text in left["mails"]), "mails without its telephone"
    for kind in ("pages", "documents"):
        assert any(council.word("review") in text for text in left[kind]), f"{kind} do not say its own word"


def test_its_pages_show_no_name_out_of_the_files_and_no_slip_of_the_pen(told: Played) -> None:
    council = load_council(told.year.story.council)
    text = words_of_pages(told.pages)
    slips = (
        "circulate after",
        "sign off after",
        "due by .",
        "..",
        "1 months",
        "1 weeks",
        " a assess",
        "policy asks",
    )
    assert [slip for slip in slips if slip in text] == []
    for kind in ("planning meeting", "progress meeting"):
        if council.word(kind) != kind:
            others = re.sub(re.escape(council.word(kind)), "", text, flags=re.IGNORECASE)
            assert not re.search(rf"\b{kind}\b", others, re.IGNORECASE), kind


def test_an_aim_stands_beside_its_last_day(told: Played) -> None:
    """LE12. The story of Leicester's family has no assessment there, and so no such duty."""
    aimed = [duty for duty in told.duties if duty["aim"]]
    assert bool(aimed) == (told.year.story.council in ("leicestershire", "rutland"))
    assert ("To aim for:" in " ".join(told.pages)) == bool(aimed)


def test_a_form_asks_about_a_meeting_only_what_its_procedure_looks_at(told: Played) -> None:
    form = " ".join(page for page in told.pages if 'name="place_shown"' in page)
    assert ('name="early"' in form) == (told.year.story.council == "oxfordshire")
    assert ('name="specific"' in form) == (told.year.story.council == "sheffield")


def test_a_signature_is_offered_only_where_its_procedure_asks_for_one(told: Played) -> None:
    """SH9, GU4."""
    meeting = next(page for page in told.pages if "/circulation" in page)
    asks = told.year.story.council in ("guernsey", "sheffield")
    assert ("/return" in meeting) == asks


def test_it_reaches_the_rules_that_the_table_says_it_reaches(told: Played) -> None:
    """After a change: script/journey COUNCIL --keep-reached, and make docs/requirements.md again."""
    kept = json.loads(REACHED.read_text(encoding="utf-8"))
    assert kept.get(told.year.story.council) == told.reached


@pytest.mark.kafka
@pytest.mark.postgres
@pytest.mark.timeout(600)
@pytest.mark.parametrize("told", _PRODUCTION, indirect=True)
def test_postgresql_and_kafka_tell_the_same_story(told: Played) -> None:
    """With a process for each role; Newcastle's and Sheffield's always, the others with --long."""
    story = told.year.story
    lines = journey(START, story.days, "production", story.council)
    assert [str(line) for line in lines] == [str(line) for line in told.lines]
