"""The pod and the commands of "After a restore": Kubernetes takes the one, the product knows the others."""

import re

import click
import kubernetes_validate
import pytest
import yaml

from plumbing.settings import SETTINGS
from services.__main__ import main
from services.rights import SERVICES
from tests.chart.rendered import KUBERNETES, ROOT, Thing, pods, sample, secret_keys, things, variables

POD: Thing = yaml.safe_load((ROOT / "docs" / "restore-pod.yaml").read_text("utf-8"))
PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
RESTORE = PAGE.partition("\n## After a restore\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("version", KUBERNETES)
def test_kubernetes_takes_the_pod(version: str) -> None:
    kubernetes_validate.validate(POD, version, strict=True)


@pytest.mark.helm
def test_the_pod_is_held_to_what_the_charts_pods_are_held_to() -> None:
    ours = pods(things(sample("first")))["migrate"]["spec"]
    assert POD["spec"]["containers"][0]["securityContext"] == ours["containers"][0]["securityContext"]
    for name in ("automountServiceAccountToken", "enableServiceLinks", "imagePullSecrets"):
        assert POD["spec"][name] == ours[name]
    assert POD["spec"]["securityContext"] == {
        name: said for name, said in ours["securityContext"].items() if name != "fsGroupChangePolicy"
    }


@pytest.mark.helm
def test_the_pod_has_the_secrets_of_the_first_install_and_no_more_than_it_needs() -> None:
    found = pods(things(sample("first")))
    there = {each for pod in found.values() for each in secret_keys(pod)}
    assert secret_keys(POD) < there
    jobs = secret_keys(found["migrate"]) | secret_keys(found["topics"])
    assert secret_keys(POD) == jobs | {(f"cin-{service}", "database-url") for service in SERVICES}
    theirs = {**variables(found["notifications-worker"]), **variables(found["topics"])}
    for name in ("CIN_MAIL_FROM", "CIN_MEETINGS_DOMAIN", "CIN_BUS", "CIN_BUS_CA", "CIN_ZONE", "CIN_DATA"):
        assert variables(POD)[name] == theirs[name], f"{name}: mail of ours is known by it"
    known = {setting.name for setting in SETTINGS}
    for name in variables(POD):
        assert re.sub(rf"_({'|'.join(SERVICES).upper()})$", "_{SERVICE}", name) in known


def test_every_command_of_the_restore_is_the_products_own() -> None:
    called = re.findall(r"^ +cin ([a-z-]+)(?: ([a-z-]+))?", RESTORE, re.MULTILINE)
    assert [words for words in called if words[0] == "restore"] == [
        ("restore", word) for word in ("begin", "reconcile", "finish")
    ], "in this order"
    for first, second in called:
        command = main.commands[first]
        if isinstance(command, click.Group):
            assert second in command.commands, (first, second)


def test_every_command_of_the_restore_names_its_namespace() -> None:
    for line in re.findall(r"^ +((?:kubectl|helm) .*)$", RESTORE, re.MULTILINE):
        assert "-n children" in line or "--namespace children" in line, line
