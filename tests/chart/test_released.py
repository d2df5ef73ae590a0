"""Against the charts that were released: what cannot change has not, and no value that was set is refused."""

import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.chart.rendered import CHART, NAMESPACE, RELEASE, ROOT, Thing, of_kind, samples, things, tool

RELEASED = sorted((ROOT / "charts" / "released").glob("child-in-need-[0-9]*.tgz"))
PACKAGES = pytest.mark.parametrize("package", RELEASED, ids=lambda path: path.stem)


ASKED_THEN = ('staff.existingSecret="cin-staff"', 'signIn.withoutPasswords="accepted"', 'staff.list=""')
"""What a release needed that a sample of today has no more."""


def _then(package: Path, values: Path, folder: Path) -> tuple[Thing, ...]:
    """As the released chart rendered it, of the sample's values those that it knew."""
    known = yaml.safe_load(_packed(package, "values.yaml"))
    set_now = yaml.safe_load(values.read_text("utf-8"))
    set_now.get("externalSecrets", {}).get("remote", {}).pop("signIn", None)  # unknown to 0.1.0's schema
    (folder / "then.yaml").write_text(yaml.safe_dump(_known(set_now, known)))
    command = [tool("helm"), "template", RELEASE, str(package), "--namespace", NAMESPACE]
    command += ["--kube-version", "1.34", "--values", str(folder / "then.yaml")]
    for each in ASKED_THEN:
        command += ["--set-json", each]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return tuple(each for each in yaml.load_all(said, Loader=yaml.CSafeLoader) if each)


def _packed(package: Path, name: str) -> bytes:
    with tarfile.open(package) as packed:
        member = packed.extractfile(f"child-in-need/{name}")
        assert member
        return member.read()


def _known(values: Thing, known: Thing) -> Thing:
    """Without the names that were not there then; what is empty there may hold any."""
    return {
        name: _known(value, known[name]) if isinstance(value, dict) and known.get(name) else value
        for name, value in values.items()
        if name in known or not known
    }


def _paths(values: Thing, above: str = "") -> Iterator[str]:
    for name, value in values.items():
        yield f"{above}{name}"
        if isinstance(value, dict):
            yield from _paths(value, f"{above}{name}.")


def test_there_is_a_release_to_hold_it_to() -> None:
    assert RELEASED


@pytest.mark.helm
@PACKAGES
def test_what_cannot_be_changed_is_as_it_was_released(package: Path, tmp_path: Path) -> None:
    """An upgrade that changed a selector or a claim would be refused by Kubernetes half-way."""
    for values in samples():
        then, now = _then(package, values, tmp_path), things(values)
        before, after = of_kind(then, "Deployment"), of_kind(now, "Deployment")
        for name in set(before) & set(after):
            assert before[name]["spec"]["selector"] == after[name]["spec"]["selector"], name
        claims = [of_kind(each, "PersistentVolumeClaim") for each in (then, now)]
        assert {name: each["spec"] for name, each in claims[0].items()} == {
            name: each["spec"] for name, each in claims[1].items()
        }
        assert set(of_kind(then, "Service")) <= set(of_kind(now, "Service")), "somebody calls it by name"


@PACKAGES
def test_every_value_of_a_release_is_there_still(package: Path) -> None:
    """Values are only ever added; one that goes is refused with its successor's name, in a major version."""
    then = yaml.safe_load(_packed(package, "values.yaml"))
    now = yaml.safe_load((CHART / "values.yaml").read_text("utf-8"))
    gone = set(_paths(then)) - set(_paths(now))
    assert not gone


@PACKAGES
def test_each_value_that_is_another_since_a_release_is_named_for_whoever_upgrades(package: Path) -> None:
    """In the chart's README, under that release: what is new by its highest new name, the rest by its own."""
    version = package.stem.rpartition("-")[2]
    page = (CHART / "README.md").read_text("utf-8")
    section = page.partition(f"\n### From {version}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
    then = dict(_leaves(yaml.safe_load(_packed(package, "values.yaml"))))
    now = dict(_leaves(yaml.safe_load((CHART / "values.yaml").read_text("utf-8"))))
    above = {name[:end] for name in then for end in range(1, len(name) + 1)}
    new = {
        next(name[:end] for end in range(1, len(name) + 1) if name[:end] not in above)
        for name in set(now) - above
    }
    other = {name for name in then if name not in now or now[name] != then[name]}
    assert new | other, "there is something to hold"
    missing = [".".join(name) for name in sorted(new | other) if f"`{'.'.join(name)}`" not in section]
    assert not missing


def _leaves(values: Thing, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    for name, value in values.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*above, name))
        else:
            yield (*above, name), value
