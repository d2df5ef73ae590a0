"""Asking another service over HTTP: a short-lived token, a bounded wait, and two ways to fail."""

from typing import Any, TypeVar

import requests
from google.protobuf.message import DecodeError, Message

from plumbing.clocks import MachineClock
from plumbing.tokens import Tokens
from plumbing.trace import current_traceparent, note, span

M = TypeVar("M", bound=Message)
PROTOBUF = "application/protobuf"
_LONGEST_WORDS = 200


class NeighbourDown(Exception):
    """It could not be reached, or failed: worth asking again later."""


class NeighbourRefused(Exception):
    """It answered no: asking again will not help. `status` is HTTP's; `words` are for whoever asked."""

    def __init__(self, service: str, status: int, words: str) -> None:
        super().__init__(f"{service} refused ({status}): {words}")
        self.status = status
        self.words = words


class Neighbour:
    """One other service as seen from this one. Threads may share it."""

    def __init__(self, service: str, url: str, tokens: Tokens, timeout: float = 5.0) -> None:
        self.service = service
        self._url = url.rstrip("/")
        self._tokens = tokens
        self._timeout = timeout
        self._machine = MachineClock()
        self._http = requests.Session()
        self._http.trust_env = False  # a proxy from the environment must never see a claim

    def claim(self, path: str, answer: type[M], *, action: str, thing: str, subject: str = "service") -> M:
        """GET a message of the published language: the claim check behind an id on a topic."""
        response = self._ask("GET", path, subject, action, thing, None)
        message = answer()
        try:
            message.ParseFromString(response.content)
        except DecodeError as error:
            raise NeighbourDown(f"{self.service} answered what is no {answer.__name__}") from error
        return message

    def call(
        self, method: str, path: str, *, actor: str, action: str, thing: str, json: object | None = None
    ) -> Any:
        """A call on behalf of a person: JSON in, JSON out (None where the answer has no body)."""
        response = self._ask(method, path, actor, action, thing, json)
        return response.json() if response.content else None

    def fetch(self, path: str, *, actor: str, action: str, thing: str) -> bytes:
        """GET the bytes of a file on behalf of a person."""
        return self._ask("GET", path, actor, action, thing, None).content

    def post_for_file(self, path: str, *, actor: str, action: str, thing: str, json: object) -> bytes:
        """POST on behalf of a person what a file is to be made of; its bytes."""
        return self._ask("POST", path, actor, action, thing, json).content

    def _ask(
        self, method: str, path: str, subject: str, action: str, thing: str, json: object | None
    ) -> requests.Response:
        with span(self._tokens.service, f"ask {self.service}", "client"):
            response = self._answer(method, path, subject, action, thing, json)
            note(status=str(response.status_code))
        if response.status_code >= 500 or response.status_code == 429:
            raise NeighbourDown(f"{self.service} failed ({response.status_code})")
        if not response.ok:
            raise NeighbourRefused(self.service, response.status_code, _words(response))
        return response

    def _answer(
        self, method: str, path: str, subject: str, action: str, thing: str, json: object | None
    ) -> requests.Response:
        token = self._tokens.sign(self.service, subject, action, thing, self._machine.now())
        headers = {"Authorization": f"Bearer {token}", "traceparent": current_traceparent()}
        try:
            return self._http.request(
                method,
                self._url + path,
                json=json,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise NeighbourDown(f"{self.service} cannot be reached") from error


def _words(response: requests.Response) -> str:
    """The `detail` of a problem (RFC 9457), else what it answered."""
    try:
        found = response.json()
    except ValueError:
        found = None
    detail = found.get("detail") if isinstance(found, dict) else None
    return str(detail or response.text)[:_LONGEST_WORDS]
