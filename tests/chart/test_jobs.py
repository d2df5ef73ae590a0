"""The Jobs that prepare: as hooks with all that they need, as ordinary Jobs for Argo CD and Flux, or none."""

import re

import pytest

from tests.chart.rendered import (
    CHART,
    Refused,
    Thing,
    component,
    of_kind,
    pods,
    sample,
    samples,
    secret_keys,
    text,
    things,
    variables,
)

pytestmark = pytest.mark.helm
PRODUCTION, OPENSHIFT, BY_HAND = sample("production"), sample("openshift"), sample("plain-smtp")


def _jobs(found: tuple[Thing, ...]) -> dict[str, Thing]:
    return {component(each): each for each in found if each["kind"] == "Job"}


def _hook(thing: Thing) -> str:
    return str(thing["metadata"].get("annotations", {}).get("helm.sh/hook", ""))


def _weight(thing: Thing) -> int:
    return int(thing["metadata"]["annotations"]["helm.sh/hook-weight"])


def test_hooks_check_then_migrate_then_make_topics() -> None:
    jobs = _jobs(things(PRODUCTION))
    assert sorted(jobs, key=lambda name: _weight(jobs[name])) == ["check", "migrate", "topics"]
    for name, job in jobs.items():
        assert _hook(job) == "pre-install,pre-upgrade", name
        notes = job["metadata"]["annotations"]
        assert notes["helm.sh/hook-delete-policy"] == "before-hook-creation,hook-succeeded"
        assert notes["helm.sh/hook-output-log-policy"] == "hook-failed", "its one line is to be seen"


def test_whatever_a_hook_needs_is_there_before_it() -> None:
    """Nothing of the release is: its account, files and policies are hooks before it, or the operator's."""
    found = things(PRODUCTION)
    first = min(_weight(job) for job in _jobs(found).values())
    early = {
        (each["kind"], each["metadata"]["name"])
        for each in found
        if _hook(each).startswith("pre-install") and _weight(each) < first
    }
    operators = {"kafka-ca", "postgres-ca"}
    for name, job in _jobs(found).items():
        spec = job["spec"]["template"]["spec"]
        assert ("ServiceAccount", spec["serviceAccountName"]) in early, name
        for volume in spec["volumes"]:
            if "configMap" in volume and volume["configMap"]["name"] not in operators:
                assert ("ConfigMap", volume["configMap"]["name"]) in early, name
        if name != "check":  # it asks nobody
            assert ("NetworkPolicy", f"plans-child-in-need-{name}") in early


def test_what_a_failed_hook_leaves_is_deleted_by_one_line_of_the_readme() -> None:
    """Helm does not count hooks among what it takes away; the claim of mode single is not to go with them."""
    said = re.search(
        r"kubectl -n children delete (\S+) -l (\S+)=plans", (CHART / "README.md").read_text("utf-8")
    )
    assert said
    kinds, label = said[1].split(","), said[2]
    hooks = [each for values in samples() for each in things(values) if _hook(each)]
    assert {each["kind"].lower() for each in hooks} == set(kinds)
    assert all(each["metadata"]["labels"][label] == "plans" for each in hooks)


def test_what_is_checked_beforehand_is_what_planning_gets() -> None:
    """All of it: a wrong file of roles too would be found by pods that are started again and again."""
    maps = of_kind(things(PRODUCTION), "ConfigMap")
    assert maps["check"]["data"] == maps["council"]["data"] and "roles.toml" in maps["check"]["data"]
    assert not _hook(maps["council"])
    own = set(of_kind(things(PRODUCTION), "ConfigMap")["check"]["data"])
    assert own == _read_by(pods(things(PRODUCTION))["check"])
    listed = things(sample("single"))
    assert {"staff.toml"} == _read_by(pods(listed)["check"])
    assert "staff.toml" in of_kind(listed, "ConfigMap")["check"]["data"]


def _read_by(pod: Thing) -> set[str]:
    """The files of the check's own ConfigMap that its settings lead to."""
    mounted = {
        f"{mount['mountPath']}/{item['path']}": item["key"]
        for volume in pod["spec"]["volumes"]
        if "configMap" in volume
        for item in volume["configMap"]["items"]
        for mount in pod["spec"]["containers"][0]["volumeMounts"]
        if mount["name"] == volume["name"]
    }
    return {mounted[value] for value in variables(pod).values() if value in mounted}


def test_a_staff_list_in_a_secret_is_checked_beforehand_too() -> None:
    more = ('staff.list=""', 'staff.existingSecret="cin-staff"')
    assert secret_keys(pods(things(sample("single"), more))["check"]) == {("cin-staff", "staff.toml")}


def test_who_checks_holds_no_secret_of_the_provider() -> None:
    assert not secret_keys(pods(things(PRODUCTION))["check"])


def test_without_hooks_a_jobs_name_changes_with_what_it_does() -> None:
    """A Job cannot be changed: a fixed name would end the second sync with "field is immutable"."""
    before = _jobs(things(OPENSHIFT))
    same = _jobs(things(OPENSHIFT, ("planning.api.replicas=3",)))
    after = _jobs(things(OPENSHIFT, ('global.image.tag="another"',)))
    labelled = _jobs(things(OPENSHIFT, ('pods.labels={"team":"plans"}',)))
    assert set(before) == {"check", "migrate", "topics"}
    for name, job in before.items():
        assert not _hook(job), name
        assert job["metadata"]["name"] == same[name]["metadata"]["name"]
        names = {each[name]["metadata"]["name"] for each in (before, after, labelled)}
        assert len(names) == 3, f"{name}: what differs has another name"
        assert "ttlSecondsAfterFinished" not in job["spec"], "Argo CD would make it again and again"


def test_without_hooks_a_file_that_changes_is_checked_anew() -> None:
    before, after = (
        _jobs(things(OPENSHIFT, (f'localValues="called = {number}"',)))["check"]["metadata"]["name"]
        for number in (1, 2)
    )
    assert before != after


def test_without_hooks_nothing_is_a_hook_but_the_test() -> None:
    for values in (OPENSHIFT, BY_HAND):
        assert {_hook(each) for each in things(values)} == {"", "test"}


def test_by_hand_there_is_no_job() -> None:
    assert not _jobs(things(BY_HAND))


def test_somebody_elses_topics_are_left_alone() -> None:
    assert set(_jobs(things(sample("strimzi-cnpg")))) == {"check", "migrate"}


def test_the_trial_is_checked_and_migrates_itself() -> None:
    assert set(_jobs(things(sample("single")))) == {"check"}


def test_jobs_call_the_products_own_commands_and_end() -> None:
    from services.__main__ import main

    for name, job in _jobs(things(PRODUCTION)).items():
        (container,) = job["spec"]["template"]["spec"]["containers"]
        assert "command" not in container, "the image's own entry point"
        assert container["args"][0] in main.commands, name
        assert job["spec"]["template"]["spec"]["restartPolicy"] == "Never"
        assert job["spec"]["activeDeadlineSeconds"] > 0


def test_a_wrong_file_is_not_tried_again() -> None:
    tries = {name: job["spec"]["backoffLimit"] for name, job in _jobs(things(PRODUCTION)).items()}
    assert tries == {"check": 0, "migrate": 2, "topics": 2}


def test_secrets_that_come_later_than_hooks_are_refused() -> None:
    with pytest.raises(Refused, match="hooks run before the Secrets are there"):
        text(OPENSHIFT, ('migrations.mode="hook"',))


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ('externalSecrets.store.name=""', r"externalSecrets\.store\.name: which store"),
        ("externalSecrets.remote=null", r"externalSecrets\.remote: which key there"),
        (
            'secrets.topics.existingSecret=""',
            r"externalSecrets\.remote\.topics: secrets\.topics\.existingSecret",
        ),
        (
            'externalSecrets.remote.staff="plans/staff"',
            r"externalSecrets\.remote\.staff: staff\.existingSecret names no Secret to fill",
        ),
    ],
)
def test_a_vault_that_would_fill_nothing_is_refused_in_words(value: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        text(OPENSHIFT, (value,))


def test_a_vault_fills_the_staff_list_too() -> None:
    none = ('signIn.issuer=""', 'signIn.withoutPasswords="accepted"', 'staff.existingSecret="cin-staff"')
    found = of_kind(
        things(OPENSHIFT, (*none, 'externalSecrets.remote.staff="plans/staff"')), "ExternalSecret"
    )
    assert found["cin-staff"]["spec"]["dataFrom"] == [{"extract": {"key": "plans/staff"}}]


def test_a_vault_fills_the_secrets_that_the_pods_name() -> None:
    found = of_kind(things(OPENSHIFT), "ExternalSecret")
    named = {name for pod in pods(things(OPENSHIFT)).values() for name, _ in secret_keys(pod)}
    assert set(found) == named and "cin-sign-in" in named
    assert found["cin-topics"]["spec"]["dataFrom"] == [{"extract": {"key": "plans/topics"}}]


def test_the_test_asks_every_service_under_the_host_of_the_pages() -> None:
    found = things(PRODUCTION)
    (container,) = pods(found)["test"]["spec"]["containers"]
    host, *urls = container["args"]
    assert host == "plans.example.gov.uk"
    services = {
        f"{each['metadata']['name']}:{each['spec']['ports'][0]['port']}"
        for each in of_kind(found, "Service").values()
    }
    assert set(urls) == services
    assert "\nif __name__" in container["command"][2], "whole, and not folded"
