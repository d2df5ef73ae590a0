"""Newcastle's year: every line says who, what, when, to whom and under which clause, and none is invented."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import services.planning.procedures as procedures
from demo.story import spoken
from services.planning.procedures.council import load_council
from services.planning.procedures.rules import PRODUCT_DEFAULT
from tests.cast import PEOPLE
from tests.journeys.conftest import Played
from tests.journeys.test_councils import REACHED, speaks_for_itself

_LINE = re.compile(
    r"(?P<day>\w+day \d{1,2} \w+ \d{4}) \| (?P<actor>[^|]+) \| (?P<act>[^|]+)"
    r"( \| to (?P<to>[^|]+))? \| (?P<clause>[^|]+)"
)
_TO_PEOPLE = ("arranges", "tells", "moves", "sends", "prints", "lifts")
PROCEDURES = Path(procedures.__file__).parent


def test_every_line_has_weekday_date_actor_act_recipients_and_clause(played: Played) -> None:
    held = False
    for line in played.lines:
        match = _LINE.fullmatch(str(line))
        assert match, str(line)
        held = (held or line.act.startswith("holds everything")) and not line.act.startswith("lifts")
        if line.act.startswith(_TO_PEOPLE) and not held:
            assert match["to"], f"nobody got it: {line}"


def test_each_date_is_a_duty_or_a_recorded_fact(played: Played) -> None:
    days = set(played.chronology)
    for duty in played.duties:
        for name in ("due", "soon", "met_on"):
            if duty[name]:
                day = date.fromisoformat(duty[name])
                days |= {spoken(day), spoken(day + timedelta(days=1))}
    for line in played.lines:
        assert spoken(line.day) in days, str(line)


def test_each_clause_stands_in_the_file(played: Played) -> None:
    council = load_council("newcastle")
    edition = council.editions[-1]
    clauses = {edition.clause(rule) for rule in edition.rules}
    assert {line.clause for line in played.lines} <= clauses
    assert PRODUCT_DEFAULT in clauses


def test_its_pages_mails_and_papers_speak_its_own_words_and_nobody_elses(played: Played) -> None:
    speaks_for_itself(played)


def test_the_twists_happened(played: Played) -> None:
    acts = " / ".join(line.act for line in played.lines)
    for words in (
        "moves the",
        "nobody of the family could come",
        "overdue is the",
        "came back",
        "holds every",
    ):
        assert words in acts, words


def test_while_everything_is_held_nothing_goes_and_when_lifted_it_does(played: Played) -> None:
    """U1."""
    acts = [line for line in played.lines if line.clause]
    at = next(i for i, line in enumerate(acts) if line.act.startswith("holds everything"))
    moved, lifted = acts[at + 1], acts[at + 2]
    assert moved.act.startswith("moves") and moved.to == ()
    assert lifted.act.startswith("lifts") and "Samira Haddad" in lifted.to


def test_nc15_everyone_invited_to_the_planning_meeting_has_its_record_in_ten_working_days(
    played: Played,
) -> None:
    duty = next(d for d in played.duties if d["name"] == "circulate after planning meeting")
    assert duty["state"] == "met" and duty["met_on"] <= duty["due"]
    told = [line for line in played.lines if "record of the planning meeting" in line.act]
    reached = {name for line in told for name in line.to}
    assert reached == {person.name for person in PEOPLE if person.kind != "service"}


def test_nothing_was_parked_and_nothing_failed(played: Played) -> None:
    assert '"message parked"' not in played.log and '"failed"' not in played.log
    assert "Traceback" not in played.log


def test_it_reaches_the_rules_that_the_table_says_it_reaches(played: Played) -> None:
    assert json.loads(REACHED.read_text(encoding="utf-8"))["newcastle"] == played.reached
