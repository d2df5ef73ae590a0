"""Reckons a child's duties from the council's procedure, the child's history and the working days."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from services.planning.domain import duty as d
from services.planning.domain.duty import Duty
from services.planning.domain.history import History
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.circulation import circulation_duties
from services.planning.procedures.clocks import Clock, Episode, clocks, episodes
from services.planning.procedures.council import Council, read_history
from services.planning.procedures.drafting import Drafting


def reckon(council: Council, history: History, working_days: WorkingDays) -> tuple[Duty, ...]:
    """Every duty of the child, open, met, waiting, not set or dropped; a pure function of its arguments."""
    duties = [
        *_timescales(council, history, working_days),
        *circulation_duties(council, history, working_days),
    ]
    duties.extend(_waiting(council, history, working_days, duties))
    return tuple(sorted(duties, key=lambda duty: (duty.due or date.max, duty.name, duty.id)))


def _timescales(council: Council, history: History, working_days: WorkingDays) -> Iterator[Duty]:
    for edition in council.editions:
        drafting = Drafting(council, edition, history.child, working_days)
        for episode in episodes(edition, read_history(edition, history)):
            for rule in edition.timescales:
                for clock in clocks(edition, rule, episode):
                    # An edition governs the clocks that start while it is in force.
                    if council.edition_on(clock.anchor.on) is edition:
                        yield _settled(drafting.duty(rule, clock.anchor), clock, episode)


def _settled(duty: Duty, clock: Clock, episode: Episode) -> Duty:
    if clock.met:
        return replace(duty, state=d.MET, met_on=clock.met.on)
    if episode.ended:
        return replace(duty, state=d.DROPPED, dropped_because=episode.ended.kind)
    return replace(duty, shortfall=clock.shortfall)


def _waiting(
    council: Council, history: History, working_days: WorkingDays, duties: Sequence[Duty]
) -> Iterator[Duty]:
    """What the running episode will owe once its clock starts, by the edition of its latest happening."""
    latest = max((happening.on for happening in history.happenings), default=None)
    if latest is None:
        return
    edition = council.edition_on(latest)
    running = episodes(edition, read_history(edition, history))[-1]
    begun = {h.id for h in running.happenings}
    started = {duty.name for duty in duties if duty.anchor in begun}
    drafting = Drafting(council, edition, history.child, working_days)
    for rule in edition.timescales:
        if running.happenings and rule.name not in started:
            yield drafting.waiting(rule)
