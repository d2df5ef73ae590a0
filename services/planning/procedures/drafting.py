"""Writes a duty out: its dates, its clause and the explanation of why that date."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from services.planning.domain import duty as d
from services.planning.domain.duty import Duty
from services.planning.domain.history import Happening, History
from services.planning.domain.span import Span
from services.planning.domain.vocabulary import PHRASES
from services.planning.domain.wording import joined, spoken
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.council import Council
from services.planning.procedures.edition import Edition
from services.planning.procedures.rules import (
    LATEST_OF_ALL,
    PRODUCT_DEFAULT,
    Circulate,
    Local,
    SignOff,
    Timescale,
)

Owing = Timescale | Circulate | SignOff


@dataclass(frozen=True)
class Drafting:
    """What every duty of one child under one edition has in common."""

    council: Council
    edition: Edition
    history: History
    working_days: WorkingDays

    def duty(
        self, rule: Owing, anchor: Happening, what: str = "", spans: int = 1, own: Span | None = None
    ) -> Duty:
        """The open duty whose clock `anchor` started; not set where nobody has set its span.

        `spans` of them on end, on a grid; `own`: the span that was approved for this child instead.
        """
        within = span_of(rule)
        span = own or self.council.span(within)
        if span is None:
            named = within.name if isinstance(within, Local) else ""
            return self._blank(rule, anchor, d.NOT_SET, f"This time has not been set: {named}")
        reckoning = span.times(spans).after(anchor.on, self.working_days)
        aim = (
            rule.aim.after(anchor.on, self.working_days) if isinstance(rule, Timescale) and rule.aim else None
        )
        blank = self._blank(rule, anchor, d.OPEN, reckoning.words(what or self.phrase(anchor.kind)), spans)
        soon = self.council.local.due_soon.before(reckoning.due, self.working_days)
        beside = self._beside(within, anchor)
        if aim:
            beside = (f"To aim for: {aim.words(what or self.phrase(anchor.kind))}.", *beside)
        return replace(blank, aim=aim.due if aim else None, due=reckoning.due, soon=soon, beside=beside)

    def lay(self, rule: Timescale, anchor: Happening, spans: int = 1) -> date | None:
        """Where the rule's own span, so many times, comes to."""
        span = self.council.span(span_of(rule))
        return span.times(spans).after(anchor.on, self.working_days).due if span else None

    def waiting(self, rule: Timescale, happened: Collection[str] = ()) -> Duty:
        """The duty whose clock nothing has started yet; where all must have happened, some may have."""
        lacking = [kind for kind in rule.of if rule.start != LATEST_OF_ALL or kind not in happened]
        what = joined([self.edition.word(kind) for kind in lacking], _between(rule))
        return self._blank(rule, None, d.WAITING, f"There is no date yet, as this has not happened: {what}")

    def phrase(self, kind: str) -> str:
        """How the explanation names what started the clock."""
        return PHRASES.get(kind, f"the {self.edition.word(kind)}")

    def _beside(self, within: Span | Local | None, anchor: Happening) -> tuple[str, ...]:
        found = []
        if isinstance(within, Local) and self.council.is_products(within):
            found.append(
                f"The council has not set its {within.name}: {within.otherwise} is a {PRODUCT_DEFAULT}."
            )
        if anchor.on < self.edition.in_force:
            found.append(
                f"The clock began before this edition came into force on {spoken(self.edition.in_force)}."
            )
        return tuple(found)

    def _blank(self, rule: Owing, anchor: Happening | None, state: str, why: str, spans: int = 1) -> Duty:
        clause = self.edition.clause(rule)
        child, turn = self.history.child, f"#{spans}" if spans > 1 else ""
        return Duty(
            id=d.identity(child, rule.name, f"{anchor.id}{turn}" if anchor else ""),
            child=child,
            name=rule.name,
            anchor=anchor.id if anchor else "",
            state=state,
            anchored_on=anchor.on if anchor else None,
            aim=None,
            due=None,
            soon=None,
            force=rule.force,
            owed_by=self.council.role(rule.by),
            clause=clause,
            ids=rule.ids,
            reading="; ".join(rule.reading),
            why=f"{why[0].upper()}{why[1:]}. {clause[0].upper()}{clause[1:]}.",
            edition=self.edition.sha256,
        )


def span_of(rule: Owing) -> Span | Local | None:
    return rule.within or rule.every if isinstance(rule, Timescale) else rule.within


def _between(rule: Timescale) -> str:
    return "and" if rule.start == LATEST_OF_ALL else "or"
