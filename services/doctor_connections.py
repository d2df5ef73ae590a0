"""What a process must reach: mail server, neighbours, and certificates that are good for a while."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import requests
from sqlalchemy import make_url

from plumbing import certificates
from plumbing.bus.access import Access, brokers_of
from plumbing.certificates import Place
from plumbing.settings import Settings
from services.notifications.main import post_of

ENDS_SOON = 21
"""Days that a certificate must be good for; below that it is said, and nothing stops."""
_WAIT = 5.0


def faults_of_mail(settings: Settings) -> list[str]:
    """Connects, speaks TLS, signs in, names our address; no mail is sent. The local catcher needs no look."""
    if settings.text("CIN_SMTP") == "catcher":
        return []
    words = replace(post_of(settings), timeout=_WAIT, longest=2 * _WAIT).fault(settings.text("CIN_MAIL_FROM"))
    return [f"mail server: {words}"] if words else []


def faults_of_neighbour(settings: Settings, name: str) -> list[str]:
    """Its API answers anybody who asks how it is."""
    setting = f"CIN_URL_{name.upper()}"
    http = requests.Session()
    http.trust_env = False
    try:
        answer = http.get(f"{settings.url(name).rstrip('/')}/health", timeout=_WAIT, allow_redirects=False)
    except requests.RequestException:
        return [f"{name}: its API cannot be reached: is {name}:api running, and is {setting} right?"]
    finally:
        http.close()
    if answer.status_code != 200:
        return [f"{name}: what answers at {setting} is not its API ({answer.status_code}): correct it"]
    return []


def notes_on_bus(settings: Settings) -> list[str]:
    url = settings.text("CIN_BUS")
    if not url.startswith("kafkas://"):
        return []
    notes: list[str] = []
    for address in brokers_of(url, Access()).addresses:
        host, _, port = address.rpartition(":")
        notes += _soon(f"broker {address}", partial(certificates.of_tls, (host.strip("[]"), int(port))))
    return notes


def notes_on_database(settings: Settings, service: str) -> list[str]:
    """Where the URL asks for TLS at all."""
    url = make_url(settings.database(service))
    if url.get_backend_name() != "postgresql" or not url.host:
        return []
    if str(url.query.get("sslmode", "")) not in ("require", "verify-ca", "verify-full"):
        return []
    place: Place = (url.host, url.port or 5432)
    return [*_soon(f"{service}'s PostgreSQL", partial(certificates.of_postgres, place))]


def notes_on_mail(settings: Settings) -> list[str]:
    if settings.text("CIN_SMTP") == "catcher":
        return []
    return [*_soon("mail server", replace(post_of(settings), timeout=_WAIT).certificate)]


def _soon(where: str, ask: Callable[[], bytes | None]) -> Iterator[str]:
    """A server that cannot be reached is another check's to say."""
    try:
        days = certificates.days_left(ask())
    except (OSError, ValueError):
        return
    if days is not None and days < ENDS_SOON:
        yield (
            f"{where}: its certificate ends in {days} days: have it renewed"
            if days >= 0
            else (f"{where}: its certificate ended {-days} days ago: have it renewed")
        )
