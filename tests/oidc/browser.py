"""A browser as far as a sign-in needs one: keeps cookies, follows links, fills in the provider's form."""

import html
import re
from typing import Any
from urllib.parse import urljoin

import requests

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


class Browser:
    """Of one person, at one replica of the staff pages after the other.

    `called`: what the provider knows as the pages' address, where a proxy stands before `home`.
    """

    def __init__(self, home: str, called: str = "") -> None:
        self.home = home
        self.called = called or home
        self.http = requests.Session()
        self.http.trust_env = False

    def get(self, path: str, at: str = "", **options: Any) -> requests.Response:
        return self.http.get(urljoin(at or self.home, path), timeout=20, **options)

    def leaves_for(self, path: str = "/", again: bool = False) -> str:
        """Presses the button of the sign-in page; the provider's address, not yet asked."""
        page = self.get("/sign-in/again" if again else "/sign-in", params={"next": path})
        link = re.search(r'href="(/sign-in/go[^"]*)"', page.text)
        assert page.status_code == 200 and link, page.text
        answer = self.get(html.unescape(link[1]), allow_redirects=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def comes_back_with(self, login: str, path: str = "/", again: bool = False, **form: str) -> str:
        """Signs in at a real provider; the address with which it sends the browser back, not yet asked."""
        answer = self.http.get(self.leaves_for(path, again), allow_redirects=False, timeout=20)
        while True:
            while answer.is_redirect:
                there = urljoin(answer.url, answer.headers["Location"])
                if there.startswith(self.called):
                    return self.home + there.removeprefix(self.called)
                answer = self.http.get(there, allow_redirects=False, timeout=20)
            assert answer.status_code == 200 and "<form" in answer.text, answer.text
            data = {"login": login, **form}
            answer = self.http.post(answer.url, data=data, allow_redirects=False, timeout=20)

    def signs_in(self, login: str, path: str = "/", again: bool = False) -> requests.Response:
        return self.get(self.comes_back_with(login, path, again))

    def token(self, at: str = "") -> str:
        found = _TOKEN.search(self.get("/you", at).text)
        return found[1] if found else ""

    def posts(self, path: str, at: str = "", follow: bool = False, **form: Any) -> requests.Response:
        data = {"csrf_token": form.pop("csrf_token", None) or self.token(at), **form}
        return self.http.post(
            urljoin(at or self.home, path), data=data, headers=_SAME_SITE, allow_redirects=follow, timeout=20
        )

    def is_in(self, at: str = "", path: str = "/you") -> bool:
        answer = self.get(path, at, allow_redirects=False)
        assert answer.status_code in (200, 303), answer.status_code
        return answer.status_code == 200
