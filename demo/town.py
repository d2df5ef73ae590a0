"""The running product as the driver sees it: three addresses, a date to set, and when all is quiet."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import requests


class NotQuiet(Exception):
    """Something is still waiting after the time allowed; says what."""


@dataclass(frozen=True)
class Town:
    """Addresses of the staff pages, the admin port and the page of caught mail."""

    staff: str
    admin: str
    mail: str

    def go_to(self, day: date | None) -> None:
        """Sets the civil date; None lets it go again."""
        wanted = {"date": day.isoformat() if day else None}
        requests.put(f"{self.admin}/clock", json=wanted, timeout=10).raise_for_status()

    def settle(self, seconds: float = 30.0) -> None:
        """Waits until nothing is waiting; raises NotQuiet."""
        deadline = time.monotonic() + seconds
        waiting: Sequence[str] = ()
        while time.monotonic() < deadline:
            answer = requests.get(f"{self.admin}/quiet", timeout=10).json()
            waiting = answer["waiting"]
            if answer["quiet"]:
                return
            time.sleep(0.02)
        raise NotQuiet("; ".join(waiting))

    def ready(self, seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.admin}/readyz", timeout=5).status_code == 200:
                    return
            except requests.ConnectionError:
                pass
            time.sleep(0.05)
        raise NotQuiet("the product is not ready")

    def mails(self, after: str = "") -> list[dict[str, Any]]:
        """What was caught since the message with this id, oldest first."""
        answer = requests.get(f"{self.mail}/messages.json", params={"after": after}, timeout=10)
        found: list[dict[str, Any]] = answer.json()
        return sorted(found, key=lambda mail: str(mail["id"]))


def addresses(mail: dict[str, Any]) -> list[str]:
    """Whom a caught mail was for."""
    to = mail["to"]
    return [to] if isinstance(to, str) else list(to)
