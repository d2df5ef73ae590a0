"""A real provider in Node, and the people whom it knows."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

SCRIPT = Path(__file__).parent / "provider.mjs"
CLIENT, SECRET = "plans", "of-a-test-and-nothing-else"
PEOPLE = {
    "sam": {"name": "Sam Worker", "roles": ["Plans.SocialWorker", "Plans.Team.East"]},
    "tess": {"name": "Tess Manager", "roles": ["Plans.SocialWorker", "Plans.TeamManager", "Plans.Team.West"]},
    "ada": {"name": "Ada Administrator", "roles": ["Plans.Administrator"]},
    "nil": {"name": "Nil Nobody", "roles": ["Other.Role"]},
    "bare": {"name": "Bare Of Team", "roles": ["Plans.SocialWorker"]},
}


@dataclass
class RealProvider:
    """`home`: the staff pages as it calls them; `ca`: who signed its certificate, empty where it has none."""

    issuer: str
    home: str
    ca: str = ""

    @property
    def staff_port(self) -> int:
        return urlsplit(self.home).port or 443

    def knows(self, **people: Any) -> None:
        there = f"{self.issuer}/test/people"
        requests.post(there, json=people, timeout=10, verify=self.ca or True).raise_for_status()


@contextmanager
def answering(made: RealProvider, log: Path, pem: str = "", behind: str = "") -> Iterator[None]:
    """`pem`: its key and certificate; `behind`: where the pages answer without the proxy before them."""
    around = {
        **os.environ,
        "PROVIDER_PORT": str(urlsplit(made.issuer).port),
        "PROVIDER_ISSUER": made.issuer,
        "RELYING_PARTY": made.home,
        **({"PROVIDER_PEM": pem} if pem else {}),
        **({"RELYING_PARTY_BEHIND": behind} if behind else {}),
    }
    with log.open("w+") as told:
        process = subprocess.Popen(
            ["node", SCRIPT], env=around, stdout=subprocess.PIPE, stderr=told, text=True
        )
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            told.seek(0)
            assert first.strip() == "up", told.read()
            yield
        finally:
            process.terminate()
            process.wait(10)
