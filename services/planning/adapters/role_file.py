"""Which role and team the provider's app roles (or groups) give here: a small TOML file of the council.

whole_council = ["service manager", "reviewing officer"]   # roles that need no team

[roles]                            # the first line that fits wins: put the role that may do most first
"CIN.TeamManager" = "team manager"
"CIN.SocialWorker" = "social worker"

[teams]                            # leave it out where there are no teams
"CIN.Team.East" = "East"
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services.planning.domain.permission import ROLES

_PARTS = ("roles", "teams", "whole_council")
_LONGEST_TEAM = 80


class RolesUnreadable(ValueError):
    """What is wrong in the file, each with its line and what may stand there."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class NoStanding(Exception):
    """What the provider says of somebody gives them nothing to do here: `reason` is no-role or no-team."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Standing:
    """What somebody is here. `team` empty: the whole council."""

    role: str
    team: str = ""


@dataclass(frozen=True)
class RoleFile:
    """As the council wrote it; `roles` and `teams` in its order."""

    roles: Mapping[str, str]
    teams: Mapping[str, str] = field(default_factory=dict)
    whole_council: Collection[str] = ()

    def standing(self, given: Collection[str]) -> Standing:
        """Raises NoStanding. Where there are teams, nobody gets all of them for want of their own."""
        role = next((ours for theirs, ours in self.roles.items() if theirs in given), None)
        if role is None:
            raise NoStanding("no-role")
        team = next((ours for theirs, ours in self.teams.items() if theirs in given), "")
        if self.teams and not team and role not in self.whole_council:
            raise NoStanding("no-team")
        return Standing(role, "" if role in self.whole_council else team)


def read_role_file(path: Path) -> RoleFile:
    """Raises RolesUnreadable with every fault, OSError where the file is not there."""
    words = path.read_text(encoding="utf-8")
    try:
        found = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        raise RolesUnreadable([f"{path}: {error}"]) from None
    faults = [*_faults(found, _Lines(path, words))]
    if faults:
        raise RolesUnreadable(faults)
    return RoleFile(found["roles"], found.get("teams", {}), tuple(found.get("whole_council", ())))


@dataclass(frozen=True)
class _Lines:
    path: Path
    words: str

    def at(self, *marks: str) -> str:
        """`file:line` of the first line that holds all the marks."""
        for number, line in enumerate(self.words.splitlines(), 1):
            if all(mark in line for mark in marks):
                return f"{self.path}:{number}"
        return str(self.path)


def _faults(found: Mapping[str, Any], lines: _Lines) -> Iterator[str]:
    allowed = ", ".join(sorted(ROLES))
    for name in sorted(found.keys() - set(_PARTS)):
        yield f"{lines.at(name)}: {name!r} may not stand here; [roles], [teams] and whole_council may"
    for part in ("roles", "teams"):
        if not isinstance(found.get(part, {}), dict):
            yield f"{lines.at(part)}: a table [{part}] is wanted"
            return
    if not found.get("roles"):
        yield f'{lines.path}: [roles] is wanted, with lines like "CIN.SocialWorker" = "social worker"'
    for theirs, ours in found.get("roles", {}).items():
        if str(ours) not in ROLES:
            yield f"{lines.at(theirs)}: {ours!r} is no role; one of {allowed} is wanted"
    for theirs, ours in found.get("teams", {}).items():
        if not isinstance(ours, str) or not 0 < len(ours.strip()) <= _LONGEST_TEAM:
            yield f"{lines.at(theirs)}: a team's name is wanted, of at most {_LONGEST_TEAM} characters"
    whole = found.get("whole_council", [])
    if not isinstance(whole, list) or any(str(one) not in ROLES for one in whole):
        yield f"{lines.at('whole_council')}: a list of roles is wanted, each one of {allowed}"
