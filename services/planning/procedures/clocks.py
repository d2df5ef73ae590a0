"""Which happenings start a rule's clock, and which meet it, within one stretch of a child's time in need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from services.planning.domain.history import Happening
from services.planning.domain.vocabulary import LACKING, OUTCOME
from services.planning.domain.wording import spoken
from services.planning.procedures.council import RECORDED_AS
from services.planning.procedures.rules import Edition, Timescale


@dataclass(frozen=True)
class Episode:
    """The happenings up to the day that something stopped the clocks; `ended` is None while they run."""

    happenings: tuple[Happening, ...]
    ended: Happening | None = None


@dataclass(frozen=True)
class Clock:
    """One run of a rule's clock. `shortfall` says what happened and does not count."""

    anchor: Happening
    met: Happening | None = None
    shortfall: tuple[str, ...] = ()


def episodes(edition: Edition, happenings: Sequence[Happening]) -> list[Episode]:
    """Cut at each happening that stops the clocks; the last is the running one, and may be empty."""
    stops = {kind for rule in edition.stops for kind in rule.by}
    found, rest = [], list(happenings)
    for stop in (happening for happening in happenings if happening.kind in stops):
        found.append(Episode(tuple(h for h in rest if h.on <= stop.on), stop))
        rest = [h for h in rest if h.on > stop.on]
    return [episode for episode in found if episode.happenings] + [Episode(tuple(rest))]


def clocks(edition: Edition, rule: Timescale, episode: Episode) -> Iterator[Clock]:
    """Every run of the rule's clock in the episode, each with what met it."""
    return (_rolling if rule.every else _once)(edition, rule, episode)


def meetings_that_count(rule: Timescale, episode: Episode) -> list[Happening]:
    """What meets the rule, in order of time; on one day in the order of the rule's own list."""
    kinds = rule.met_by or (rule.meets,)
    found = [h for h in episode.happenings if h.kind in kinds and all(map(h.has, rule.having))]
    return sorted(found, key=lambda h: (h.on, kinds.index(h.kind), h.id))


def _once(edition: Edition, rule: Timescale, episode: Episode) -> Iterator[Clock]:
    anchors = (h for h in episode.happenings if h.kind == rule.of and not _excluded(rule, h))
    anchor = next(anchors, None)
    if anchor is None:
        return
    since = None if rule.earlier_counts else anchor
    met = next((h for h in meetings_that_count(rule, episode) if since is None or h.on >= since.on), None)
    yield Clock(anchor, met, () if met else _shortfall(edition, rule, episode, since))


def _rolling(edition: Edition, rule: Timescale, episode: Episode) -> Iterator[Clock]:
    starts = meetings_that_count(rule, episode)
    first = next((h for h in episode.happenings if h.kind == rule.of), None)
    if first and (not starts or first.on <= starts[0].on):
        starts = [first, *starts]
    # Two meetings on one day are one start: else the second would owe what the first owes.
    anchors = [
        h for h, earlier in zip(starts, [None, *starts], strict=False) if not earlier or h.on > earlier.on
    ]
    for anchor, met in zip_longest(anchors, anchors[1:]):
        yield Clock(anchor, met, () if met else _shortfall(edition, rule, episode, anchor))


def _excluded(rule: Timescale, happening: Happening) -> bool:
    return bool(rule.unless_outcome) and happening.properties.get(OUTCOME) == rule.unless_outcome


def _shortfall(
    edition: Edition, rule: Timescale, episode: Episode, since: Happening | None
) -> tuple[str, ...]:
    lacking = {event.name: event.lacking for event in edition.events}
    kinds = rule.met_by or (rule.meets,)
    found = []
    for h in episode.happenings:
        recorded = str(h.properties.get(RECORDED_AS, h.kind))
        lacks = [lacking[h.kind]] if h.kind in lacking else [p for p in rule.having if not h.has(p)]
        if recorded in kinds and lacks and (since is None or h.on >= since.on):
            said = " and ".join(LACKING[name] for name in lacks)
            found.append(f"The {edition.word(recorded)} on {spoken(h.on)} {said}, and does not count.")
    return tuple(found)
