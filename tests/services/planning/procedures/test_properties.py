"""What holds of every council's reckoning, whatever happens and whenever it is written down."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.planning.domain.duty import (
    DROPPED,
    MET,
    NOT_KNOWN,
    NOT_SET,
    OPEN,
    WAITING,
    Duty,
    Moved,
    Opened,
    Reopened,
    difference,
)
from services.planning.domain.history import Happening, History
from services.planning.domain.span import WORKING_DAYS as IN_WORKING_DAYS
from services.planning.domain.wording import spoken
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.clocks import that_count
from services.planning.procedures.council import Council, councils, load_council, read_history
from services.planning.procedures.reckoning import reckon
from services.planning.procedures.rules import Timescale
from tests.services.planning.procedures.histories import histories

bounded = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
every_council = pytest.mark.parametrize("name", councils())


@cache
def known(name: str) -> tuple[Council, WorkingDays]:
    council = load_council(name)
    return council, working_days_of(council)


def reckoned(name: str, history: History) -> tuple[Duty, ...]:
    return reckon(known(name)[0], history, known(name)[1])


def rule_of(name: str, duty: Duty) -> Timescale | None:
    edition = next(each for each in known(name)[0].editions if each.sha256 == duty.edition)
    return next((rule for rule in edition.timescales if rule.name == duty.name), None)


@every_council
@bounded
@given(data=st.data())
def test_the_order_in_which_facts_were_recorded_makes_no_difference(name: str, data: st.DataObject) -> None:
    history = data.draw(histories(known(name)[0]))
    shuffled = replace(
        history,
        happenings=tuple(data.draw(st.permutations(history.happenings))),
        circumstances=tuple(data.draw(st.permutations(history.circumstances))),
        overrides=tuple(data.draw(st.permutations(history.overrides))),
    )
    assert reckoned(name, history) == reckoned(name, shuffled)


@every_council
@bounded
@given(data=st.data())
def test_a_fact_recorded_late_gives_what_it_would_have_given_in_time(name: str, data: st.DataObject) -> None:
    """Whoever only ever heard the changes knows what a reckoning of the whole says is open, and when due."""
    history = data.draw(histories(known(name)[0], facts=7))
    facts = data.draw(st.permutations([*history.happenings, *history.circumstances, *history.overrides]))
    kept: tuple[Duty, ...] = ()
    heard: dict[str, object] = {}
    for number in range(1, len(facts) + 1):
        so_far = set(map(id, facts[:number]))
        partly = replace(
            history,
            happenings=tuple(h for h in history.happenings if id(h) in so_far),
            circumstances=tuple(c for c in history.circumstances if id(c) in so_far),
            overrides=tuple(o for o in history.overrides if id(o) in so_far),
        )
        now = reckoned(name, partly)
        for change in difference(kept, now):
            if isinstance(change, Opened | Reopened | Moved):
                heard[change.duty.id] = change.duty.due
            else:
                heard.pop(change.duty.id, None)
        kept = now
    whole = {duty.id: duty.due for duty in reckoned(name, history) if duty.state == OPEN}
    assert heard == whole


@every_council
@bounded
@given(data=st.data())
def test_working_days_never_end_on_a_day_that_is_none(name: str, data: st.DataObject) -> None:
    council, working_days = known(name)
    for duty in reckoned(name, data.draw(histories(council))):
        rule = rule_of(name, duty)
        if duty.due and re.match(r"[0-9]+ working days? after ", duty.why):
            assert working_days.is_working(duty.due), duty
        if rule and rule.aim and rule.aim.unit == IN_WORKING_DAYS and duty.aim:
            assert working_days.is_working(duty.aim), duty
        if council.local.due_soon.unit == IN_WORKING_DAYS and duty.soon and duty.soon != duty.due:
            assert working_days.is_working(duty.soon), duty


@every_council
@bounded
@given(data=st.data())
def test_each_duty_is_one_of_its_kind_and_says_by_itself_when_and_why(name: str, data: st.DataObject) -> None:
    history = data.draw(histories(known(name)[0]))
    found = reckoned(name, history)
    assert len({duty.id for duty in found}) == len(found)
    for duty in found:
        assert duty.why.lower().endswith(f"{duty.clause}.".lower()), duty
        assert duty.due is None or spoken(duty.due) in duty.why
        assert duty.due is None or duty.state not in (WAITING, NOT_SET, NOT_KNOWN)
        assert duty.due is not None or duty.state != OPEN
        assert bool(duty.dropped_because) == (duty.state == DROPPED), duty


@every_council
@bounded
@given(data=st.data())
def test_what_is_met_was_met_by_what_happened_and_what_is_open_by_nothing(
    name: str, data: st.DataObject
) -> None:
    history = data.draw(histories(known(name)[0]))
    days = {happening.on for happening in history.happenings}
    for duty in reckoned(name, history):
        assert duty.state != MET or duty.met_on in days, duty
        if duty.state == OPEN:
            assert list(_would_meet(name, history, duty)) == [], duty


def _would_meet(name: str, history: History, duty: Duty) -> Iterator[Happening]:
    """What came after the open duty's clock began, in the same stretch, and is of the kind that meets it."""
    rule = rule_of(name, duty)
    assert duty.anchored_on is not None
    if rule is None:
        return
    council = known(name)[0]
    edition = next(each for each in council.editions if each.sha256 == duty.edition)
    for happening in that_count(rule, read_history(edition, history)):
        later = happening.on > duty.anchored_on or (rule.within and happening.on == duty.anchored_on)
        if later and happening.id != duty.anchor:
            yield happening


DISPLACING = sorted(
    name
    for name in councils()
    if any(rule.displaces for edition in known(name)[0].editions for rule in edition.timescales)
)


@pytest.mark.parametrize("name", DISPLACING)
@bounded
@given(data=st.data())
def test_what_gives_way_leaves_no_gap_that_nobody_is_told_of(name: str, data: st.DataObject) -> None:
    """Its own clock goes on, is shown as dropped with the reason, or the clause in its place is shown."""
    council = known(name)[0]
    history = replace(data.draw(histories(council)), known_from=None)
    without = replace(
        council,
        editions=tuple(
            replace(e, timescales=tuple(replace(rule, displaces=()) for rule in e.timescales))
            for e in council.editions
        ),
    )
    found = reckoned(name, history)
    instead = {
        general: rule.name
        for edition in council.editions
        for rule in edition.timescales
        for general in rule.displaces
    }
    shown = {duty.id for duty in found}
    names = {duty.name for duty in found}
    resumed = {duty.name for duty in found if duty.anchor.startswith("end of ")}
    for duty in reckon(without, history, known(name)[1]):
        if duty.name in instead and duty.id not in shown and duty.state == OPEN:
            assert instead[duty.name] in names or duty.name in resumed, duty
