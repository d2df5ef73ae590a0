"""Uses the staff pages as a person does: opens a form, fills it in, sends it, reads what comes back."""

import html
import re
from datetime import date
from typing import Any

import requests

from demo.cast import Role

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_PROBLEM = re.compile(r"govuk-error-summary__list.*?</ul>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class PageRefused(Exception):
    """The page did not do what was asked; the words are the page's own."""


class Visitor:
    """One member of staff, signed in."""

    def __init__(self, address: str, who: Role) -> None:
        self.who = who
        self._address = address.rstrip("/")
        self._http = requests.Session()
        self._http.trust_env = False
        self._token = ""
        self.visited: list[str] = []
        self.sent = 0
        self.send("/sign-in", staff=who.id)
        self._token = ""

    def send(self, path: str, **values: Any) -> str:
        """Fills in the form of the page and sends it; the path that the product goes on to."""
        self.visited.append(path)
        data = dict(_flat(values)) | {"csrf_token": self._csrf(path)}
        self.sent += 1
        response = self._http.post(
            self._address + path, data=data, allow_redirects=False, timeout=30, headers=_SAME_SITE
        )
        if response.status_code != 303:
            raise PageRefused(f"{path}: {response.status_code}: {_words(response.text)}")
        return response.headers["Location"]

    def read(self, path: str) -> str:
        self.visited.append(path)
        response = self._http.get(self._address + path, timeout=30)
        if response.status_code != 200:
            raise PageRefused(f"{path}: {response.status_code}")
        return response.text

    def load(self, path: str) -> bytes:
        """What the page hands out to be kept or printed, like a PDF."""
        self.visited.append(path)
        response = self._http.get(self._address + path, timeout=30)
        if response.status_code != 200:
            raise PageRefused(f"{path}: {response.status_code}")
        return response.content

    def json(self, path: str) -> Any:
        self.visited.append(path)
        response = self._http.get(self._address + path, timeout=30)
        response.raise_for_status()
        return response.json()

    def _csrf(self, path: str) -> str:
        """One token serves a whole session, so the form is fetched only once."""
        if not self._token:
            found = _TOKEN.search(self.read(path if path == "/sign-in" else "/you"))
            if found is None:
                raise PageRefused(f"{path}: the page holds no form")
            self._token = found[1]
        return self._token


_SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def _flat(values: dict[str, Any]) -> list[tuple[str, Any]]:
    """A date becomes its three boxes, a list of rows its indexed fields."""
    found: list[tuple[str, Any]] = []
    for name, value in values.items():
        if isinstance(value, date):
            found += [
                (f"{name}-day", value.day),
                (f"{name}-month", value.month),
                (f"{name}-year", value.year),
            ]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for index, row in enumerate(value):
                found += [(f"{name}-{index}-{key}", each) for key, each in _flat(row)]
        else:
            found.append((name, value))
    return found


def _words(page: str) -> str:
    problem = _PROBLEM.search(page)
    text = problem[0] if problem else page[page.find("<main") :][:400]
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())
