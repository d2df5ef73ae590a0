"""The rules for Prometheus: sound, each seen to go off and to stay silent, asking for what is measured."""

import json
import re
import subprocess
from pathlib import Path

import prometheus_client
import pytest
import yaml

from services import running
from services.rights import SERVICES
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


def _rendered(*sets: str) -> dict:
    (made,) = of_kind(things(sample("production"), sets), "PrometheusRule").values()
    return {"groups": made["spec"]["groups"]}


def _promtool(*words: str) -> None:
    ended = subprocess.run([tool("promtool"), *words], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.promtool
@pytest.mark.helm
def test_the_rules_are_sound(tmp_path: Path) -> None:
    """As they are rendered, and as who has no operator of Prometheus loads them."""
    rendered = tmp_path / "rules.yaml"
    rendered.write_text(yaml.safe_dump(_rendered()))
    for rules in (rendered, RULES):
        _promtool("check", "rules", "--lint-fatal", str(rules))


@pytest.mark.promtool
@pytest.mark.helm
def test_an_alert_goes_off_and_stays_silent_where_it_should(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(_rendered("monitoring.podMonitor.enabled=false")))
    (tmp_path / CASES.name).write_text(CASES.read_text("utf-8"))
    _promtool("test", "rules", str(tmp_path / CASES.name))


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
def test_a_release_is_asked_about_itself_alone() -> None:
    """In each figure of each rule: another release's figures would speak for one that is gone."""
    for sets, wanted in (
        ((), 'namespace="children",app_kubernetes_io_instance="plans"'),
        (("monitoring.podMonitor.enabled=false",), 'namespace="children"'),
    ):
        (group,) = _rendered(*sets)["groups"]
        for rule in group["rules"]:
            figures = len(re.findall(r"\b[a-z]+(?:_[a-z]+)+\{", rule["expr"]))
            assert rule["expr"].count(f"{{{wanted}") == figures > 0, rule["expr"]
            assert len(_asked(rule["expr"])) == len(set(re.findall(r"(\w+)\{", rule["expr"])))
    (monitor,) = of_kind(things(sample("production")), "PodMonitor").values()
    assert "app.kubernetes.io/instance" in monitor["spec"]["podTargetLabels"]


def test_every_worker_is_missed_when_it_is_gone() -> None:
    """What a service's worker tells goes with it: nothing else would."""
    gone = {rule["labels"]["service"]: rule["expr"] for rule in _rules() if "WorkerGone" in rule["alert"]}
    assert set(gone) == set(SERVICES)
    for service, expression in gone.items():
        assert f'role=~"{service}:worker/.*"' in expression


def test_every_api_is_missed_when_it_is_gone() -> None:
    """By the name that a process of it alone tells; one process for everything answers for all."""
    gone = {rule["labels"]["service"]: rule["expr"] for rule in _rules() if "ApiGone" in rule["alert"]}
    assert set(gone) == set(SERVICES)
    for service, expression in gone.items():
        assert f'role=~"internal|{service}:api"' in expression


@pytest.mark.helm
def test_the_dashboard_is_rendered_as_it_is() -> None:
    found = things(sample("production"))
    board = of_kind(found, "ConfigMap")["dashboard"]
    assert json.loads(board["data"]["child-in-need.json"]) == json.loads(DASHBOARD.read_text("utf-8"))
    assert board["metadata"]["labels"]["grafana_dashboard"] == "1"
    (monitor,) = of_kind(found, "PodMonitor").values()
    assert monitor["spec"]["podMetricsEndpoints"][0]["port"] == "admin"
