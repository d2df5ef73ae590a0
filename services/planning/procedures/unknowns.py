"""What cannot be known of a child who was taken over from elsewhere: it is said, and is never overdue."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from services.planning.domain import duty as d
from services.planning.domain.duty import Duty
from services.planning.domain.history import Happening, History
from services.planning.domain.vocabulary import (
    CIRCULATED,
    MEETINGS,
    PLAN_DRAWN_UP,
    SIGNED_OFF,
    VISIT,
)
from services.planning.domain.wording import spoken
from services.planning.procedures.council import Council

UNTOLD = (*MEETINGS, VISIT, CIRCULATED, SIGNED_OFF, PLAN_DRAWN_UP)
"""Kinds that no return to the government holds, so that a take-over brings none of them."""


def as_far_as_known(council: Council, history: History, duties: Iterable[Duty]) -> Iterator[Duty]:
    """The duties, those of which nobody can know whether they were done before the take-over so marked."""
    if history.known_from is None:
        yield from duties
        return
    happenings = {h.id: h for h in history.happenings}
    for duty in duties:
        anchor = happenings.get(duty.anchor)
        if duty.state == d.OPEN and anchor and _is_hidden(council, history, duty, anchor):
            yield _not_known(duty, f"Whether this was done before {spoken(history.known_from)} is not known")
        elif duty.state == d.WAITING and _starts_untold(council, duty):
            yield _not_known(duty, f"Since when it is to be counted is not known. {duty.why.split('. ')[0]}")
        else:
            yield duty


def _is_hidden(council: Council, history: History, duty: Duty, anchor: Happening) -> bool:
    """Counted from a told date, but met by what is untold. An untold date entered by hand is the last."""
    if history.known_from is None or anchor.on >= history.known_from:
        return False
    if duty.name.startswith("circulate after ") or duty.name in _sign_offs(council):
        return True
    return anchor.kind not in UNTOLD and any(kind in UNTOLD for kind in _kinds(council, duty))


def _sign_offs(council: Council) -> set[str]:
    return {rule.name for edition in council.editions for rule in edition.sign_offs}


def _starts_untold(council: Council, duty: Duty) -> bool:
    return any(kind in UNTOLD for kind in _kinds(council, duty, starting=True))


def _kinds(council: Council, duty: Duty, starting: bool = False) -> tuple[str, ...]:
    for edition in reversed(council.editions):
        for rule in edition.timescales:
            if rule.name == duty.name:
                return rule.of if starting else rule.kinds
    return ()


def _not_known(duty: Duty, why: str) -> Duty:
    clause = f"{duty.clause[0].upper()}{duty.clause[1:]}"
    return replace(duty, state=d.NOT_KNOWN, aim=None, due=None, soon=None, why=f"{why}. {clause}.")
