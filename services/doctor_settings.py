"""What the environment says and which files it names, without asking anybody: for `cin doctor`."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from plumbing.bus.access import Access, brokers_of
from plumbing.house import owned_database, service_database
from plumbing.settings import SETTINGS, Settings
from services.rights import SERVICES

_PORTS = ("CIN_STAFF_PORT", "CIN_INTERNAL_PORT", "CIN_ADMIN_PORT", "CIN_MAIL_PORT", "CIN_CATCHER_PORT")
_FOLDERS = ("CIN_PROCEDURES", "CIN_FONTS")
_FILES = ("CIN_LOCAL", "CIN_STAFF_LIST", "CIN_BUS_CA", "CIN_SMTP_CA")
_OF_KUBERNETES = re.compile(r".*(_SERVICE_HOST|_SERVICE_PORT(_\w+)?|_PORT_\d+_(TCP|UDP)(_\w+)?)")
"""What a cluster puts into the environment for each Service; one may be called cin."""
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_MAIL = re.compile(r"[^@\s]+@[A-Za-z0-9.-]+")


def faults_of_settings(settings: Settings, services: Iterable[str] = SERVICES) -> list[str]:
    """One line for each wrong value; no value of a URL or a password is repeated."""
    return [
        *_unknown(settings),
        *_numbers(settings),
        *_wrong_words(settings),
        *_not_there(settings),
        *_no_urls(settings, services),
        *_embedded(settings, services),
        *_mail(settings),
    ]


def _unknown(settings: Settings) -> Iterator[str]:
    """A name with a typo would be passed over in silence."""
    known = _names()
    for name, value in sorted(settings.environment.items()):
        if not name.startswith("CIN_") or name in known or _OF_KUBERNETES.fullmatch(name):
            continue
        if name.endswith("_PORT") and value.startswith("tcp://"):
            continue
        near = get_close_matches(name, known, 1)
        yield f"{name}: there is no such setting" + (f"; {near[0]} is meant?" if near else ": remove it")


def _names() -> list[str]:
    return [
        setting.name.replace("{SERVICE}", service.upper())
        for setting in SETTINGS
        for service in (SERVICES if "{SERVICE}" in setting.name else ("",))
    ]


def _numbers(settings: Settings) -> Iterator[str]:
    for name in _PORTS:
        try:
            if settings.number(name) > 65535:
                yield f"{name}={settings.text(name)!r}: a port is wanted, from 1 to 65535"
        except ValueError as error:
            yield str(error)


def _wrong_words(settings: Settings) -> Iterator[str]:
    for ask in (lambda: settings.bind, lambda: settings.zone):
        try:
            ask()
        except ValueError as error:
            yield str(error)
    if settings.text("CIN_STEERABLE") not in ("", "0", "1"):
        yield f"CIN_STEERABLE={settings.text('CIN_STEERABLE')!r}: 1 is wanted, or nothing"
    if settings.text("CIN_SIGN_IN") not in ("local", "oidc"):
        yield f"CIN_SIGN_IN={settings.text('CIN_SIGN_IN')!r}: local or oidc is wanted"
    if settings.text("CIN_SMTP_TLS") not in ("required", "off"):
        yield f"CIN_SMTP_TLS={settings.text('CIN_SMTP_TLS')!r}: required or off is wanted"
    for host in settings.text("CIN_HOSTS").split(","):
        if not _DOMAIN.fullmatch(host.strip("[]").replace(":", "")):
            yield f"CIN_HOSTS: {host!r} is no host name; names are wanted with commas between, without port"


def _not_there(settings: Settings) -> Iterator[str]:
    for name in _FOLDERS:
        if settings.text(name) and not Path(settings.text(name)).is_dir():
            yield f"{name}: there is no folder {settings.text(name)}"
    for name in _FILES:
        if settings.text(name) and not Path(settings.text(name)).is_file():
            yield f"{name}: there is no file {settings.text(name)}"


def _no_urls(settings: Settings, services: Iterable[str]) -> Iterator[str]:
    for service in services:
        for opened in (service_database, owned_database):
            try:
                opened(settings, service).close()
            except ValueError as error:
                yield str(error)
                break
        if urlsplit(settings.text("CIN_URL_{SERVICE}", service)).scheme not in ("http", "https"):
            yield f"CIN_URL_{service.upper()}: http://host:port is wanted"
    url = settings.text("CIN_BUS")
    if url.startswith(("kafka://", "kafkas://")):
        try:
            brokers_of(url, Access(settings.text("CIN_BUS_USER"), settings.text("CIN_BUS_PASSWORD")))
        except ValueError as error:
            yield str(error)
    elif not url.startswith("log:///"):
        yield "CIN_BUS: log:///path, kafka://host:port or kafkas://host:port is wanted"


def _embedded(settings: Settings, services: Iterable[str]) -> Iterator[str]:
    """What a container keeps in a file of its own is gone with it."""
    if settings.text("CIN_BUS").startswith("kafka"):
        for service in services:
            if settings.database(service).startswith("sqlite"):
                yield f"CIN_DATABASE_{service.upper()}: with Kafka as the bus a PostgreSQL is wanted"


def _mail(settings: Settings) -> Iterator[str]:
    url = settings.text("CIN_SMTP")
    place = urlsplit(url)
    if url != "catcher" and (place.scheme not in ("smtp", "smtps") or not place.hostname or place.username):
        yield (
            "CIN_SMTP: catcher, smtp://host:port or smtps://host:port is wanted; "
            "user and password go into CIN_SMTP_USER and CIN_SMTP_PASSWORD"
        )
    if bool(settings.text("CIN_SMTP_USER")) != bool(settings.text("CIN_SMTP_PASSWORD")):
        yield "CIN_SMTP_USER, CIN_SMTP_PASSWORD: user and password are wanted together"
    if not _MAIL.fullmatch(settings.text("CIN_MAIL_FROM")):
        yield "CIN_MAIL_FROM: a mail address is wanted, like meetings@council.example"
    if not _DOMAIN.fullmatch(settings.text("CIN_MEETINGS_DOMAIN")):
        yield "CIN_MEETINGS_DOMAIN: a domain is wanted, like meetings.council.example"
    if url != "catcher" and settings.steerable:
        yield "CIN_STEERABLE: whoever may set the date may move every deadline: unset it where mail leaves"
