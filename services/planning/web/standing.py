"""What is so for a child just now: its team, what holds for a while, other intervals, the last visit."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from services.planning.adapters.facts_of_a_child import (
    overrides_of,
    recorded_circumstances_of,
    transfer_of,
    visits_of,
)
from services.planning.commands.desk import Desk
from services.planning.domain.child import Override, RecordedCircumstance
from services.planning.web import looks

Lasting = TypeVar("Lasting", Override, RecordedCircumstance)


def standing(desk: Desk, read: Session, child: str) -> dict[str, Any]:
    """For the child's page. What begins only later is shown too, as its dates say."""
    today = desk.today
    visits = visits_of(read, child)
    return {
        "transfer": transfer_of(read, child),
        "circumstances": _not_over(recorded_circumstances_of(read, child), today),
        "overrides": [
            (looks.sentence(desk.council.title(one.rule)), one)
            for one in _not_over(overrides_of(read, child), today)
        ],
        "last_visit": visits[-1] if visits else None,
        "last_seen": next((visit for visit in reversed(visits) if visit.seen), None),
    }


def _not_over(found: Iterable[Lasting], today: date) -> list[Lasting]:
    return [one for one in found if one.until is None or one.until >= today]
