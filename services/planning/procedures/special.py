"""Where a special clause takes the general one's place, and where an approved span takes the clause's own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from services.planning.domain.history import Approved, Happening
from services.planning.domain.span import Span
from services.planning.domain.vocabulary import COURT
from services.planning.domain.wording import joined, spoken, with_article
from services.planning.procedures.clocks import Clock
from services.planning.procedures.conditions import began, holds, in_all, is_so
from services.planning.procedures.drafting import Drafting, span_of
from services.planning.procedures.rules import Timescale


@dataclass(frozen=True)
class Claim:
    """One clock as the child's circumstances leave it: the span that holds, or the clause it gives way to.

    `span`: an approved one instead of the clause's own. `notes`: what a reader should know of it.
    `given_up_for`: the circumstances because of which nothing is owed any more.
    """

    clock: Clock
    span: Span | None = None
    notes: tuple[str, ...] = ()
    given_up_for: tuple[str, ...] = ()


def claims(drafting: Drafting, rule: Timescale, clock: Clock, until: date) -> Iterator[Claim]:
    """The clock itself, where the rule holds for the child when it ends; what is left of it where not.

    `until`: the last day of the stretch that the clock belongs to; nothing of it starts again after that.
    """
    if rule.when or rule.unless:
        kept = _kept(drafting, rule, clock, until)
        if kept is None:
            yield from _switched_off(drafting, rule, clock)
            return
        clock = kept
    special = _displacing(drafting, rule, _end(drafting, rule, clock, unset=date.max))
    if special is None:
        yield _as_approved(drafting, rule, clock)
        return
    resumed = _resumed(drafting, rule, clock, special)
    if resumed and resumed.anchor.on <= until:
        yield _as_approved(drafting, rule, resumed)
    elif not holds(special, drafting.history, clock.anchor.on):
        yield Claim(clock, given_up_for=special.when)


def is_for(drafting: Drafting, rule: Timescale) -> bool:
    """The rule will hold for this child, as things stand."""
    return holds(rule, drafting.history, date.max) and _displacing(drafting, rule, date.max) is None


def _end(drafting: Drafting, rule: Timescale, clock: Clock, unset: date | None = None) -> date:
    """The day on which the clock ends, by an approved span where there is one; `unset`: where none is set."""
    if clock.met:
        return clock.met.on
    span = _as_approved(drafting, rule, clock).span or drafting.council.span(span_of(rule))
    if span is None:
        return unset or clock.anchor.on
    return span.times(clock.spans).after(clock.anchor.on, drafting.working_days).due


def _kept(drafting: Drafting, rule: Timescale, clock: Clock, until: date) -> Clock | None:
    """A special clause's clock; had it ended before its circumstance began, it starts with that instead."""
    history, end = drafting.history, _end(drafting, rule, clock)
    if holds(rule, history, end):
        return clock
    since = began(rule, history, date.max)
    if clock.met or since is None or not end < since <= until or not holds(rule, history, since):
        return None
    what = max(
        (c for c in history.circumstances if c.kind in rule.when), key=lambda c: (c.since, c.kind)
    ).kind
    return replace(clock, anchor=Happening(f"{what} {since}", what, since), spans=1)


def _switched_off(drafting: Drafting, rule: Timescale, clock: Clock) -> Iterator[Claim]:
    """The clock had begun to run when an exception came. A circumstance that ended takes its clock along."""
    history, end = drafting.history, _end(drafting, rule, clock)
    if clock.met or not holds(rule, history, clock.anchor.on):
        return
    came = [kind for kind in rule.unless if in_all((kind,), history.circumstances, end)]
    if came:
        yield Claim(clock, given_up_for=tuple(came))


def _displacing(drafting: Drafting, rule: Timescale, end: date) -> Timescale | None:
    for special in drafting.edition.timescales:
        if rule.name in special.displaces and holds(special, drafting.history, end):
            return special
    return None


def _resumed(drafting: Drafting, rule: Timescale, clock: Clock, special: Timescale) -> Clock | None:
    """The general clock from the day on which the special circumstance ends, where that is known."""
    end = _end(drafting, rule, clock)
    ends = [c for c in drafting.history.circumstances if c.kind in special.when and is_so(c, end)]
    until = min((c for c in ends if c.until), key=lambda c: (c.until or date.max, c.kind), default=None)
    if clock.met or until is None or until.until is None:
        return None
    named = f"end of {until.kind}"
    resumed = replace(clock, anchor=Happening(f"{named} {until.until}", named, until.until), spans=1)
    again = _displacing(drafting, rule, _end(drafting, rule, resumed))
    return None if again else resumed


def _as_approved(drafting: Drafting, rule: Timescale, clock: Clock) -> Claim:
    own = drafting.lay(rule, clock.anchor, clock.spans)
    for approved in sorted(drafting.history.overrides, key=_weight, reverse=True):
        if rule.override is None or approved.rule != rule.name or not _allowed(drafting, rule, approved):
            continue
        span = _within_bounds(drafting, rule, clock, Span.parse(approved.span))
        due = span.times(clock.spans).after(clock.anchor.on, drafting.working_days).due
        too_late = clock.met is not None and approved.since > clock.met.on
        lapsed = approved.until is not None and due > approved.until
        if not too_late and not lapsed:
            return Claim(clock, span, tuple(_notes(drafting, rule, approved, span, own is None or due > own)))
    return Claim(clock)


def _weight(approved: Approved) -> tuple[object, ...]:
    """A court's goes before anybody else's, then the later before the earlier."""
    until = approved.until or date.max
    return approved.role == COURT, approved.since, until, approved.role, approved.span


def _allowed(drafting: Drafting, rule: Timescale, approved: Approved) -> bool:
    allowed = rule.override
    return allowed is not None and (
        approved.role in allowed.by and in_all(allowed.when, drafting.history.circumstances, approved.since)
    )


def _within_bounds(drafting: Drafting, rule: Timescale, clock: Clock, span: Span) -> Span:
    """What was approved, but never beyond what the clause allows."""

    def due(one: Span) -> date:
        return one.after(clock.anchor.on, drafting.working_days).due

    if rule.override and rule.override.at_most and due(span) > due(rule.override.at_most):
        return rule.override.at_most
    if rule.override and rule.override.at_least and due(span) < due(rule.override.at_least):
        return rule.override.at_least
    return span


def _notes(
    drafting: Drafting, rule: Timescale, approved: Approved, span: Span, longer: bool
) -> Iterator[str]:
    until = f", until {spoken(approved.until)}" if approved.until else ""
    yield f"{span} was approved by {with_article(approved.role)} on {spoken(approved.since)}{until}."
    if str(span) != approved.span:
        bound = "at most" if rule.override and span == rule.override.at_most else "at least"
        yield f"Approved were {approved.span}; the clause allows {bound} {span}."
    own = drafting.council.span(span_of(rule))
    if longer and own:
        yield f"That is a departure from the clause's own {own}."
    if rule.override and rule.override.when:
        yield f"Only for: {joined(rule.override.when)}."
