"""`cin keys make`: what each service is handed, made once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from plumbing.tokens import Keys, TokenRefused, Tokens
from services.__main__ import main
from services.rights import SERVICES

NOW = datetime(2027, 1, 6, 9, tzinfo=UTC)


def _make(folder: Path) -> str:
    ended = CliRunner().invoke(main, ["keys", "make", str(folder)])
    assert ended.exit_code == 0, ended.output
    return ended.output


def test_there_is_a_pair_for_each_service_and_one_secret_for_the_pages(tmp_path: Path) -> None:
    said = _make(tmp_path / "keys").split()
    halves = [f"{service}.{half}.pem" for service in SERVICES for half in ("private", "public")]
    assert said == sorted([*halves, "pages.secret"])
    assert len((tmp_path / "keys" / "pages.secret").read_bytes()) == 32


def test_a_second_call_leaves_every_key_as_it_is(tmp_path: Path) -> None:
    _make(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    _make(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_each_service_with_its_own_private_half_believes_the_others(tmp_path: Path) -> None:
    """As in a cluster: one private key, everybody's public ones."""
    made = tmp_path / "made"
    _make(made)
    for service in SERVICES:
        folder = tmp_path / service
        folder.mkdir()
        for path in [made / f"{service}.private.pem", *made.glob("*.public.pem")]:
            (folder / path.name).write_bytes(path.read_bytes())
    planning = Tokens("planning", Keys(tmp_path / "planning"))
    token = planning.sign("records", "planning", "see_chronology", "c1", NOW)
    assert Tokens("records", Keys(tmp_path / "records")).check(token, NOW).service == "planning"
    with pytest.raises(TokenRefused):
        Tokens("scheduler", Keys(tmp_path / "scheduler")).check(token, NOW)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ended = CliRunner().invoke(main, ["keys", "make", str(tmp_path / "file" / "keys")])
    assert ended.exit_code == 1 and "cannot be kept here" in ended.output
