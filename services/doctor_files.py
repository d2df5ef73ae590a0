"""The files that a process needs before it starts: procedure, staff, keys, fonts. For `cin doctor`."""

import os
import re
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path

from joserfc.jwk import OKPKey

from plumbing.settings import Settings
from plumbing.tokens import Keys, TokenRefused
from services.planning.adapters.staff_list import DEMONSTRATION
from services.planning.domain.acts import ROLES
from services.planning.main import PAGES_SECRET, council_of
from services.planning.procedures.faults import ProcedureUnreadable
from services.records.adapters.typesetting import Typesetter, fonts_folder
from services.rights import SERVICES

_SHORTEST_SECRET = 32
_AT_LINE = re.compile(r"at line (\d+)")
_ENTRY = re.compile(r"\s*\[\[\s*staff\s*\]\]")


def faults_of_procedure(settings: Settings) -> list[str]:
    """Every fault of the council's files, with file, line and what may stand there."""
    try:
        council_of(settings)
    except ProcedureUnreadable as error:
        return [f"procedure: {' '.join(str(fault).split())}" for fault in error.faults]
    except OSError as error:
        return [f"procedure: {error.filename} cannot be read ({error.strerror})"]
    return []


def faults_of_staff(settings: Settings) -> list[str]:
    """Entries by the line that they begin in and their place in the list, never by name."""
    path = Path(settings.text("CIN_STAFF_LIST") or DEMONSTRATION)
    where = "staff list (CIN_STAFF_LIST)"
    try:
        words = path.read_text(encoding="utf-8")
        listed = tomllib.loads(words).get("staff")
    except OSError as error:
        return [f"{where}: {path} cannot be read ({error.strerror})"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = _AT_LINE.search(str(error))
        return [
            f"{where}: {path}{f':{line[1]}' if line else ''} is no TOML: look at demonstration_staff.toml"
        ]
    if not isinstance(listed, list) or not listed:
        return [f"{where}: {path} lists nobody: one [[staff]] with id, name and role for each is wanted"]
    begins = [f":{number}" for number, line in enumerate(words.splitlines(), 1) if _ENTRY.match(line)]
    begins = begins if len(begins) == len(listed) else [""] * len(listed)
    return [
        f"{where}: {path}{begins[number - 1]}: entry {number} {fault}"
        for number, one in enumerate(listed, 1)
        for fault in _staff(one)
    ]


def _staff(one: object) -> Iterator[str]:
    if not isinstance(one, dict):
        yield "is no table: [[staff]] with id, name and role is wanted"
        return
    for name in ("id", "name", "role"):
        if not isinstance(one.get(name), str) or not one[name]:
            yield f"has no {name}: write one"
    if one.get("role") and one["role"] not in ROLES:
        yield f"has a role that there is not: one of {', '.join(sorted(ROLES))} is wanted"
    if not isinstance(one.get("team", ""), str):
        yield "has a team that is no text: write it in quotes, or leave it out for the whole council"


def faults_of_fonts(settings: Settings) -> list[str]:
    words = Typesetter(fonts_folder(settings.text("CIN_FONTS"))).ready()
    return [f"fonts: {words}"] if words else []


def faults_of_keys(settings: Settings, service: str, pages: bool, alone: bool) -> list[str]:
    """Its private key, everybody's public ones and, for `pages`, what forms are signed with.

    What is missing in a folder that may be written is made at the start, and is no fault: by a process that
    has all services (`alone`). A role by itself makes none.
    """
    folder = settings.keys
    if not folder.exists() and not alone:
        return [f"keys: there is no folder {folder}: cin keys make makes one, and CIN_KEYS names it"]
    if not folder.exists():
        parent = next(each for each in (folder, *folder.parents) if each.exists())
        return [] if os.access(parent, os.W_OK) else [f"keys: there is no folder {folder}: see CIN_KEYS"]
    made_here = alone and os.access(folder, os.W_OK)
    private = folder / f"{service}.private.pem"
    found = [*_of_secret(private, made_here), *_pair(folder, service)]
    if pages:
        secret = folder / PAGES_SECRET
        found += _of_secret(secret, made_here)
        if _can_read(secret) and len(secret.read_bytes()) < _SHORTEST_SECRET:
            found.append(f"keys: {secret} is too short: cin keys make makes a good one")
    if not made_here:
        for name in SERVICES:
            found += _public(folder, name)
    return found


def _of_secret(path: Path, made_here: bool) -> Iterator[str]:
    if not path.exists():
        if not made_here:
            yield f"keys: {path} is missing: cin keys make makes it, and the Secret must hold it"
    elif not _can_read(path):
        yield f"keys: {path} cannot be read by this user: look at its owner and mode"
    elif path.stat().st_mode & stat.S_IRWXO:
        yield f"keys: {path} may be read by anybody on this machine: take mode 0400 or 0440"


def _public(folder: Path, service: str) -> Iterator[str]:
    try:
        Keys(folder).public(service)
    except TokenRefused:
        yield f"keys: {folder}/{service}.public.pem is missing: hand everybody the four public keys"
    except (OSError, ValueError):
        yield f"keys: {folder}/{service}.public.pem is no public key: cin keys make makes one"


def _pair(folder: Path, service: str) -> Iterator[str]:
    private, public = (folder / f"{service}.{half}.pem" for half in ("private", "public"))
    if not _can_read(private):
        return
    try:
        ours = OKPKey.import_key(private.read_bytes()).as_pem(private=False)
        theirs = Keys(folder).public(service).as_pem(private=False) if public.exists() else ours
    except (OSError, ValueError):
        yield f"keys: {private} is no Ed25519 key that can be used: cin keys make makes one"
        return
    if ours != theirs:
        yield f"keys: {service}.public.pem is not of {service}.private.pem: hand out one pair"


def _can_read(path: Path) -> bool:
    return path.exists() and os.access(path, os.R_OK)
