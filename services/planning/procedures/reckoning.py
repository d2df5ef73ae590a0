"""Reckons a child's duties from the council's procedure, the child's history and the working days."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from services.planning.domain import duty as d
from services.planning.domain.duty import Duty
from services.planning.domain.history import History
from services.planning.domain.vocabulary import UNFORESEEN
from services.planning.domain.wording import spoken
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.circulation import circulation_duties
from services.planning.procedures.clocks import Clock, clocks, that_count
from services.planning.procedures.council import Council, read_history
from services.planning.procedures.drafting import Drafting
from services.planning.procedures.edition import Edition
from services.planning.procedures.questions import announced
from services.planning.procedures.rules import EACH, Timescale
from services.planning.procedures.special import Claim, claims, is_for
from services.planning.procedures.stretches import Episode, episodes
from services.planning.procedures.unknowns import as_far_as_known


def reckon(council: Council, history: History, working_days: WorkingDays) -> tuple[Duty, ...]:
    """Every duty of the child, in whatever state; a pure function of its arguments."""
    duties = [
        *_timescales(council, history, working_days),
        *circulation_duties(council, history, working_days),
    ]
    duties.extend(_waiting(council, history, working_days, duties))
    known = as_far_as_known(council, history, working_days, duties)
    return tuple(sorted(known, key=lambda duty: (duty.due or date.max, duty.name, duty.id)))


def _timescales(council: Council, history: History, working_days: WorkingDays) -> Iterator[Duty]:
    governing: dict[tuple[str, str, int], Edition] = {}
    for edition in council.editions:
        drafting = Drafting(council, edition, history, working_days)
        for episode in episodes(edition, read_history(edition, history)):
            for rule in edition.timescales:
                for clock in clocks(edition, rule, episode, partial(drafting.lay, rule)):
                    if edition.in_force < council.edition_on(clock.anchor.on).in_force:
                        continue
                    # Whether it still ran when a later edition came is for the one to say that it ran under.
                    key = rule.name, clock.anchor.id, clock.spans
                    governing.setdefault(key, _governing(council, rule, clock))
                    if governing[key] is edition:
                        for claim in claims(drafting, rule, clock, episode.until):
                            yield _settled(drafting, rule, claim, episode)


def _governing(council: Council, rule: Timescale, clock: Clock) -> Edition:
    """The edition in force when the clock began; a later one whose clause moves the clocks that still run."""
    found = council.edition_on(clock.anchor.on)
    for edition in council.editions:
        runs = clock.met is None or clock.met.on >= edition.in_force
        moves = any(each.name == rule.name and each.moves_running for each in edition.timescales)
        if edition.in_force > max(found.in_force, clock.anchor.on) and runs and moves:
            found = edition
    return found


def _settled(drafting: Drafting, rule: Timescale, claim: Claim, episode: Episode) -> Duty:
    clock = claim.clock
    duty = drafting.duty(rule, clock.anchor, spans=clock.spans, own=claim.span)
    if clock.met:
        return replace(duty, state=d.MET, met_on=clock.met.on)
    if claim.given_up_for:
        return replace(duty, state=d.DROPPED, dropped_because=", ".join(claim.given_up_for))
    if episode.ended and not rule.outlasts:
        return replace(duty, state=d.DROPPED, dropped_because=episode.ended.kind)
    said = tuple(_suspensions(drafting, rule, duty, episode))
    beside = (
        *duty.beside,
        *claim.notes,
        *(_grid(drafting, rule, clock, duty, episode) if claim.span is None else ()),
        *_shown(drafting, rule, episode),
        *announced(drafting, rule, duty.due, episode),
        *said,
    )
    # What is suspended is not reminded of, but on its day it is back: silence hides no deadline.
    return replace(duty, shortfall=clock.shortfall, beside=beside, soon=duty.due if said else duty.soon)


def _suspensions(drafting: Drafting, rule: Timescale, duty: Duty, episode: Episode) -> Iterator[str]:
    for said in (h for h in episode.happenings if h.kind in rule.suspended_by and duty.due):
        word = drafting.edition.word(said.kind)
        back = spoken(duty.due) if duty.due else ""
        yield (
            f"Held up: {word}, said on {spoken(said.on)}. "
            f"It is due all the same if the child is still open on {back}."
        )


def _grid(drafting: Drafting, rule: Timescale, clock: Clock, duty: Duty, episode: Episode) -> Iterator[str]:
    """A late meeting moves the next one; a grid from the first shows by how much (reading 11).

    A meeting out of its turn, before the next turn has begun, takes none away.
    """
    if not rule.shows_grid or clock.first is None or clock.number < 2:
        return
    turn, begins = 1, clock.first.on
    for held in that_count(rule, episode.happenings):
        if begins < held.on <= clock.anchor.on:
            begins = drafting.lay(rule, clock.first, turn) or begins
            turn += 1
    due = drafting.lay(rule, clock.first, turn)
    if due and due != duty.due:
        since = f"{drafting.phrase(clock.first.kind)} on {spoken(clock.first.on)}"
        yield f"Counted without a break from {since}, number {turn} falls on {spoken(due)}."


def _shown(drafting: Drafting, rule: Timescale, episode: Episode) -> Iterator[str]:
    for kind in rule.shows:
        latest = [h for h in episode.happenings if h.kind == kind][-1:]
        yield from (f"{drafting.edition.word(kind).capitalize()}: {spoken(h.on)}." for h in latest)


def _waiting(
    council: Council, history: History, working_days: WorkingDays, duties: Sequence[Duty]
) -> Iterator[Duty]:
    """What the running episode will owe once its clock starts, by the edition of its latest happening.

    Special clauses wait only where they hold. What only some event may bring about is not waited for.
    """
    latest = max((happening.on for happening in history.happenings), default=None)
    if latest is None:
        return
    edition = council.edition_on(latest)
    running = episodes(edition, read_history(edition, history))[-1]
    begun = {h.id for h in running.happenings}
    started = {duty.name for duty in duties if duty.anchor in begun}
    drafting = Drafting(council, edition, history, working_days)
    for rule in edition.timescales:
        expected = _is_to_come(rule, running) and rule.name not in started
        begun_for_nothing = any(clocks(edition, rule, running, partial(drafting.lay, rule)))
        if running.happenings and expected and not begun_for_nothing and is_for(drafting, rule):
            yield drafting.waiting(rule, {h.kind for h in running.happenings})


def _is_to_come(rule: Timescale, running: Episode) -> bool:
    """Its clock starts in the ordinary course of things, or part of what starts it has happened."""
    happened = {h.kind for h in running.happenings}
    foreseen = any(kind not in UNFORESEEN or kind in happened for kind in rule.of)
    return foreseen and rule.start != EACH and not rule.outlasts
