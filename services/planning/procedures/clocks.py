"""Which happenings start a rule's clock, and which meet it, within one stretch of a child's time in need."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, zip_longest

from services.planning.domain.history import Happening
from services.planning.domain.vocabulary import CHAIRED_BY, OUTCOME
from services.planning.procedures.edition import Edition
from services.planning.procedures.rules import EACH, GRID, LATEST, LATEST_OF_ALL, Timescale
from services.planning.procedures.shortfalls import shortfall
from services.planning.procedures.stretches import Episode

Lay = Callable[[Happening, int], date | None]
"""Where so many spans on end, laid from the happening's day, come to; None where the span is not set."""


@dataclass(frozen=True)
class Clock:
    """One run of a rule's clock, the `number`th of the episode. `shortfall`: what does not count, and why.

    On a grid the clock ends `spans` spans after its anchor, which is the same for every run.
    """

    anchor: Happening
    met: Happening | None = None
    shortfall: tuple[str, ...] = ()
    number: int = 1
    spans: int = 1
    first: Happening | None = None


def clocks(edition: Edition, rule: Timescale, episode: Episode, lay: Lay) -> Iterator[Clock]:
    """Every run of the rule's clock in the episode, each with what met it."""
    if not rule.every:
        return _once(edition, rule, episode)
    return (_on_a_grid if rule.counted == GRID else _rolling)(edition, rule, episode, lay)


def that_count(rule: Timescale, happenings: Sequence[Happening]) -> list[Happening]:
    """What meets the rule, in order of time; on one day in the order of the rule's own list."""
    found = [h for h in happenings if h.kind in rule.kinds and _counts(rule, h)]
    return sorted(found, key=lambda h: (h.on, rule.kinds.index(h.kind), h.id))


def _counts(rule: Timescale, happening: Happening) -> bool:
    chaired = not rule.chaired_by or happening.properties.get(CHAIRED_BY) in rule.chaired_by
    return chaired and all(map(happening.has, rule.having))


def starts(rule: Timescale, episode: Episode) -> list[Happening]:
    """What starts the rule's clock in the episode: one happening, or `each`; empty while it waits."""
    started = [h for h in episode.happenings if h.kind in rule.of and not _excluded(rule, h)]
    kept = _in_time(rule, episode, started)
    if rule.start == EACH:
        return kept
    if rule.start == LATEST_OF_ALL:
        firsts = {h.kind: h for h in reversed(kept)}
        return [max(firsts.values(), key=lambda h: h.on)] if len(firsts) == len(set(rule.of)) else []
    return (kept[-1:] if rule.start == LATEST else kept[:1]) if kept else []


def _in_time(rule: Timescale, episode: Episode, happenings: list[Happening]) -> list[Happening]:
    """Those that did not come before what the rule is only due after: a visit while the child is assessed."""
    if not rule.only_after:
        return happenings
    before = [h.on for h in episode.happenings if h.kind in rule.only_after]
    return [h for h in happenings if before and min(before) <= h.on]


def _once(edition: Edition, rule: Timescale, episode: Episode) -> Iterator[Clock]:
    happenings = (*episode.happenings, *(episode.later if rule.outlasts else episode.afresh))
    for number, anchor in enumerate(starts(rule, episode), 1):
        since = None if rule.earlier_counts else anchor.on
        met = next((h for h in that_count(rule, happenings) if since is None or h.on >= since), None)
        short = () if met else shortfall(edition, rule, happenings, since)
        yield Clock(anchor, met, short, number)


def _rolling(edition: Edition, rule: Timescale, episode: Episode, _: Lay) -> Iterator[Clock]:
    counted = _in_time(rule, episode, that_count(rule, episode.meeting))
    first = next(iter(starts(rule, episode)), None)
    if set(rule.of) <= set(rule.when):  # what came before the circumstance was not owed to it
        counted = [h for h in counted if first and first.on <= h.on]
    if first and (not counted or first.on <= counted[0].on):
        counted = [first, *counted]
    # Two meetings on one day are one start: else the second would owe what the first owes.
    pairs = zip(counted, [None, *counted], strict=False)
    anchors = [h for h, earlier in pairs if not earlier or h.on > earlier.on]
    for number, (anchor, met) in enumerate(zip_longest(anchors, anchors[1:]), 1):
        if anchor in episode.afresh:
            return
        short = () if met else shortfall(edition, rule, episode.happenings, anchor.on)
        yield Clock(anchor, met, short, number, first=anchors[0])


def _on_a_grid(edition: Edition, rule: Timescale, episode: Episode, lay: Lay) -> Iterator[Clock]:
    """Each meeting meets the earliest turn that is still unmet and whose own time has begun."""
    for anchor in starts(rule, episode)[:1]:
        left = [h for h in that_count(rule, episode.meeting) if h.on > anchor.on]
        begins = anchor.on
        for turn in count(1):
            met = next((h for h in left if h.on > begins), None)
            short = () if met else shortfall(edition, rule, episode.happenings, begins)
            yield Clock(anchor, met, short, turn, turn, anchor)
            ends = lay(anchor, turn)
            if met is None or ends is None:
                return
            left, begins = left[left.index(met) + 1 :], ends


def _excluded(rule: Timescale, happening: Happening) -> bool:
    return bool(rule.unless_outcome) and happening.properties.get(OUTCOME) == rule.unless_outcome
