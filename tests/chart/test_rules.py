"""The rules for Prometheus: sound, each seen to go off and to stay silent, asking for what is measured."""

import json
import re
import subprocess
from pathlib import Path

import prometheus_client
import pytest
import yaml

from services import running
from tests.chart.rendered import CHART, of_kind, sample, things, tool

RULES, DASHBOARD = CHART / "files" / "rules.yaml", CHART / "files" / "dashboard.json"
assert running  # imported for what it does: every service puts its figures into the registry
CASES = Path(__file__).parent / "rules.test.yaml"


def _rules() -> list[dict]:
    (group,) = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    return group["rules"]


def _measured() -> set[str]:
    """The names that the product tells, as Prometheus sees them."""
    return {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in prometheus_client.REGISTRY.collect()
    }


def _asked(expression: str) -> set[str]:
    """What looks like the name of a metric: it has an underscore, and no bracket after it."""
    bare = re.sub(r"\{[^}]*\}|by \([^)]*\)|on \([^)]*\)|\"[^\"]*\"", " ", expression)
    return set(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b(?!\s*\()", bare))


@pytest.mark.promtool
def test_the_rules_are_sound() -> None:
    ended = subprocess.run([tool("promtool"), "check", "rules", str(RULES)], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.promtool
def test_an_alert_goes_off_and_stays_silent_where_it_should() -> None:
    ended = subprocess.run([tool("promtool"), "test", "rules", str(CASES)], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_alert_is_tried_both_ways() -> None:
    loud, silent = set[str](), set[str]()
    for case in yaml.safe_load(CASES.read_text("utf-8"))["tests"]:
        for each in case["alert_rule_test"]:
            (loud if each.get("exp_alerts") else silent).add(each["alertname"])
    assert loud == silent == {rule["alert"] for rule in _rules()}


def test_what_rules_and_dashboard_ask_for_is_measured() -> None:
    asked = {name for rule in _rules() for name in _asked(rule["expr"])}
    for panel in json.loads(DASHBOARD.read_text("utf-8"))["panels"]:
        for target in panel.get("targets", []):
            asked |= _asked(target["expr"])
    assert len(asked) > 5
    assert asked <= _measured(), f"nothing measures {asked - _measured()}"


def test_an_alert_says_what_and_what_to_do() -> None:
    for rule in _rules():
        assert rule["alert"].startswith("ChildInNeed")
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert set(rule["annotations"]) == {"summary", "description"}


@pytest.mark.helm
def test_rules_and_dashboard_are_rendered_as_they_are() -> None:
    found = things(sample("production"))
    (rules,) = of_kind(found, "PrometheusRule").values()
    assert rules["spec"]["groups"] == yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    board = of_kind(found, "ConfigMap")["dashboard"]
    assert json.loads(board["data"]["child-in-need.json"]) == json.loads(DASHBOARD.read_text("utf-8"))
    assert board["metadata"]["labels"]["grafana_dashboard"] == "1"
    (monitor,) = of_kind(found, "PodMonitor").values()
    assert monitor["spec"]["podMetricsEndpoints"][0]["port"] == "admin"
