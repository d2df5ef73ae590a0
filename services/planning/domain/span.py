"""A length of time as a procedure says it, and the only place that adds days to a date."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from services.planning.domain.wording import listed, spoken
from services.planning.domain.working_days import WorkingDays

DAYS, WORKING_DAYS, WEEKS, MONTHS = UNITS = ("days", "working days", "weeks", "months")
SAME_DAY = "the same day"
_SHAPE = re.compile(r"([0-9]+) ([a-z]+(?: [a-z]+)*)")
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_ONE_DAY = timedelta(days=1)


class SpanNotUnderstood(ValueError):
    """A span that is not "<number> <unit>"; `word` is the wrong part, `allowed` what may stand there."""

    def __init__(self, word: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"{word!r} is not understood in a span of time; allowed: {', '.join(allowed)}")
        self.word, self.allowed = word, allowed


@dataclass(frozen=True)
class Reckoning:
    """A span laid down from a day: where it ends, which closed weekdays it stepped over, and why so."""

    span: "Span"
    start: date
    due: date
    skipped: tuple[date, ...] = ()
    hint: str = ""

    def words(self, what: str) -> str:
        """The arithmetic, `what` being what happened on the first day: "the meeting"."""
        verb = "is not a working day" if len(self.skipped) == 1 else "are not working days"
        over = f"; {listed(self.skipped)} {verb}" if self.skipped else ""
        hint = f". {self.hint}" if self.hint else ""
        length = f"{self.span} after" if self.span.number else f"{self.span} as"
        return f"{length} {what} on {spoken(self.start)}{over}: {spoken(self.due)}{hint}"


@dataclass(frozen=True)
class Span:
    """So many days, working days, weeks or months: four units that are never turned into one another."""

    number: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise SpanNotUnderstood(self.unit, UNITS)
        if self.number < 1 and (self.number, self.unit) != (0, DAYS):
            raise SpanNotUnderstood(str(self.number), ("a whole number from 1 up",))

    def __str__(self) -> str:
        if not self.number:
            return SAME_DAY
        return f"{self.number} {self.unit[:-1] if self.number == 1 else self.unit}"

    @classmethod
    def parse(cls, words: str) -> "Span":
        """Reads "10 working days", "1 month" or "the same day"."""
        if words == SAME_DAY:
            return cls(0, DAYS)
        shape = _SHAPE.fullmatch(words)
        if shape is None:
            nearest = _tidied(words)
            units = ("a number and a unit, like 10 working days", *(f"… {unit}" for unit in UNITS), SAME_DAY)
            raise SpanNotUnderstood(words, (nearest, *units) if nearest else units)
        number, unit = int(shape[1]), shape[2]
        if not number:
            raise SpanNotUnderstood(str(number), ("a whole number from 1 up", SAME_DAY))
        return cls(number, unit if unit in UNITS else _plural(unit))

    def after(self, day: date, working_days: WorkingDays) -> Reckoning:
        """Where it ends, the first being the day after `day`. A calendar span never rolls on (reading 25)."""
        due, skipped = self._walk(day, working_days, 1)
        return Reckoning(self, day, due, skipped, _hint(due, working_days))

    def times(self, number: int) -> "Span":
        """So many of it on end: the third 4 months end after 12."""
        return Span(self.number * number, self.unit)

    def before(self, day: date, working_days: WorkingDays) -> date:
        """The day that lies the span earlier than `day`."""
        return self._walk(day, working_days, -1)[0]

    def _walk(self, day: date, working_days: WorkingDays, way: int) -> tuple[date, tuple[date, ...]]:
        if self.unit == MONTHS:
            return _months(day, way * self.number), ()
        if self.unit != WORKING_DAYS:
            return day + way * self.number * (7 if self.unit == WEEKS else 1) * _ONE_DAY, ()
        left, skipped = self.number, []
        while left:
            day += way * _ONE_DAY
            if working_days.is_working(day):
                left -= 1
            elif working_days.is_closed_weekday(day):
                skipped.append(day)
        return day, tuple(skipped)


def _tidied(words: str) -> str:
    """What was probably meant by "Ten Working-Days"; empty where that is no span either."""
    plain = " ".join(re.sub(r"(?<=\w)-", " ", words.lower()).split())
    first, _, unit = plain.partition(" ")
    number = str(_NUMBERS.index(first)) if first in _NUMBERS else first
    shape = _SHAPE.fullmatch(f"{number} {unit}")
    return shape[0] if shape and (unit in UNITS or f"{unit}s" in UNITS) and int(shape[1]) else ""


def the_day_before(day: date) -> date:
    return day - _ONE_DAY


def the_day_after(day: date) -> date:
    return day + _ONE_DAY


def _plural(unit: str) -> str:
    plural = f"{unit}s"
    if plural not in UNITS:
        raise SpanNotUnderstood(unit, UNITS)
    return plural


def _months(day: date, number: int) -> date:
    """The same day of another month, or that month's last (reading 4): 31 January + 1 is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _hint(due: date, working_days: WorkingDays) -> str:
    closed = working_days.why_closed(due)
    if not closed:
        return ""
    earlier = Span(1, WORKING_DAYS).before(due, working_days)
    return f"That is {closed}; the last working day before it is {spoken(earlier)}"
