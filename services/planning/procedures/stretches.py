"""Cuts a child's history where something stops the clocks, and says what of that day begins anew."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from services.planning.domain import vocabulary as words
from services.planning.domain.history import Happening
from services.planning.procedures.edition import Edition

_COMES_BACK = {words.CP_PLAN_BEGAN: words.CP_PLAN_ENDED, words.CARE_BEGAN: words.CARE_ENDED}
_BEFORE_A_PLAN = (
    *(words.REFERRAL, words.ALLOCATED, words.ASSESSMENT_STARTED),
    *(words.FIRST_TOLD, words.RESIDENT_HERE),
)
_OPENS = (
    *_BEFORE_A_PLAN,
    *(words.ASSESSMENT_FINISHED, words.ASSESSMENT_AUTHORISED),
    *(words.PLAN_DRAWN_UP, words.PLANNING_MEETING, words.PLAN_AGREED),
)
"""Kinds that come once in a stretch of time: one that comes again, on the day it ends, is of the next."""


@dataclass(frozen=True)
class Episode:
    """The happenings up to the day that something stopped the clocks; `ended` is None while they run.

    `afresh` are those of that same day with which the next stretch begins. `later` are they and all that
    came after, for the few rules that outlast it.
    """

    happenings: tuple[Happening, ...]
    ended: Happening | None = None
    later: tuple[Happening, ...] = ()
    afresh: tuple[Happening, ...] = ()

    @property
    def until(self) -> date:
        return self.ended.on if self.ended else date.max

    @property
    def meeting(self) -> tuple[Happening, ...]:
        """What may meet its clocks: a meeting that opens the next stretch was held all the same."""
        return (*self.happenings, *self.afresh)


def episodes(edition: Edition, happenings: Sequence[Happening]) -> list[Episode]:
    """Cut at each day on which the clocks stop; the last is the running one, and may be empty."""
    stops = {kind for rule in edition.stops for kind in rule.by}
    found, rest = [], list(happenings)
    stopping = (happening for happening in happenings if happening.kind in stops)
    for day, of_a_day in groupby(stopping, key=lambda h: h.on):
        stop = next(of_a_day)
        afresh = [] if _away(stops, happenings, day) else _afresh(rest, day)
        later = [h for h in rest if h in afresh or h.on > day]
        before = tuple(h for h in rest if h.on <= day and h not in afresh)
        found.append(Episode(before, stop, tuple(later), tuple(afresh)))
        rest = later
    return [episode for episode in found if episode.happenings] + [Episode(tuple(rest))]


def _afresh(happenings: Sequence[Happening], day: date) -> list[Happening]:
    """Those of the day that begin a new stretch: the child came back, or what opens one came again."""
    before = {h.kind for h in happenings if h.on < day}
    planned = words.PLAN_AGREED in before
    again = [kind for kind in _OPENS if kind in before or (planned and kind in _BEFORE_A_PLAN)]
    return [h for h in happenings if h.on == day and h.kind in (*again, *_COMES_BACK.values())]


def _away(stops: Collection[str], happenings: Sequence[Happening], day: date) -> bool:
    """On a protection plan or in care when the day ends: nothing of that day begins anew."""
    return any(
        _lasts(happenings, began, ended, day) for began, ended in _COMES_BACK.items() if began in stops
    )


def _lasts(happenings: Sequence[Happening], began: str, ended: str, day: date) -> bool:
    """Both on one day leave it as it was before: a night in care, or two times of care end to end."""
    so = False
    for _, of_a_day in groupby((h for h in happenings if h.on <= day), key=lambda h: h.on):
        kinds = {h.kind for h in of_a_day}
        if (began in kinds) != (ended in kinds):
            so = began in kinds
    return so
