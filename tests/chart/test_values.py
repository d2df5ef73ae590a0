"""Values are a contract: schema, file and reference say the same, and a wrong one is refused in words."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from flask import Request

from plumbing.web.sessions import needs_tls
from script.chart_reference import reference, values_file, with_reference
from tests.chart.rendered import (
    CHART,
    DEPENDENCIES,
    NAMESPACE,
    RELEASE,
    ROOT,
    Refused,
    containers,
    of_kind,
    pods,
    sample,
    samples,
    text,
    things,
    tool,
    variables,
)

CHARTS = pytest.mark.parametrize("chart", [CHART, DEPENDENCIES], ids=lambda path: path.name)
helm = pytest.mark.helm


def _schema(chart: Path) -> dict:
    return json.loads((chart / "values.schema.json").read_text("utf-8"))


@CHARTS
def test_values_and_reference_are_what_the_schema_makes_of_them(chart: Path) -> None:
    """Run script/chart_reference.py."""
    schema, readme = _schema(chart), (chart / "README.md").read_text("utf-8")
    assert (chart / "values.yaml").read_text("utf-8") == values_file(chart.name, schema)
    assert readme == with_reference(readme, reference(schema))


@CHARTS
def test_every_value_is_documented_and_closed(chart: Path) -> None:
    whole = _schema(chart)

    def look(path: str, schema: dict) -> None:
        if "$ref" in schema:
            schema = {**whole["definitions"][schema["$ref"].rpartition("/")[2]], **schema}
        if path:
            assert schema.get("description"), f"{path}: say what it is"
            assert schema["description"].endswith((".", "…")), path
        if "properties" not in schema:
            assert "type" in schema or "enum" in schema, f"{path}: anything would do"
            return
        assert schema.get("additionalProperties") is False or path == "global", f"{path}: a typo would pass"
        for name, inner in schema["properties"].items():
            if not path.endswith("resources"):
                look(f"{path}.{name}".lstrip("."), inner)

    look("", whole)


@CHARTS
def test_the_file_holds_the_keys_of_the_schema(chart: Path) -> None:
    values = yaml.safe_load((chart / "values.yaml").read_text("utf-8"))
    assert set(values) == set(_schema(chart)["properties"])


@CHARTS
def test_a_chart_is_of_the_products_version(chart: Path) -> None:
    said = yaml.safe_load((chart / "Chart.yaml").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert said["version"] == said["appVersion"] == project["version"]


@helm
@pytest.mark.parametrize(
    ("value", "says"),
    [
        ('mode="clustered"', r"mode.*must be one of 'services', 'single'"),
        ('migrations.mode="hooks"', r"migrations/mode.*must be one of 'hook', 'job', 'manual'"),
        ("global.image.tag=2", r"global/image/tag.*got number, want string"),
        ('bus.url="log:///var/bus.db"', r"bus/url.*does not match pattern"),
        ('bus.url="kafkas://planning:secret@kafka:9093"', r"bus/url.*does not match pattern"),
        ('planing={"web":{}}', r"additional properties 'planing' not allowed"),
        ('secrets.planning.password="x"', r"additional properties 'password' not allowed"),
        ("security.runAsUser=0", r"security/runAsUser.*minimum"),
        ('hosts.staff="https://plans.example.gov.uk/"', r"hosts/staff.*does not match pattern"),
        ('networkPolicies.kafka.cidrs=["kafka.example.gov.uk"]', r"does not match pattern"),
        ('procedures.files={"../escape.toml":"x"}', r"procedures/files.*'\.\./escape\.toml' not allowed"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(value: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        text(sample("production"), (value,))
    assert re.search(says, str(refused.value)), str(refused.value)


@helm
def test_everything_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(Refused) as refused:
        text(None)
    for name in ("signIn.issuer", "hosts.staff", "bus.url", "smtp.url", "secrets.planning", "tokenKeys"):
        assert f"\n{name}" in str(refused.value), name


@helm
def test_the_charts_can_stand_inside_another() -> None:
    """A parent's global values are none of our business; a schema that refused them could not be embedded."""
    assert things(sample("plain-smtp"), ('global.parent={"any":"thing"}', "global.number=7"))
    assert things(samples(DEPENDENCIES)[0], ('global.parent={"any":"thing"}',))


@helm
def test_a_variable_of_the_operators_own_comes_last_and_wins() -> None:
    pod = of_kind(things(sample("plain-smtp")), "Deployment")["planning-web"]["spec"]["template"]
    assert pod["spec"]["containers"][0]["env"][-1] == {"name": "TZ", "value": "Europe/London"}


OWN = 'extraEnv=[{"name":"CIN_ZONE","value":"Europe/Guernsey"},{"name":"CIN_DATA","value":"/tmp/own"}]'


@helm
@pytest.mark.parametrize("values", samples(), ids=lambda path: path.stem.removesuffix("-values"))
@pytest.mark.parametrize("sets", [(), (OWN,), (OWN, "steerable=true")], ids=["plain", "own", "steerable"])
def test_no_variable_is_given_twice(values: Path, sets: tuple[str, ...]) -> None:
    """Server-side apply, which Helm 4 uses, takes a list of variables only with one entry for each name."""
    for name, pod in pods(things(values, sets)).items():
        for container in containers(pod):
            names = [each["name"] for each in container.get("env", [])]
            assert len(names) == len(set(names)), name
            if sets and names:
                assert variables(pod)["CIN_ZONE"] == "Europe/Guernsey", f"{name}: the operator's own wins"
                assert variables(pod)["CIN_DATA"] == "/tmp/own", name


@helm
def test_a_variable_that_is_named_twice_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="extraEnv: TZ is there twice"):
        text(sample("plain-smtp"), ('extraEnv=[{"name":"TZ","value":"a"},{"name":"TZ","value":"b"}]',))


@helm
def test_notes_tell_the_next_steps(tmp_path: Path) -> None:
    """They are printed by an install alone, so one is played without a cluster."""
    said = {}
    for values in samples():
        command = [tool("helm"), "install", RELEASE, str(CHART), "--namespace", NAMESPACE, "--dry-run=client"]
        ended = subprocess.run(
            [*command, "--values", str(values)], capture_output=True, text=True, env=_nowhere(tmp_path)
        )
        assert ended.returncode == 0, ended.stderr
        said[values.name.removesuffix("-values.yaml")] = ended.stdout.partition("\nNOTES:\n")[2]
    for notes in said.values():
        assert [line[:2] for line in notes.splitlines() if line[:1].isdigit()] == ["1.", "2.", "3."]
        assert "kubectl -n children describe pod" in notes, "without its Secret a container says nothing"
        assert "CHANGELOG.md" in notes and "bus rights" in notes
    for name, notes in said.items():
        kept, left = ("digest", "tag") if name == "production" else ("tag", "digest")
        assert f"--set-string global.image.{kept}=" in notes and f"image.{left}=" not in notes, name
    for name, notes in said.items():
        without = "SIGN-IN ASKS FOR NO PASSWORD" in notes
        assert without == (name in ("single", "plain-smtp")) != ("/sign-out/back-channel" in notes), name
    assert "port-forward svc/plans-child-in-need-planning-web" in said["single"]
    assert "open http://localhost:8000" in said["single"] and "port-forward deployment/" in said["single"]
    assert "cookie" in said["plain-smtp"] and "http://localhost" not in said["plain-smtp"]
    assert "plans-child-in-need-data" in said["single"] and "No mail leaves it" in said["single"]
    assert "Open the staff pages: plans.example.gov.uk" in said["production"]
    assert "call `migrate` and `bus topics --create` yourself" in said["plain-smtp"]


def test_the_trial_can_be_signed_in_to_from_this_machine() -> None:
    """Without TLS a browser keeps the cookie of a sign-in only where the host is its own machine."""
    host = yaml.safe_load(sample("single").read_text("utf-8"))["hosts"]["staff"]
    assert not needs_tls(Request.from_values(base_url=f"http://{host}:8000"))


def _nowhere(folder: Path) -> dict[str, str]:
    """An environment that knows no cluster."""
    return {**os.environ, "KUBECONFIG": str(folder / "none"), "HELM_KUBEAPISERVER": "http://127.0.0.1:1"}
