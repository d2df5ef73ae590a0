"""What cannot be known of a child who was taken over from elsewhere: it is said, and is never overdue."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from services.planning.domain import duty as d
from services.planning.domain.duty import Duty
from services.planning.domain.history import Happening, History
from services.planning.domain.span import MONTHS, Span
from services.planning.domain.vocabulary import (
    ALLOCATED,
    ASSESSMENT_AUTHORISED,
    ASSESSMENT_FINISHED,
    ASSESSMENT_STARTED,
    CIRCULATED,
    MEETINGS,
    PLAN_DRAWN_UP,
    SIGNED_OFF,
    VISIT,
)
from services.planning.domain.wording import spoken
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.council import Council

UNTOLD = (*MEETINGS, VISIT, CIRCULATED, SIGNED_OFF, PLAN_DRAWN_UP, ALLOCATED, ASSESSMENT_FINISHED)
"""Kinds that no return to the government holds, so that a take-over brings none of them."""
OF_ITS_YEAR = (ASSESSMENT_STARTED, ASSESSMENT_AUTHORISED)
"""Kinds that a return holds only where the assessment was authorised in the return's own year, or still runs
(rule 8696 of the Children in Need census)."""


def as_far_as_known(
    council: Council, history: History, working_days: WorkingDays, duties: Iterable[Duty]
) -> Iterator[Duty]:
    """The duties, those of which nobody can know whether they were done before the take-over so marked."""
    if history.known_from is None:
        yield from duties
        return
    year = Span(12, MONTHS).before(history.known_from, working_days)
    hidden = _Hidden(council, history.known_from, year)
    happenings = {h.id: h for h in history.happenings}
    old = any(h.on < year for h in history.happenings)
    for duty in duties:
        anchor = happenings.get(duty.anchor)
        if duty.state == d.OPEN and anchor and hidden.may_be_met(duty, anchor):
            yield _not_known(duty, f"Whether this was done before {spoken(history.known_from)} is not known")
        elif duty.state == d.WAITING and hidden.may_have_begun(duty, old):
            yield _not_known(duty, f"Since when it is to be counted is not known. {duty.why.split('. ')[0]}")
        else:
            yield duty


@dataclass(frozen=True)
class _Hidden:
    """What a take-over could not tell; `year`: the first day of which a return tells everything it holds."""

    council: Council
    known_from: date
    year: date

    def may_be_met(self, duty: Duty, anchor: Happening) -> bool:
        """Counted from a told date, but met by what is untold. An untold date entered by hand is the last."""
        if anchor.on >= self.known_from:
            return False
        if duty.name.startswith("circulate after ") or duty.name in self._sign_offs():
            return True
        kinds = self._kinds(duty)
        if anchor.on < self.year and any(kind in OF_ITS_YEAR for kind in kinds):
            return True
        if duty.due and duty.due < self.known_from and any(map(self._is_own, kinds)):
            return True
        return not self._is_untold(anchor.kind) and any(kind in UNTOLD for kind in kinds)

    def may_have_begun(self, duty: Duty, old: bool) -> bool:
        """`old`: something is told of a time whose assessments are not."""
        kinds = self._kinds(duty, starting=True)
        return any(map(self._is_untold, kinds)) or (old and any(kind in OF_ITS_YEAR for kind in kinds))

    def _is_untold(self, kind: str) -> bool:
        return kind in UNTOLD or self._is_own(kind)

    def _is_own(self, kind: str) -> bool:
        """An event of this procedure's: no return asks for it. One that is due yet is still to be done."""
        return any(kind == event.name for edition in self.council.editions for event in edition.events)

    def _sign_offs(self) -> set[str]:
        return {rule.name for edition in self.council.editions for rule in edition.sign_offs}

    def _kinds(self, duty: Duty, starting: bool = False) -> tuple[str, ...]:
        for edition in reversed(self.council.editions):
            for rule in edition.timescales:
                if rule.name == duty.name:
                    return rule.of if starting else rule.kinds
        return ()


def _not_known(duty: Duty, why: str) -> Duty:
    clause = f"{duty.clause[0].upper()}{duty.clause[1:]}"
    return replace(duty, state=d.NOT_KNOWN, aim=None, due=None, soon=None, why=f"{why}. {clause}.")
