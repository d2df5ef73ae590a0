"""A message that cannot be read is parked, counted and shown to people; the next one is handled."""

import pytest
import requests
from click.testing import CliRunner

from demo import acts
from plumbing.bus import Record
from services.__main__ import main
from tests.cast import PEOPLE
from tests.product.scene import Scene

_HEADERS = {
    "ce_id": "11111111-1111-4111-8111-111111111111",
    "ce_source": "records",
    "ce_type": "cin.v1.CopyFiled",
    "ce_subject": "c",
    "ce_time": "2026-12-18T10:00:00+00:00",
    "ce_specversion": "1.0",
    "content-type": "application/protobuf",
    "traceparent": "",
}


def _cin(scene: Scene, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str]:
    for name, value in scene.product.settings.environment.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(main, list(words))
    return result.exit_code, result.output


def test_junk_on_a_topic_is_parked_and_the_next_message_is_handled(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = "cin.copy.v1"
    scene.product.house.bus.publish([Record(topic, "c", b"\xff\xff\xff junk", _HEADERS)])
    scene.town.settle()
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    assert "By secure email" in scene.amina.read(f"/meetings/{scene.meeting}/sent")
    code, listed = _cin(scene, monkeypatch, "parked", "list")
    assert code == 0 and listed.count("cin.copy.v1") == 1 and listed.startswith("notifications")
    identity = listed.split()[1]
    code, shown = _cin(scene, monkeypatch, "parked", "show", "notifications", identity)
    assert code == 0 and "CopyFiled" in shown
    code, again = _cin(scene, monkeypatch, "parked", "replay", "notifications", identity, "--by", "dee")
    assert code == 1 and "stays parked" in again
    assert "parked_open" in requests.get(f"{scene.town.admin}/metrics", timeout=5).text


def test_an_unknown_id_or_service_is_answered_in_words(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    code, words = _cin(scene, monkeypatch, "parked", "show", "planning", "nope")
    assert code == 1 and "no parked message nope" in words
    code, words = _cin(scene, monkeypatch, "parked", "list", "--service", "nobody")
    assert code == 2 and "There are: planning" in words


def test_where_no_product_ever_ran_the_command_says_so(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIN_DATA", f"{tmp_path}/empty")
    result = CliRunner().invoke(main, ["parked", "list"])
    assert result.exit_code == 1 and "has no database here yet" in result.output
