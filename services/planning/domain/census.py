"""What a Children in Need census says of one child, and what in it contradicts itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from services.planning.domain.wording import spoken

CENSUS, BASELINE = "census", "baseline"
"""As whose word it is kept: the census's, or the list of last dates that the council gave beside it."""


@dataclass(frozen=True)
class Fault:
    """What is wrong, where in the file, and what to do."""

    line: int
    place: str
    says: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.place}: {self.says}"


@dataclass(frozen=True)
class Told:
    """A date as the file tells it."""

    on: date
    line: int
    element: str

    def fault(self, says: str) -> Fault:
        return Fault(self.line, self.element, says)


@dataclass(frozen=True)
class Stretch:
    """From a day on, until a day or still."""

    began: Told
    ended: Told | None = None


@dataclass(frozen=True)
class TimeInNeed:
    """One referral and what came of it."""

    referral: Told
    closure: Told | None
    closed_because: str
    no_further_action: bool
    assessments: tuple[Stretch, ...] = ()
    plans: tuple[Stretch, ...] = ()
    protections: tuple[Stretch, ...] = ()


@dataclass(frozen=True)
class CensusChild:
    """`faults`: what could not even be read; then the rest is not to be relied on."""

    reference: str
    line: int
    born: Told | None
    expected: Told | None
    died: Told | None
    times: tuple[TimeInNeed, ...]
    faults: tuple[Fault, ...] = ()

    def all(self, what: str) -> list[Stretch]:
        """Its assessments, plans or protections, earliest first."""
        found = [stretch for time in self.times for stretch in getattr(time, what)]
        return sorted(found, key=lambda stretch: (stretch.began.on, stretch.began.line))


def faults_of(child: CensusChild, today: date) -> list[Fault]:
    """Everything that keeps the child from being taken over, in the order of the file."""
    if child.faults:
        return list(child.faults)
    found = [*_life(child), *_future(child, today), *_backwards(child), *_two_at_once(child)]
    for time in child.times:
        found += [*_before_referral(time), *_after_closure(time)]
        if time.no_further_action and time.plans:
            words = "a plan under a referral that says no further action; correct one of the two"
            found.append(time.plans[0].began.fault(words))
    return sorted(found, key=lambda fault: fault.line)


def _life(child: CensusChild) -> Iterator[Fault]:
    if not (child.born or child.expected):
        words = "neither PersonBirthDate nor ExpectedPersonBirthDate; give one of them"
        yield Fault(child.line, "Child", words)
    if child.born and child.died and child.died.on < child.born.on:
        yield child.died.fault(f"died before the birth on {spoken(child.born.on)}; correct one of the two")


def _future(child: CensusChild, today: date) -> Iterator[Fault]:
    for told in _all_told(child):
        if told.on > today:
            yield told.fault(f"{spoken(told.on)} lies in the future; give the day on which it happened")


def _all_told(child: CensusChild) -> Iterator[Told]:
    yield from (told for told in (child.born, child.died) if told)
    for time in child.times:
        yield time.referral
        if time.closure:
            yield time.closure
    for stretch in _stretches(child):
        yield stretch.began
        if stretch.ended:
            yield stretch.ended


def _stretches(child: CensusChild) -> list[Stretch]:
    return [*child.all("assessments"), *child.all("plans"), *child.all("protections")]


def _backwards(child: CensusChild) -> Iterator[Fault]:
    spans = _stretches(child) + [Stretch(time.referral, time.closure) for time in child.times]
    for span in spans:
        if span.ended and span.ended.on < span.began.on:
            began = f"{span.began.element} is {spoken(span.began.on)}"
            yield span.ended.fault(f"{spoken(span.ended.on)} is earlier: {began}; correct one of the two")


def _two_at_once(child: CensusChild) -> Iterator[Fault]:
    """One plan at a time; a day on which one ended is still its own (census rules 4004, 4014, 4016, 4017)."""
    for earlier, later in pairwise(child.all("plans")):
        if earlier.ended is None:
            words = f"a second plan, and the one of {spoken(earlier.began.on)} has no end; give it its end"
            yield later.began.fault(words)
        elif later.began.on <= earlier.ended.on:
            words = f"the plan before it ended only on {spoken(earlier.ended.on)}; correct one of the two"
            yield later.began.fault(words)
    for plan in child.all("plans"):
        for protection in child.all("protections"):
            if _overlap(plan, protection):
                words = f"a child protection plan ran from {spoken(protection.began.on)}"
                yield plan.began.fault(f"{words} at the same time; end one before the other begins")


def _overlap(one: Stretch, other: Stretch) -> bool:
    """On the day of a handover both may stand."""
    begins_in_time = other.ended is None or one.began.on < other.ended.on
    return begins_in_time and (one.ended is None or other.began.on < one.ended.on)


def _before_referral(time: TimeInNeed) -> Iterator[Fault]:
    for stretch in (*time.assessments, *time.plans):
        if stretch.began.on < time.referral.on:
            words = f"before its referral on {spoken(time.referral.on)}; correct one of the two"
            yield stretch.began.fault(f"{spoken(stretch.began.on)} is {words}")


def _after_closure(time: TimeInNeed) -> Iterator[Fault]:
    if time.closure is None:
        return
    closed = f"its referral was closed on {spoken(time.closure.on)}"
    for stretch in (*time.assessments, *time.plans, *time.protections):
        if stretch.began.on > time.closure.on:
            yield stretch.began.fault(f"{closed}, before it began; correct one of the two")
        elif stretch.ended and stretch.ended.on > time.closure.on:
            yield stretch.ended.fault(f"{closed}, before it ended; correct one of the two")
    for plan in time.plans:
        if plan.ended is None:
            yield plan.began.fault(f"{closed}, and the plan has no CINPlanEndDate; give it its end")
