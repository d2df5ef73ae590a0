"""What another interval did to a child's dates, in words for whoever approved or ended it."""

from collections.abc import Sequence
from datetime import date

from services.planning.domain.duty import NOT_SET, OPEN, Duty, is_overdue
from services.planning.domain.wording import spoken
from services.planning.procedures.council import Council
from services.planning.procedures.special import DOES_NOT_HOLD


def what_came_of(
    council: Council, rule: str, before: Sequence[Duty], after: Sequence[Duty], today: date
) -> str:
    """What of the approved does not reach, and what is overdue by it; empty where there is nothing to tell.

    `before` and `after` are the child's duties before the act and after it.
    """
    running = [duty for duty in after if duty.name == rule and duty.state in (OPEN, NOT_SET)]
    told = {line for duty in before for line in duty.beside}
    short = [line for duty in running for line in duty.beside if DOES_NOT_HOLD in line and line not in told]
    late_before = {duty.id for duty in before if is_overdue(duty, today)}
    late = [duty for duty in running if is_overdue(duty, today) and duty.id not in late_before]
    title = council.title(rule)
    what = title[:1].lower() + title[1:]
    days = (spoken(duty.due) for duty in late if duty.due)
    overdue = (f"By this it is overdue now: {what}, which was due by {day}." for day in days)
    return " ".join((*dict.fromkeys(short), *overdue))
