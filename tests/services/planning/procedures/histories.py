"""Random histories made of what one council's procedure asks about."""

from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import strategies as st

from services.planning.domain.history import Approved, Circumstance, Happening, History
from services.planning.domain.vocabulary import (
    CHAIRED_BY,
    CHILD_SEEN,
    CIRCULATED,
    EARLY,
    KINDS,
    MEETINGS,
    REVIEW_DATE,
    SIGNED_OFF,
    SPECIFIC,
    WITH_THE_FAMILY,
)
from services.planning.procedures.council import Council

FIRST, LAST = date(2026, 11, 2), date(2027, 11, 1)
DAYS = st.dates(FIRST, LAST)
SPANS = st.sampled_from(("2 weeks", "8 weeks", "20 working days", "3 months", "6 months", "7 days"))
CHAIRS = st.sampled_from(("social worker", "team manager", "manager", "service manager", ""))


def asked_about(council: Council) -> tuple[str, ...]:
    """Every recordable kind that a rule of the council starts with, is met by, or stops for."""
    named: set[str] = set(council.recordable_events())
    for edition in council.editions:
        for rule in edition.timescales:
            named.update((*rule.of, *rule.kinds, *rule.only_after, *rule.suspended_by, *rule.shows))
        for stop in edition.stops:
            named.update(stop.by)
        named.update(gate.met_by for gate in edition.sign_offs)
    own = {event.name for edition in council.editions for event in edition.events if event.means}
    return tuple(sorted(named & {*KINDS, *own} - {CIRCULATED, SIGNED_OFF}))


def histories(council: Council, facts: int = 10) -> st.SearchStrategy[History]:
    """At most so many happenings, with some circumstances, teams, overrides and now and then a take-over."""

    @st.composite
    def made(draw: st.DrawFn) -> History:
        happenings = [_happening(draw, council, number) for number in range(draw(st.integers(1, facts)))]
        happenings += list(_papers(draw, happenings))
        return History(
            "child",
            tuple(happenings),
            tuple(_circumstances(draw, council)),
            tuple(_overrides(draw, council)),
            draw(st.one_of(st.none(), st.none(), st.none(), DAYS)),
        )

    return made()


def _happening(draw: st.DrawFn, council: Council, number: int) -> Happening:
    kind = draw(st.sampled_from((*asked_about(council), *MEETINGS)))
    properties: dict[str, object] = {}
    if kind in MEETINGS:
        properties = {
            WITH_THE_FAMILY: draw(st.sampled_from((True, True, False))),
            REVIEW_DATE: draw(st.sampled_from((LAST, LAST, None))),
            CHAIRED_BY: draw(CHAIRS),
            EARLY: draw(st.sampled_from((False, False, True))),
            SPECIFIC: draw(st.booleans()),
        }
    if kind == "visit":
        properties = {CHILD_SEEN: draw(st.booleans())}
    return Happening(f"{kind} {number}", kind, draw(DAYS), properties)


def _papers(draw: st.DrawFn, happenings: list[Happening]) -> Iterator[Happening]:
    """A signature on the record of some meetings, and its circulation."""
    for meeting in (h for h in happenings if h.kind in MEETINGS):
        for kind in (SIGNED_OFF, CIRCULATED):
            if draw(st.booleans()):
                later = meeting.on + timedelta(days=draw(st.integers(0, 30)))
                yield Happening(f"{kind} of {meeting.id}", kind, later, of=meeting.id)


def _circumstances(draw: st.DrawFn, council: Council) -> Iterator[Circumstance]:
    """Each kind at most once on one day, as the product records them."""
    kinds = sorted({**council.circumstances(), **council.teams()})
    found = draw(st.lists(st.tuples(st.sampled_from(kinds), DAYS), max_size=4, unique=True)) if kinds else []
    for kind, since in found:
        until = draw(st.one_of(st.none(), st.integers(0, 200)))
        yield Circumstance(kind, since, None if until is None else since + timedelta(days=until))


def _overrides(draw: st.DrawFn, council: Council) -> Iterator[Approved]:
    rules = [rule for rule in council.editions[-1].timescales if rule.override]
    for rule in draw(st.lists(st.sampled_from(rules), max_size=3)) if rules else []:
        since, until = draw(DAYS), draw(st.one_of(st.none(), st.integers(0, 300)))
        yield Approved(
            rule.name,
            draw(SPANS),
            draw(st.sampled_from([role for one in rule.override for role in one.by])),
            since,
            None if until is None else since + timedelta(days=until),
        )
