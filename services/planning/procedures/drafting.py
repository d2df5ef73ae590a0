"""Writes a duty out: its dates, its clause and the explanation of why that date."""

from dataclasses import dataclass, replace
from datetime import date

from services.planning.domain import duty as d
from services.planning.domain.duty import Duty
from services.planning.domain.history import Happening
from services.planning.domain.span import Span
from services.planning.domain.vocabulary import PHRASES
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.council import Council
from services.planning.procedures.rules import Circulate, Edition, Local, Timescale


@dataclass(frozen=True)
class Drafting:
    """What every duty of one child under one edition has in common."""

    council: Council
    edition: Edition
    child: str
    working_days: WorkingDays

    def duty(self, rule: Timescale | Circulate, anchor: Happening, what: str = "") -> Duty:
        """The open duty whose clock `anchor` started; not set where the council has not set its span."""
        within = rule.within if isinstance(rule, Circulate) else rule.within or rule.every
        span = self.council.span(within)
        if span is None:
            named = within.name if isinstance(within, Local) else ""
            return self._blank(rule, anchor, d.NOT_SET, f"The council has not set its {named}")
        reckoning = span.after(anchor.on, self.working_days)
        aim = self._aim(rule.aim, anchor) if isinstance(rule, Timescale) else None
        blank = self._blank(rule, anchor, d.OPEN, reckoning.words(what or self.phrase(anchor.kind)))
        soon = self.council.local.due_soon.before(reckoning.due, self.working_days)
        return replace(blank, aim=aim, due=reckoning.due, soon=soon)

    def waiting(self, rule: Timescale) -> Duty:
        """The duty whose clock nothing has started yet."""
        return self._blank(rule, None, d.WAITING, f"Its clock starts with: {self.edition.word(rule.of)}")

    def phrase(self, kind: str) -> str:
        """How the explanation names what started the clock."""
        return PHRASES.get(kind, f"the {self.edition.word(kind)}")

    def _aim(self, aim: Span | None, anchor: Happening) -> date | None:
        return aim.after(anchor.on, self.working_days).due if aim else None

    def _blank(self, rule: Timescale | Circulate, anchor: Happening | None, state: str, why: str) -> Duty:
        clause = self.edition.clause(rule)
        return Duty(
            id=d.identity(self.child, rule.name, anchor.id if anchor else ""),
            child=self.child,
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
            why=f"{why}. {clause[0].upper()}{clause[1:]}.",
            edition=self.edition.sha256,
        )
