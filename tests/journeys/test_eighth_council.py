"""A council that nobody has heard of lives by data alone: its files, its clocks, its words, its journey."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from demo.cast import MARTIN
from demo.playing import fresh_environment, running, town_of
from demo.stories import Story
from demo.year import Year
from plumbing.settings import Settings
from services.planning.procedures.checking import check
from services.planning.procedures.council import EXAMPLES_FILE, councils, load_council
from services.planning.procedures.reader import read_edition
from tests.journeys.conftest import START, Played
from tests.services.planning.procedures.mutants import mutants_of_dates

EIGHTH = Path(__file__).parent / "eighth"
NAME = "fenmoor"
EDITION = EIGHTH / NAME / "2021-01-04.toml"
COUNCIL = load_council(NAME, EIGHTH)


def _strategy_discussion(year: Year) -> None:
    for child in year.family.children.values():
        year.deeds.event(child, "strategy discussion", "Fenmoor A1", year.martin)


def _letters(year: Year) -> None:
    def comes() -> None:
        year.deeds.event(year.child("noor"), "letter from the school", "Fenmoor D1", year.amina)

    for days in (20, 60):
        year.in_days(days, comes)


def _young_carer(year: Year) -> None:
    """Noor looks after her mother, and another team has her from then on."""

    def give() -> None:
        path = f"/children/{year.child('noor')}/allocate"
        year.martin.send(path, worker=year.amina.who.id, team="Young Carers Team")
        year.line(MARTIN, "gives Noor Haddad to the Young Carers Team", "Fenmoor B1")

    year.in_days(90, give)


def _the_end(year: Year) -> None:
    year.in_days(200, lambda: year.deeds.end_plan(year.child("sami"), "closed", "Fenmoor E1"))


STORY = Story(
    NAME,
    "Fenmoor A1",
    days=210,
    chairs={"planning meeting": MARTIN},
    twists=(_strategy_discussion, _letters, _young_carer, _the_end),
    twists_of_meetings={2: "moved"},
    assessed=False,
)
TWISTS = (
    "records for Noor Haddad: strategy discussion",
    "records for Noor Haddad: letter from the school",
    "records for Noor Haddad: significant change",
    "gives Noor Haddad to the Young Carers Team",
    "moves the progress meeting",
    "records the planning meeting",
    "records the review",
    "visits Sami Haddad",
    "sends the record of the planning meeting",
    "ends the plan of Sami Haddad: closed",
)


@pytest.mark.parametrize("file", sorted(path.name for path in (EIGHTH / NAME).glob("*.toml")))
def test_its_files_pass_the_check(file: str) -> None:
    assert [str(fault) for fault in check(EIGHTH / NAME / file)] == []


@pytest.mark.parametrize(
    "file", sorted(path.name for path in (EIGHTH / NAME).glob("*l.toml")) + [EDITION.name]
)
def test_no_word_of_it_that_bears_a_date_could_be_another(file: str, tmp_path: Path) -> None:
    copied = shutil.copytree(EIGHTH / NAME, tmp_path / NAME) / file
    events = read_edition(EDITION).events
    made = list(mutants_of_dates(copied.read_text(encoding="utf-8"), tuple(event.name for event in events)))
    survivors = []
    for change, mutant in made:
        copied.write_text(mutant, encoding="utf-8")
        if not check(copied):
            survivors.append(change)
    assert not survivors, f"{len(survivors)} of {len(made)} changes break nothing:\n" + "\n".join(survivors)
    assert len(made) >= 5 and EXAMPLES_FILE != file


def test_nothing_of_it_is_in_the_product() -> None:
    assert NAME not in councils() and councils(EIGHTH) == [NAME]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp(NAME)
    environment = fresh_environment(folder) | {"CIN_COUNCIL": NAME, "CIN_PROCEDURES": str(EIGHTH)}
    settings = Settings({**os.environ, **environment})
    with running(settings):
        town = town_of(settings)
        town.ready()
        year = Year(town, lambda line: None, STORY)
        found = Played(year.play(START, START + timedelta(days=STORY.days)), folder, year)
        for child in year.family.children.values():
            found.duties += year.duties(child)
            found.pages.append(year.martin.read(f"/children/{child}"))
        found.pages.append(year.martin.read("/"))
        yield found


def test_its_twists_happened(told: Played) -> None:
    acts = " / ".join(line.act for line in told.lines)
    assert [words for words in TWISTS if words not in acts] == []


def test_each_clause_stands_in_its_file(told: Played) -> None:
    clauses = {COUNCIL.editions[-1].clause(rule) for rule in COUNCIL.editions[-1].rules}
    assert {line.clause for line in told.lines} <= clauses
    assert {duty["clause"] for duty in told.duties} <= clauses


def test_its_clocks_are_its_own(told: Played) -> None:
    """Fifteen working days from whichever came first, and a target at four weeks before the limit at six."""
    tables = [duty for duty in told.duties if duty["name"] == "planning meeting"]
    assert {duty["why"].partition(" after ")[0] for duty in tables} == {"15 working days"}
    meetings = [duty for duty in told.duties if duty["name"] == "progress meeting"]
    apart = {date.fromisoformat(duty["due"]) - date.fromisoformat(duty["aim"]) for duty in meetings}
    assert apart == {timedelta(weeks=2)}


def test_the_quarters_are_counted_from_the_agreement_whenever_somebody_looked_back(told: Played) -> None:
    noor = told.year.duties(told.year.child("noor"))
    quarters = sorted(duty["due"] for duty in noor if duty["name"] == "review")
    assert len({duty["anchor"] for duty in noor if duty["name"] == "review"}) == 1
    assert len(quarters) >= 3 and len({day[-2:] for day in quarters}) == 1


def test_the_other_team_has_other_visits(told: Played) -> None:
    def visits(child: str) -> set[str]:
        duties = told.year.duties(told.year.child(child))
        return {duty["name"] for duty in duties if duty["name"].startswith("visit ")}

    assert visits("sami") == {"visit to the child"}
    assert visits("noor") == {"visit to the child", "visit to a young carer"}


def test_nothing_was_parked_and_nothing_failed(told: Played) -> None:
    assert '"message parked"' not in told.log and '"failed"' not in told.log
    assert "Traceback" not in told.log


def test_its_pages_speak_its_own_words_and_nobody_elses(told: Played) -> None:
    text = re.sub(r"<[^>]+>", " ", " ".join(told.pages))
    own = {COUNCIL.name, COUNCIL.known_as, *COUNCIL.editions[-1].words.values()}
    assert COUNCIL.word("review") in text and COUNCIL.word("progress meeting") in text
    for name in councils():
        other = load_council(name)
        foreign = {other.name, *other.editions[-1].words.values()} - own
        said = {word for word in foreign if re.search(rf"\b{re.escape(word)}\b", text)}
        assert not {word for word in said if not any(word in one for one in own)}, f"{name}: {said}"
