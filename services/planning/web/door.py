"""The door to the council's identity provider: made from the settings, checked before any page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plumbing.clocks import MachineClock
from plumbing.oidc.attempt import Attempt
from plumbing.oidc.directory import fit_address
from plumbing.oidc.provider import Client, Provider
from plumbing.settings import Settings
from services.planning.adapters.role_file import RoleFile, RolesUnreadable, read_role_file

BACK = "/sign-in/back"
_WANTED = ("CIN_OIDC_ISSUER", "CIN_OIDC_CLIENT", "CIN_OIDC_SECRET_FILE", "CIN_OIDC_ROLES", "CIN_STAFF_URL")


@dataclass(frozen=True)
class Door:
    """`fresh`: minutes for which a sign-in is good enough for a weighty act. `home`: our own address."""

    provider: Provider
    roles: RoleFile
    roles_in: str
    fresh: int
    home: str
    secret: bytes
    clock: MachineClock

    def claims(self, attempt: Attempt, answer: Mapping[str, str]) -> Mapping[str, Any]:
        fresh = self.fresh * 60 if attempt.again else None
        return self.provider.claims(attempt, answer, self.clock.now(), fresh)

    def now(self) -> datetime:
        return self.clock.now()


def by_provider(settings: Settings) -> bool:
    """Whether staff sign in at the identity provider; raises ValueError for a word that there is not."""
    word = settings.text("CIN_SIGN_IN")
    if word not in ("local", "oidc"):
        raise ValueError(f"CIN_SIGN_IN={word!r}: local or oidc is wanted")
    return word == "oidc"


def door_of(settings: Settings, secret: bytes, clock: MachineClock) -> Door | None:
    """None where staff sign in by the local list; raises ValueError with every fault, a line each."""
    if not by_provider(settings):
        return None
    faults = faults_of_door(settings)
    if faults:
        raise ValueError("\n".join(faults))
    home = settings.text("CIN_STAFF_URL").rstrip("/")
    client = Client(
        issuer=settings.text("CIN_OIDC_ISSUER"),
        id=settings.text("CIN_OIDC_CLIENT"),
        secret=Path(settings.text("CIN_OIDC_SECRET_FILE")).read_text(encoding="utf-8").strip(),
        back=home + BACK,
        scopes=settings.text("CIN_OIDC_SCOPES"),
        levels=tuple(settings.text("CIN_OIDC_LEVELS").split()),
        ca=settings.text("CIN_OIDC_CA"),
    )
    roles = read_role_file(Path(settings.text("CIN_OIDC_ROLES")))
    fresh = settings.number("CIN_OIDC_FRESH")
    return Door(Provider(client), roles, settings.text("CIN_OIDC_CLAIM"), fresh, home, secret, clock)


def faults_of_door(settings: Settings) -> list[str]:
    """Without asking the provider; never repeats the secret."""
    missing = [name for name in _WANTED if not settings.text(name)]
    if missing:
        return [f"{name}: CIN_SIGN_IN=oidc needs it; see docs/operating.md" for name in missing]
    issuer, home = settings.text("CIN_OIDC_ISSUER"), settings.text("CIN_STAFF_URL")
    found = []
    if not fit_address(issuer, issuer) or urlsplit(issuer).query or urlsplit(issuer).fragment:
        found.append("CIN_OIDC_ISSUER: an address is wanted, like https://login.example/tenant/v2.0")
    if not fit_address(home, home) or urlsplit(home).path.strip("/") or urlsplit(home).query:
        found.append("CIN_STAFF_URL: an address without a path is wanted, like https://plans.council.example")
    elif urlsplit(home).hostname not in settings.text("CIN_HOSTS").split(","):
        found.append("CIN_STAFF_URL: its host is not among CIN_HOSTS: add it there")
    if "openid" not in settings.text("CIN_OIDC_SCOPES").split():
        found.append("CIN_OIDC_SCOPES: openid must be among them")
    return [*found, *_of_number(settings), *_of_secret(settings), *faults_of_roles(settings)]


def _of_number(settings: Settings) -> list[str]:
    try:
        minutes = settings.number("CIN_OIDC_FRESH")
    except ValueError as error:
        return [str(error)]
    return [] if 1 <= minutes <= 720 else [f"CIN_OIDC_FRESH={minutes}: from 1 to 720 minutes are wanted"]


def _of_secret(settings: Settings) -> list[str]:
    path = Path(settings.text("CIN_OIDC_SECRET_FILE"))
    try:
        words = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        return [f"CIN_OIDC_SECRET_FILE: {path} cannot be read ({error.strerror})"]
    except UnicodeDecodeError:
        words = ""
    fit = words and words.isascii() and words.isprintable()
    return [] if fit else [f"CIN_OIDC_SECRET_FILE: {path} is to hold the client's secret and nothing else"]


def faults_of_roles(settings: Settings) -> list[str]:
    """Of the file that says who may be what: each with its line and what may stand there."""
    path = Path(settings.text("CIN_OIDC_ROLES"))
    try:
        read_role_file(path)
    except OSError as error:
        return [f"CIN_OIDC_ROLES: {path} cannot be read ({error.strerror})"]
    except UnicodeDecodeError:
        return [f"CIN_OIDC_ROLES: {path} is no text in UTF-8"]
    except RolesUnreadable as error:
        return [f"CIN_OIDC_ROLES: {fault}" for fault in error.faults]
    return []
