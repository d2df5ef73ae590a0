"""The council's file of roles: who gets what, nobody more than is written, and each fault with its line."""

from pathlib import Path

import pytest

from services.planning.adapters.role_file import NoStanding, RolesUnreadable, Standing, read_role_file

GOOD = """
whole_council = ["service manager"]

[roles]
"Plans.Service" = "service manager"
"Plans.Manager" = "team manager"
"Plans.Worker"  = "social worker"

[teams]
"Team.East" = "East"
"Team.West" = "West"
"""


def _file(folder: Path, words: str) -> Path:
    path = folder / "roles.toml"
    path.write_text(words, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("given", "standing"),
    [
        ({"Plans.Worker", "Team.East"}, Standing("social worker", "East")),
        ({"Plans.Worker", "Plans.Manager", "Team.West"}, Standing("team manager", "West")),
        ({"Team.West", "Team.East", "Plans.Worker", "unknown"}, Standing("social worker", "East")),
        ({"Plans.Service"}, Standing("service manager")),
        ({"Plans.Service", "Team.East"}, Standing("service manager")),
    ],
)
def test_the_first_line_that_fits_gives_role_and_team(
    tmp_path: Path, given: set[str], standing: Standing
) -> None:
    assert read_role_file(_file(tmp_path, GOOD)).standing(given) == standing


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (set(), "no-role"),
        ({"plans.worker", "Team.East"}, "no-role"),
        ({"Team.East"}, "no-role"),
        ({"Plans.Worker"}, "no-team"),
        ({"Plans.Manager", "Team.North"}, "no-team"),
    ],
)
def test_nobody_gets_a_role_or_every_team_for_want_of_one(
    tmp_path: Path, given: set[str], reason: str
) -> None:
    with pytest.raises(NoStanding) as refusal:
        read_role_file(_file(tmp_path, GOOD)).standing(given)
    assert refusal.value.reason == reason


def test_a_council_without_teams_gives_roles_alone(tmp_path: Path) -> None:
    found = read_role_file(_file(tmp_path, '[roles]\n"W" = "social worker"\n'))
    assert found.standing({"W"}) == Standing("social worker")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("[roles\n", "line 1"),
        ("", '[roles] is wanted, with lines like "CIN.SocialWorker" = "social worker"'),
        (
            '[roles]\n\n"W" = "sociable worker"\n',
            "roles.toml:3: 'sociable worker' is no role; one of adminis",
        ),
        ('[roles]\n"W" = ["social worker"]\n', "roles.toml:2: ['social worker'] is no role"),
        ('[roles]\n"W" = "social worker"\n[teams]\n"T" = ""\n', "roles.toml:4: a team's name is wanted"),
        ('[roles]\n"W" = "social worker"\n[team]\n', "roles.toml:3: 'team' may not stand here"),
        ('whole_council = ["boss"]\n[roles]\n"W" = "social worker"\n', "roles.toml:1: a list of roles"),
        ('roles = "social worker"\n', "roles.toml:1: a table [roles] is wanted"),
    ],
)
def test_a_fault_is_said_with_its_line_and_what_may_stand_there(
    tmp_path: Path, words: str, fault: str
) -> None:
    with pytest.raises(RolesUnreadable) as refusal:
        read_role_file(_file(tmp_path, words))
    assert fault in str(refusal.value)
