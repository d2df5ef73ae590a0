"""HTTP to the provider with bounds: how long, how large, how many at once, and never on to another place."""

from threading import BoundedSemaphore
from time import monotonic
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from plumbing.oidc.refusals import ProviderDown, ProviderUnfit

WAIT = 5.0
"""Seconds that one answer may take from the first byte sent to the last one read."""
LARGEST = 256 * 1024
_MOST_AT_ONCE = 4
"""A slow provider holds up so many of our threads and no more; the rest go on serving pages."""


class Bounded(HTTPAdapter):
    """Raises ProviderDown or ProviderUnfit in place of whatever the network does."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)
        self._places = BoundedSemaphore(_MOST_AT_ONCE)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        if not self._places.acquire(blocking=False):
            raise ProviderDown("provider-slow")
        try:
            return _whole(super().send(request, **_bounds(options)), monotonic() + WAIT)
        except (requests.Timeout, TimeoutError) as error:
            raise ProviderDown("provider-slow") from error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise ProviderDown("provider-down") from error
        finally:
            self._places.release()


def mounted(session: requests.Session, ca: str = "") -> requests.Session:
    """The same session, with bounds; a proxy from the environment never sees a code or a secret."""
    session.trust_env = False
    session.verify = ca or True
    bounded = Bounded()
    session.mount("https://", bounded)
    session.mount("http://", bounded)
    return session


def _bounds(options: dict[str, Any]) -> dict[str, Any]:
    return options | {"stream": True, "timeout": WAIT}


def _whole(answer: requests.Response, until: float) -> requests.Response:
    """Read piece by piece: a provider that drips keeps within every single time-out."""
    if 300 <= answer.status_code < 400:
        answer.close()
        raise ProviderUnfit("provider-redirects")
    read = bytearray()
    while piece := answer.raw.read1(16 * 1024, decode_content=True):
        read += piece
        if len(read) > LARGEST:
            answer.close()
            raise ProviderUnfit("provider-answer-too-large")
        if monotonic() > until:
            answer.close()
            raise ProviderDown("provider-slow")
    answer._content, answer._content_consumed = bytes(read), True  # type: ignore[attr-defined]  # as requests' own reading does
    answer.close()
    if answer.status_code >= 500:
        raise ProviderDown("provider-failed")
    return answer
