"""Reads which mails a mail server took: from its log, or from a list of Message-IDs."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo

_IN_A_LOG = re.compile(r"\bmessage-id=(<[^<>\s]+@[^<>\s]+>)|\bid=([^<>\s=]+@[^<>\s]+)")
"""As Postfix writes it, and as Exim does."""
_IN_A_LIST = re.compile(r"(?:(\S+)\s+)?<?([^<>\s=]+@[^<>\s]+)>?")
_OURS = re.compile(r"<[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}@(.+)>")
_SYSLOG = "%Y %b %d %H:%M:%S"


def mails_in(lines: Iterable[str], now: datetime, zone: tzinfo) -> Mapping[str, datetime | None]:
    """Each Message-ID with the instant at which it was first seen, where its line tells that."""
    found: dict[str, datetime | None] = {}
    for line in lines:
        logged = _IN_A_LOG.search(line)
        listed = None if logged else _IN_A_LIST.fullmatch(line.strip())
        if logged:
            identity = logged[1] or f"<{logged[2]}>"
        elif listed:
            identity = f"<{listed[2]}>"
        else:
            continue
        if found.get(identity) is None:
            found[identity] = _instant(line, now, zone)
    return found


def is_ours(message_id: str, domains: Iterable[str]) -> bool:
    """As this product makes them, at one of its own domains."""
    match = _OURS.fullmatch(message_id)
    return bool(match) and str(match and match[1]).lower() in {domain.lower() for domain in domains}


def _instant(line: str, now: datetime, zone: tzinfo) -> datetime | None:
    """ISO 8601 at the line's beginning, or syslog's month, day and time in the council's zone."""
    words = line.split()
    try:
        begins = words[0] if "T" in words[0] else " ".join(words[:2])
        return _aware(datetime.fromisoformat(begins), zone)
    except ValueError:
        pass
    try:
        at = datetime.strptime(f"{now.year} {' '.join(words[:3])}", _SYSLOG).replace(tzinfo=zone)
    except ValueError:
        return None
    if at > now:  # syslog tells no year: a day that is still to come is last year's
        at = at.replace(year=at.year - 1)
    return at.astimezone(UTC)


def _aware(at: datetime, zone: tzinfo) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
