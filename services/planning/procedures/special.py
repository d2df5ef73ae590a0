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
from services.planning.procedures.overrides import allowing
from services.planning.procedures.rules import Override, Timescale

DOES_NOT_HOLD = "does not hold here"


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
    """What the clock leaves to owe; nothing of a rule that owes only what somebody has set."""
    own = drafting.council.span(span_of(rule))
    for claim in _claims(drafting, rule, clock, until):
        if claim.span or own or not rule.only_if_set:
            yield claim


def _claims(drafting: Drafting, rule: Timescale, clock: Clock, until: date) -> Iterator[Claim]:
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
    own, short = drafting.lay(rule, clock.anchor, clock.spans), list[str]()
    for approved in sorted(drafting.history.overrides, key=_weight, reverse=True):
        allowed = allowing(rule, approved.role)
        too_late = clock.met is not None and approved.since > clock.met.on
        if approved.rule != rule.name or allowed is None or too_late:
            continue
        span = _within_bounds(drafting, allowed, clock, Span.parse(approved.span))
        due = span.times(clock.spans).after(clock.anchor.on, drafting.working_days).due
        why_not = _why_not(drafting, allowed, approved, due)
        if not why_not:
            notes = _notes(drafting, rule, allowed, approved, span, own is None or due > own)
            return Claim(clock, span, (*notes, *short))
        if _could_hold(drafting, allowed, approved, clock.anchor.on):
            short.append(f"{approved.span}, {_approval(approved)}, {DOES_NOT_HOLD}: {why_not}.")
    return Claim(clock, notes=tuple(short))


def _weight(approved: Approved) -> tuple[object, ...]:
    """A court's goes before anybody else's while it reaches, then the later before the earlier."""
    until = approved.until or date.max
    return approved.role == COURT, approved.since, until, approved.role, approved.span


def _why_not(drafting: Drafting, allowed: Override, approved: Approved, due: date) -> str:
    """Why it does not reach to the day on which it would end; empty where it does."""
    so, only = drafting.history.circumstances, f"it is only for: {joined(allowed.when)}, and that"
    if not in_all(allowed.when, so, approved.since):
        return f"{only} was not so on {spoken(approved.since)}"
    if not in_all(allowed.when, so, due):
        return f"{only} is not so on {spoken(due)}, when it would end"
    if approved.until and due > approved.until:
        return f"it would end on {spoken(due)}, after the last day for which it was approved"
    return ""


def _could_hold(drafting: Drafting, allowed: Override, approved: Approved, begun: date) -> bool:
    """It was not over before the clock began, so that a reader may ask why it does not hold."""
    if approved.until and approved.until < begun:
        return False
    known = [c for c in drafting.history.circumstances if c.kind in allowed.when]
    return not known or any(c.until is None or begun <= c.until for c in known)


def _approval(approved: Approved) -> str:
    until = f", until {spoken(approved.until)}" if approved.until else ""
    return f"approved by {with_article(approved.role)} on {spoken(approved.since)}{until}"


def _within_bounds(drafting: Drafting, allowed: Override, clock: Clock, span: Span) -> Span:
    """What was approved, but never beyond what the clause allows."""

    def due(one: Span) -> date:
        return one.after(clock.anchor.on, drafting.working_days).due

    if allowed.at_most and due(span) > due(allowed.at_most):
        return allowed.at_most
    if allowed.at_least and due(span) < due(allowed.at_least):
        return allowed.at_least
    return span


def _notes(
    drafting: Drafting, rule: Timescale, allowed: Override, approved: Approved, span: Span, longer: bool
) -> Iterator[str]:
    yield f"{span} was {_approval(approved)}."
    if str(span) != approved.span:
        bound = "at most" if span == allowed.at_most else "at least"
        yield f"Approved were {approved.span}; the clause allows {bound} {span}."
    own = drafting.council.span(span_of(rule))
    if longer and own:
        yield f"That is a departure from the clause's own {own}."
    if allowed.when:
        yield f"Only for: {joined(allowed.when)}."
