"""Who may approve another interval for one child, for which clause, and between which bounds."""

from collections.abc import Iterable
from datetime import date

from services.planning.domain.history import Circumstance
from services.planning.domain.span import Span, SpanNotUnderstood
from services.planning.domain.wording import joined, with_article
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.conditions import in_all
from services.planning.procedures.council import Council
from services.planning.procedures.rules import Override, Timescale


class CannotOverride(Exception):
    """The procedure does not allow it; the words say why and what would be allowed."""


def may_be_overridden(council: Council, on: date) -> dict[str, tuple[Override, ...]]:
    """The duties for which the procedure lets somebody approve another interval, by the duty's name."""
    rules = council.edition_on(on).timescales
    return {rule.name: rule.override for rule in rules if rule.override}


def allowing(rule: Timescale, role: str) -> Override | None:
    """What the clause says of intervals that this role approves; None: it lets the role approve none."""
    return next((one for one in rule.override if role in one.by), None)


def check_override(
    council: Council,
    working_days: WorkingDays,
    rule: str,
    span: str,
    role: str,
    on: date,
    circumstances: Iterable[Circumstance] = (),
    reference: str = "",
) -> None:
    """Raises CannotOverride where the clause, the role or the bounds do not let it through on that day."""
    found = next((each for each in council.edition_on(on).timescales if each.name == rule), None)
    if found is None or not found.override:
        others = joined([council.title(name) for name in may_be_overridden(council, on)], "or")
        raise CannotOverride(
            "The procedure lets nobody approve another interval for this. "
            + (f"It does for: {others}." if others else "It does so for no duty at all.")
        )
    try:
        wanted = Span.parse(span)
    except SpanNotUnderstood as error:
        raise CannotOverride(f"Write the interval like 6 months or 8 weeks: {error}.") from None
    allowed = _who_may(council, found, role, on, circumstances)
    _check_bounds(council, found, allowed, wanted, on, working_days)
    if allowed.reference and not reference.strip():
        raise CannotOverride("Give the reference of the document that says so, like the court's order.")


def _who_may(
    council: Council, rule: Timescale, role: str, on: date, circumstances: Iterable[Circumstance]
) -> Override:
    clause = council.edition_on(on).clause(rule)
    allowed = allowing(rule, role)
    if allowed is None:
        who = with_article(joined([one for each in rule.override for one in each.by], "or"))
        raise CannotOverride(f"Only {who} may approve this ({clause}), not {with_article(role)}.")
    needed = list(dict.fromkeys((*rule.when, *allowed.when)))
    if not in_all(needed, circumstances, on):
        raise CannotOverride(
            f"This may be approved only for: {joined(needed)} ({clause}). If that is so, record it first."
        )
    return allowed


def _check_bounds(
    council: Council, rule: Timescale, allowed: Override, wanted: Span, on: date, working_days: WorkingDays
) -> None:
    clause = council.edition_on(on).clause(rule)
    due = wanted.after(on, working_days).due
    if allowed.at_most and due > allowed.at_most.after(on, working_days).due:
        raise CannotOverride(
            f"{wanted} is longer than the clause allows: at most {allowed.at_most} ({clause})."
        )
    if allowed.at_least and due < allowed.at_least.after(on, working_days).due:
        raise CannotOverride(
            f"{wanted} is shorter than the clause allows: {allowed.at_least} at least ({clause})."
        )
