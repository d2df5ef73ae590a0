"""The keys that services sign with, and other secrets, are made once, however many start at once."""

import os
import stat
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from plumbing.tokens import Keys, Tokens
from services.planning import main as planning

PROCESSES = 3
ROUNDS = 40
NOW = datetime(2027, 1, 6, 9, tzinfo=UTC)


def _in_processes(act: Callable[[], bytes], folder: Path) -> set[bytes]:
    """What each got that did `act` in the same moment; b"" where it failed."""
    folder.mkdir()
    start, children = time.monotonic() + 0.02, []
    for number in range(PROCESSES):
        child = os.fork()
        if child == 0:
            _do(act, folder / str(number), start)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return {(folder / str(number)).read_bytes() for number in range(PROCESSES)}


def _do(act: Callable[[], bytes], answer: Path, start: float) -> None:
    """In the child: it ends here, and nothing of the test's runs in it."""
    try:
        answer.touch()
        while time.monotonic() < start:
            pass
        answer.write_bytes(act())
    finally:
        os._exit(0)


def test_processes_that_start_at_once_sign_with_one_key_and_its_public_one_fits(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        keys = Keys(tmp_path / f"keys-{number}")
        got = _in_processes(lambda keys=keys: _pem(keys), tmp_path / f"round-{number}")
        assert got == {_pem(keys)}, f"round {number}"
        token = Tokens("planning", keys).sign("planning", "somebody", "see", "this", NOW)
        assert Tokens("planning", keys).check(token, NOW).subject == "somebody"


def _pem(keys: Keys) -> bytes:
    return keys.private("planning").as_pem(private=True)


def test_processes_that_start_at_once_sign_forms_with_one_secret(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        house = SimpleNamespace(keys=Keys(tmp_path / f"data-{number}"))
        got = _in_processes(lambda house=house: planning._secret(house), tmp_path / f"round-{number}")
        assert got == {planning._secret(house)}, f"round {number}"
        assert len(planning._secret(house)) == 32


def test_keys_are_for_their_owner_only_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    Keys(folder).private("planning")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {"planning.private.pem": 0o600, "planning.public.pem": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_whoever_was_killed_before_the_public_key_was_there_makes_it_at_the_next_start(
    tmp_path: Path,
) -> None:
    keys = Keys(tmp_path)
    before = _pem(keys)
    (tmp_path / "planning.public.pem").unlink()
    assert _pem(keys) == before
    assert keys.public("planning").as_dict(private=False)["x"] == keys.private("planning").as_dict()["x"]


def test_a_folder_that_only_reads_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = Keys(tmp_path)
    before = _pem(keys)
    (tmp_path / "planning.public.pem").unlink()
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert _pem(keys) == before
    assert [path.name for path in tmp_path.iterdir()] == ["planning.private.pem"]


def test_a_missing_key_in_a_folder_that_only_reads_is_said_with_what_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ValueError, match=r"CIN_KEYS: .* holds no planning\.private\.pem .* cin keys make"):
        Keys(tmp_path).private("planning")
    assert list(tmp_path.iterdir()) == []
