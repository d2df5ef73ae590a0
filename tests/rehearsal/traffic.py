"""Staff at work and Services asked, without pause: what was refused, lost or came twice is on a list."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from threading import Event, Thread
from typing import Any
from zoneinfo import ZoneInfo

import requests

from demo import acts
from demo.browser import Visitor
from demo.cast import AMINA, HUDA, MARTIN, PETER, RUTH, SAMIRA
from demo.family import Family, register
from demo.town import Town, addresses
from tests.rehearsal.cluster import Cluster
from tests.rehearsal.reaching import STAFF
from tests.rehearsal.release import FULL, WEB

KIND = "progress meeting"
GUESTS = [SAMIRA, RUTH, PETER, HUDA]
PATIENCE = 180.0
"""Seconds that a round's last mail may take while something is being stopped; minutes, on a busy machine."""
STILL = 8.0
"""Seconds without a mail after which none is on its way."""


class Staff:
    """A family on record, and rounds that each end with all their mail there."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.amina, self.martin = Visitor(town.staff, AMINA), Visitor(town.staff, MARTIN)
        for visitor in (self.amina, self.martin):
            visitor._http.headers["Connection"] = "close"  # so that each request is the Service's to place
        self.family: Family = register(self.amina, self.martin, self.today)
        self.before = self.last = max((mail["id"] for mail in town.envelopes()), default="")
        self.wanted: Counter[str] = Counter()

    @property
    def today(self) -> date:
        """The council's own: a rehearsal may run over midnight."""
        return datetime.now(ZoneInfo("Europe/London")).date()

    def round(self) -> None:
        """A meeting is arranged, held, signed off, and its papers go out."""
        meeting = acts.arrange(self.amina, self.family, KIND, self.today, MARTIN, GUESTS)
        acts.record(self.amina, self.family, meeting, GUESTS, None)
        self.martin.send(f"/meetings/{meeting}/sign-off")
        acts.decide(self.amina, self.family, meeting, GUESTS)

    def arrived(self, wait: float = PATIENCE) -> Counter[str]:
        """What came since the last look; waits, at most so long, for all that a calm round brings."""
        found, deadline = Counter[str](), time.monotonic() + wait
        while time.monotonic() < deadline and (not self.wanted or self.wanted - found):
            found += self._fresh()
            time.sleep(0.1)
        return found

    def all_there(self, at_least: int = 0, still: float = STILL) -> Counter[str]:
        """What came since the last look, once so many are there and no more comes."""
        found, began = Counter[str](), time.monotonic()
        came = began
        while (now := time.monotonic()) - came < still or sum(found.values()) < at_least:
            if now - began > PATIENCE:
                break
            if fresh := self._fresh():
                came = time.monotonic()
                found += fresh
            time.sleep(0.5)
        return found

    def _fresh(self) -> Counter[str]:
        """What came since the last look; each mail is opened once."""
        mails = self.mails_since(self.last)
        self.last = mails[-1]["id"] if mails else self.last
        return Counter(_kind_of(mail) for mail in mails)

    def mails_since(self, last: str) -> list[dict[str, Any]]:
        """The page of caught mail may be slow while a dozen pods start; it is asked again then."""
        for _ in range(5):
            with suppress(requests.RequestException):
                return self.town.mails(last)
            time.sleep(3)
        return self.town.mails(last)

    def calm_round(self) -> None:
        """Shows what every other round is to bring."""
        self.round()
        self.wanted = self.all_there(at_least=5, still=15)
        assert sum(self.wanted.values()) >= 5, self.wanted


def _kind_of(mail: dict[str, Any]) -> str:
    return f"{mail['method'] or 'papers'} to {', '.join(addresses(mail))}"


class Work(Thread):
    """Rounds one after another until told; `faults` holds what was refused, did not come or came twice."""

    def __init__(self, staff: Staff, patience: float = PATIENCE) -> None:
        super().__init__(daemon=True)
        self.staff = staff
        self._patience = patience
        self.rounds = 0
        self.faults: list[str] = []
        self.twice = 0
        self._told = Event()

    def run(self) -> None:
        while not self._told.is_set():
            try:
                self.staff.round()
            except Exception as error:  # whatever a page or the network says is a fault to tell of
                self.faults.append(f"round {self.rounds}: {type(error).__name__}: {str(error)[:300]}")
                self.staff.all_there()
                continue
            self._account(self.staff.arrived(self._patience))
            self.rounds += 1

    def _account(self, found: Counter[str]) -> None:
        lost, more = self.staff.wanted - found, found - self.staff.wanted
        self.twice += sum(more.values())
        if more:
            print(f"round {self.rounds}: came twice: {dict(more)}")
        self.faults += [f"round {self.rounds}: lost {lost}"] if lost else []

    def stop(self) -> None:
        """After the round in hand; late mail that nobody waits for counts as twice."""
        self._told.set()
        self.join(self._patience + 60)
        time.sleep(3)
        self.twice += len(self.staff.mails_since(self.staff.last))


class Asking(Thread):
    """Each address in turn, every time by a connection of its own; below 500 is an answer.

    `urls`: by the component that answers there; a fault begins with its name.
    """

    def __init__(self, urls: Mapping[str, str]) -> None:
        super().__init__(daemon=True)
        self.urls = urls
        self.asked = 0
        self.faults: list[str] = []
        self._told = Event()

    def run(self) -> None:
        while not self._told.is_set():
            for name, url in self.urls.items():
                self.asked += 1
                try:
                    status = requests.get(url, timeout=20, headers={"Connection": "close"}).status_code
                except requests.RequestException as error:
                    self.faults.append(f"{name}: {str(error)[-200:]}")
                    continue
                if status >= 500:
                    self.faults.append(f"{name}: {status}")
            self._told.wait(0.05)

    def stop(self) -> None:
        self._told.set()
        with suppress(RuntimeError):
            self.join(60)


@contextmanager
def at_work(cluster: Cluster, staff: Staff, patience: float = PATIENCE) -> Iterator[tuple[Work, Asking]]:
    urls = {
        name: f"http://{cluster.service(f'{FULL}-{name}')}:8002/" for name in WEB if name.endswith("-api")
    }
    work, asking = Work(staff, patience), Asking({"planning-web": f"{STAFF}/sign-in", **urls})
    work.start()
    asking.start()
    try:
        yield work, asking
    finally:
        asking.stop()
        work.stop()
