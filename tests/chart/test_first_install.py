"""The README's first install, its commands called: they make whatever its sample's pods and Jobs read."""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from sqlalchemy import make_url

from services.rights import RIGHTS, SERVICES
from tests.chart.rendered import CHART, NAMESPACE, ROOT, Thing, of_kind, pods, sample, secret_keys, things

pytestmark = pytest.mark.helm
README = (CHART / "README.md").read_text("utf-8")
SAMPLE = sample("first")
_PLAYED = ("kubectl", "helm", "psql", "kafka-configs.sh", "kafka-acls.sh")
"""What is beyond this machine: each call is written down, and every file that it names has to be there."""
_NOTE = '#!/bin/sh\n(printf %s "${0##*/}"; printf "\\037%s" "$@"; echo) >> "$TOLD"\n'
_GIVEN = (
    *("client-secret", "smtp-user", "smtp-password", "registry"),
    *("postgres-ca.pem", "kafka-ca.pem", "plans.pem", "plans.key"),
)
"""What others hand to the operator: the README says to put it into the folder `first`."""


def commands() -> list[str]:
    """The blocks of the section, in their order."""
    section = README.partition("\n## Install for the first time\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"(?:^    .*\n(?:\n(?=    ))?)+", section, re.MULTILINE)
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE) for block in blocks]


@dataclass(frozen=True)
class Played:
    """The folder in which it was played, and each call of a program that is not here."""

    folder: Path
    calls: list[list[str]]

    def of(self, *names: str) -> list[list[str]]:
        return [words for words in self.calls if words[0] in names]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("product")
    _stage(folder)
    given = "".join(f"; printf {name} > first/{name}" for name in _GIVEN)
    script = "\n".join(["set -euo pipefail", *commands()]).replace("mkdir first\n", f"mkdir first{given}\n")
    told = folder / "told"
    where = {"PATH": f"{folder}/bin:{os.environ['PATH']}", "TOLD": str(told)}
    ended = subprocess.run(
        ["bash", "-c", script], cwd=folder, env={**os.environ, **where}, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    return Played(folder, [line.split("\x1f") for line in told.read_text().splitlines()])


def _stage(folder: Path) -> None:
    for name in ("bin", "script"):
        (folder / name).mkdir()
    programs = {f"bin/{name}": _NOTE for name in _PLAYED}
    programs["script/cin"] = f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m services "$@"\n'
    for name, text in programs.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    for name in ("charts", "docs"):
        (folder / name).symlink_to(ROOT / name)


def _made(played: Played) -> dict[str, set[str]]:
    """By name, the keys of each Secret and ConfigMap; every file of theirs is there."""
    made: dict[str, set[str]] = {}
    for words in played.of("kubectl"):
        if words[3:4] != ["create"]:
            continue
        name = words[5] if words[4] == "configmap" else words[6]
        made[name] = set()
        for option, _, said in (word.partition("=") for word in words):
            key, _, value = said.partition("=")
            if option in ("--from-file", "--cert", "--key"):
                assert (played.folder / (value or key)).read_bytes(), said
            if option.startswith("--from"):
                made[name].add(Path(key).name)
    return made


def test_every_secret_and_file_that_the_sample_reads_is_made(played: Played) -> None:
    made = _made(played)
    found = things(SAMPLE)
    for name, pod in pods(found).items():
        for secret, key in secret_keys(pod):
            assert key in made.get(secret, set()), f"{name}: {secret} has no {key}"
        for wanted in pod["spec"].get("imagePullSecrets", []):
            assert wanted["name"] in made
        for volume in _config_maps(pod):
            if not volume["name"].startswith("plans-child-in-need"):
                keys = {item["key"] for item in volume.get("items", [])} or {
                    f"{each}.public.pem" for each in SERVICES
                }
                assert keys <= made[volume["name"]], name
    (ingress,) = of_kind(found, "Ingress").values()
    assert ingress["spec"]["tls"][0]["secretName"] in made


def _config_maps(pod: Thing) -> list[Thing]:
    sources = [
        source
        for volume in pod["spec"].get("volumes", [])
        for source in (volume["projected"]["sources"] if "projected" in volume else [volume])
    ]
    return [source["configMap"] for source in sources if "configMap" in source]


def test_every_command_names_the_namespace(played: Played) -> None:
    first, *rest = played.of("kubectl", "helm")
    assert first == ["kubectl", "create", "namespace", NAMESPACE]
    for words in rest:
        pairs = set(zip(words, words[1:], strict=False))
        assert {(option, NAMESPACE) for option in ("-n", "--namespace", "namespace")} & pairs, shlex.join(
            words
        )


def test_a_url_of_a_database_can_connect(played: Played) -> None:
    """verify-full without the file of who signed the certificate ends every connection."""
    pod = pods(things(SAMPLE))["planning-api"]
    mounts = {each["name"]: each["mountPath"] for each in pod["spec"]["containers"][0]["volumeMounts"]}
    for service in SERVICES:
        for name, file, password in (("", "url", "service"), ("_owner", "owner-url", "owner")):
            url = make_url((played.folder / "first" / f"{service}.{file}").read_text())
            assert (url.database, url.username) == (f"cin_{service}", f"cin_{service}{name}")
            assert url.password == (played.folder / "first" / f"{service}.{password}").read_text()
            assert url.query == {"sslmode": "verify-full", "sslrootcert": f"{mounts['postgres-ca']}/ca.crt"}


def test_users_and_databases_are_made_for_every_service(played: Played) -> None:
    for words, service in zip(played.of("psql"), SERVICES, strict=True):
        for role in ("owner", "service"):
            password = (played.folder / "first" / f"{service}.{role}").read_text()
            assert len(password) == 48 and f"{role}_password={password}" in words
        assert {f"database=cin_{service}", f"owner=cin_{service}_owner", f"service=cin_{service}"} <= set(
            words
        )
    users = {words[words.index("--entity-name") + 1]: words[-1] for words in played.of("kafka-configs.sh")}
    assert set(users) == set(RIGHTS)
    for user, said in users.items():
        assert (played.folder / "first" / f"{user}.broker").read_text() in said


def test_it_ends_with_the_install_and_its_test(played: Played) -> None:
    assert [words[1:3] for words in played.of("helm")] == [["install", "plans"], ["test", "plans"]]
    mine = yaml.safe_load((played.folder / "mine.yaml").read_text())
    needs_an_operator = {"monitoring", "externalSecrets", "httpRoute"} & set(mine)
    assert not needs_an_operator, "nothing that the cluster must have besides"
