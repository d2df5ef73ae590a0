"""The running product as the driver sees it: its addresses, a date to set, and when all is quiet."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

import requests

_T = TypeVar("_T")
_AT_ONCE = ThreadPoolExecutor(10, thread_name_prefix="driver")
"""As many as an HTTP session keeps connections to; a thread is only made when it is needed."""


@cache
def _http() -> requests.Session:
    """Connections that stay open: the driver asks often."""
    session = requests.Session()
    session.trust_env = False
    return session


def _quiet(admin: str, within: int = 0) -> dict[str, Any]:
    """Whether a process is, at the latest after so many seconds, and how much it has done."""
    found: dict[str, Any] = _http().get(f"{admin}/quiet", params={"within": within}, timeout=20).json()
    return found


class NotQuiet(Exception):
    """Something is still waiting after the time allowed; says what."""


@dataclass(frozen=True)
class Town:
    """Addresses of the staff pages, the page of caught mail, and the admin port of each process."""

    staff: str
    mail: str
    admins: tuple[str, ...]

    @property
    def admin(self) -> str:
        """Where one process is all there is."""
        (only,) = self.admins
        return only

    def go_to(self, day: date | None) -> None:
        """Sets the civil date; None lets it go again."""
        wanted = {"date": day.isoformat() if day else None}
        for answer in self._everywhere(lambda admin: _http().put(f"{admin}/clock", json=wanted, timeout=10)):
            answer.raise_for_status()

    def settle(self, seconds: float = 90.0) -> None:
        """Waits until nothing is waiting; raises NotQuiet.

        Of several processes, all must have been quiet twice without any having worked in between: one that
        was asked early may be given work by one that is asked late.
        """
        deadline = time.monotonic() + seconds
        waiting: Sequence[str] = ()
        while time.monotonic() < deadline:
            done, waiting = self._look_round()
            if not waiting and (len(self.admins) == 1 or self._is_still(done)):
                return
        raise NotQuiet("; ".join(waiting) or "one process gives another work without end")

    def _look_round(self) -> tuple[list[int], Sequence[str]]:
        """What each has done, one after another, and what the first that is not quiet is waiting for."""
        done: list[int] = []
        for admin in self.admins:
            answer = _quiet(admin, within=5)
            if not answer["quiet"]:
                return done, answer["waiting"]
            done.append(answer["done"])
        return done, ()

    def _is_still(self, done: list[int]) -> bool:
        """All are quiet, and none has done anything more."""
        found = self._everywhere(_quiet)
        return all(one["quiet"] for one in found) and [one["done"] for one in found] == done

    def _everywhere(self, ask: Callable[[str], _T]) -> list[_T]:
        """Of each process, in their order; all are asked at once."""
        return [ask(self.admin)] if len(self.admins) == 1 else list(_AT_ONCE.map(ask, self.admins))

    def ready(self, seconds: float = 60.0) -> None:
        """Waits until every process is ready; raises NotQuiet with what is missing."""
        deadline = time.monotonic() + seconds
        missing = ""
        waiting = list(self.admins)
        while waiting and time.monotonic() < deadline:
            try:
                answer = _http().get(f"{waiting[0]}/readyz", timeout=5)
                missing = answer.text.strip()
                if answer.status_code == 200:
                    waiting.pop(0)
                    continue
            except requests.ConnectionError:
                missing = "nothing answers at the admin port yet"
            time.sleep(0.05)
        if waiting:
            raise NotQuiet(f"the product is not ready: {missing}")

    def mails(self, after: str = "") -> list[dict[str, Any]]:
        """What was caught since the message with this id, oldest first."""
        return self._caught({"after": after})

    def envelopes(self, after: str = "") -> list[dict[str, Any]]:
        """As `mails`, of each only where it came from and went to."""
        return self._caught({"after": after, "envelopes": "1"})

    def _caught(self, asked: dict[str, str]) -> list[dict[str, Any]]:
        answer = _http().get(f"{self.mail}/messages.json", params=asked, timeout=10)
        found: list[dict[str, Any]] = answer.json()
        return sorted(found, key=lambda mail: str(mail["id"]))


def addresses(mail: dict[str, Any]) -> list[str]:
    """Whom a caught mail was for."""
    to = mail["to"]
    return [to] if isinstance(to, str) else list(to)
