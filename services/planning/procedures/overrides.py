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


def may_be_overridden(council: Council, on: date) -> dict[str, Override]:
    """The duties for which the procedure lets somebody approve another interval, by the duty's name."""
    rules = council.edition_on(on).timescales
    return {rule.name: rule.override for rule in rules if rule.override}


def check_override(
    council: Council,
    working_days: WorkingDays,
    rule: str,
    span: str,
    role: str,
    on: date,
    circumstances: Iterable[Circumstance] = (),
) -> None:
    """Raises CannotOverride where the clause, the role or the bounds do not let it through on that day."""
    found = next((each for each in council.edition_on(on).timescales if each.name == rule), None)
    if found is None or found.override is None:
        allowed = joined([council.title(name) for name in may_be_overridden(council, on)], "or")
        raise CannotOverride(
            "The procedure lets nobody approve another interval for this. "
            + (f"It does for: {allowed}." if allowed else "It does so for no duty at all.")
        )
    try:
        wanted = Span.parse(span)
    except SpanNotUnderstood as error:
        raise CannotOverride(f"Write the interval like 6 months or 8 weeks: {error}.") from None
    _check_who(council, found, found.override, role, on, circumstances)
    _check_bounds(council, found, found.override, wanted, on, working_days)


def _check_who(
    council: Council,
    rule: Timescale,
    allowed: Override,
    role: str,
    on: date,
    circumstances: Iterable[Circumstance],
) -> None:
    clause = council.edition_on(on).clause(rule)
    if role not in allowed.by:
        who = with_article(joined(allowed.by, "or"))
        raise CannotOverride(f"Only {who} may approve this ({clause}), not {with_article(role)}.")
    if not in_all(allowed.when, circumstances, on):
        needed = joined(allowed.when)
        raise CannotOverride(
            f"This may be approved only for: {needed} ({clause}). If that is so, record it first."
        )


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
