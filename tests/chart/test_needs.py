"""What each pod is given: the variables that its role reads, the Secrets that it needs, and nothing else."""

import re

import pytest

from plumbing.settings import SETTINGS
from services.rights import SERVICES
from tests.chart.rendered import CHART, PREFIX, of_kind, pods, sample, samples, secret_keys, things, variables

pytestmark = pytest.mark.helm
NOT_SET = {
    "CIN_BUS_MEMBER": "a Deployment's pods have no lasting names; a new member takes over after ten seconds",
    "CIN_STAFF_PORT": "the default; the Service's port is its own",
    "CIN_INTERNAL_PORT": "the default",
    "CIN_ADMIN_PORT": "the default",
    "CIN_MAIL_PORT": "only the mail catcher's, which the chart does not run by itself",
    "CIN_CATCHER_PORT": "only the mail catcher's",
    "CIN_FONTS": "the image says it",
}
"""Settings that the chart leaves alone, each with its reason."""
ALWAYS = {"CIN_BIND", "CIN_DATA", "CIN_COUNCIL", "CIN_ZONE", "CIN_BUS", "OTEL_EXPORTER_OTLP_ENDPOINT"}
PROCEDURE = {"CIN_LOCAL", "CIN_SIGN_IN"}
PROVIDER = {"CIN_STAFF_URL"} | {
    f"CIN_OIDC_{name}" for name in "ISSUER CLIENT SECRET_FILE ROLES CLAIM SCOPES FRESH LEVELS CA".split()
}
BUS = {"CIN_BUS_USER", "CIN_BUS_PASSWORD", "CIN_BUS_CA"}
MAIL = {"CIN_SMTP", "CIN_SMTP_TLS", "CIN_SMTP_CA", "CIN_MAIL_FROM"}


def _own(service: str) -> set[str]:
    return {f"CIN_DATABASE_{service.upper()}"}


def _urls(*services: str) -> set[str]:
    return {f"CIN_URL_{service.upper()}" for service in services}


ROLES = {
    "planning-web": {
        *("CIN_KEYS", "CIN_HOSTS"),
        *(PROCEDURE | PROVIDER | _urls("scheduler", "records", "notifications")),
    },
    "planning-api": {"CIN_KEYS", "CIN_MEETINGS_DOMAIN", *PROCEDURE},
    "planning-worker": {*PROCEDURE, *BUS},
    "scheduler-api": {"CIN_KEYS", "CIN_MEETINGS_DOMAIN", *_urls("planning")},
    "scheduler-worker": {"CIN_MEETINGS_DOMAIN", *BUS},
    "records-api": {"CIN_KEYS"},
    "records-worker": {"CIN_KEYS", *BUS, *_urls("planning")},
    "notifications-api": {"CIN_KEYS", *MAIL},
    "notifications-worker": {
        *("CIN_KEYS", "CIN_SMTP_USER", "CIN_SMTP_PASSWORD"),
        "CIN_MEETINGS_DOMAIN",  # by it `cin restore reconcile` knows our invitations in a mail log
        *(BUS | MAIL | _urls("planning", "scheduler", "records")),
    },
}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_given_the_settings_that_it_reads(role: str) -> None:
    found = set(variables(pods(things(sample("production")))[role]))
    assert found == ALWAYS | _own(role.partition("-")[0]) | ROLES[role]


KEYS = {
    "planning-web": {"database-url", "token.private.pem", "pages.secret"},
    "planning-api": {"database-url", "token.private.pem"},
    "planning-worker": {"database-url", "bus-user", "bus-password"},
    "scheduler-api": {"database-url", "token.private.pem"},
    "scheduler-worker": {"database-url", "bus-user", "bus-password"},
    "records-api": {"database-url", "token.private.pem"},
    "records-worker": {"database-url", "token.private.pem", "bus-user", "bus-password"},
    "notifications-api": {"database-url", "token.private.pem"},
    "notifications-worker": {
        *("database-url", "token.private.pem", "bus-user", "bus-password"),
        *("smtp-user", "smtp-password"),
    },
}


@pytest.mark.parametrize("role", KEYS)
def test_a_role_holds_the_keys_of_its_service_that_it_needs(role: str) -> None:
    """A scheduler's pod: no password of the mail server, no database but its own, no key of another."""
    service = role.partition("-")[0]
    wanted = {(f"cin-{service}", key) for key in KEYS[role]}
    if role == "planning-web":
        wanted.add(("cin-sign-in", "client-secret"))
    assert secret_keys(pods(things(sample("production")))[role]) == wanted


def test_only_the_jobs_hold_what_is_theirs() -> None:
    found = pods(things(sample("production")))
    assert secret_keys(found["check"]) == set()
    assert secret_keys(found["test"]) == set()
    assert secret_keys(found["migrate"]) == {
        ("cin-migrations", f"{service}-database-url") for service in SERVICES
    }
    assert secret_keys(found["topics"]) == {("cin-topics", "bus-user"), ("cin-topics", "bus-password")}


def test_every_secret_that_a_sample_reads_is_documented() -> None:
    readme = (CHART / "README.md").read_text("utf-8")
    used = {
        key for values in samples() for pod in pods(things(values)).values() for _, key in secret_keys(pod)
    }
    assert len(used) > 10
    documented = set(re.findall(r"`([a-z.-]+)`", readme))
    assert used <= documented, f"README.md does not name {used - documented}"


def _set_somewhere() -> set[str]:
    own = re.compile(rf"_({'|'.join(SERVICES).upper()})$")
    found = {
        own.sub("_{SERVICE}", name) if name.startswith(("CIN_URL", "CIN_DATABASE", "CIN_MIGRATION")) else name
        for values in samples()
        for pod in pods(things(values, ("steerable=true",))).values()
        for name in variables(pod)
    }
    return {name for name in found if name.startswith("CIN_")}


def test_every_setting_is_set_by_the_chart_or_left_for_a_reason() -> None:
    known = {setting.name for setting in SETTINGS}
    assert _set_somewhere() | set(NOT_SET) == known
    assert not _set_somewhere() & set(NOT_SET)


def test_no_setting_but_those_of_a_test_is_steerable() -> None:
    for values in samples():
        for name, pod in pods(things(values)).items():
            assert "CIN_STEERABLE" not in variables(pod), name


def test_no_password_is_a_value() -> None:
    """Whatever sounds secret comes from a Secret."""
    for values in samples():
        for name, pod in pods(things(values)).items():
            for variable, said in variables(pod).items():
                if re.search(r"PASSWORD|DATABASE|BUS_USER|SMTP_USER", variable):
                    assert isinstance(said, dict) and "secretKeyRef" in said, f"{name}: {variable}"


def test_the_keys_of_tokens_lie_together_as_the_services_look_for_them() -> None:
    for role in [role for role, keys in KEYS.items() if "token.private.pem" in keys]:
        pod = pods(things(sample("production")))[role]
        service = role.partition("-")[0]
        (volume,) = [each for each in pod["spec"]["volumes"] if each["name"] == "keys"]
        secret, public = (
            volume["projected"]["sources"][0]["secret"],
            volume["projected"]["sources"][1]["configMap"],
        )
        assert secret["items"][0] == {"key": "token.private.pem", "path": f"{service}.private.pem"}
        assert public == {"name": "cin-token-keys"}
        (mount,) = [each for each in pod["spec"]["containers"][0]["volumeMounts"] if each["name"] == "keys"]
        assert mount["mountPath"] == variables(pod)["CIN_KEYS"]


def test_without_tls_there_is_no_password_at_the_broker() -> None:
    """The product refuses one; then nobody can be asked for it."""
    bare = (
        'bus.url="kafka://kafka:9092"',
        'bus.ca={"existingConfigMap":""}',
        'secrets.topics={"existingSecret":""}',
    )
    found = things(sample("production"), bare)
    for name, pod in pods(found).items():
        assert not {key for _, key in secret_keys(pod) if key.startswith("bus-")}, name
        assert not {each for each in variables(pod) if each.startswith("CIN_BUS_")}, name
    assert not of_kind(found, "TriggerAuthentication")
    (scaled,) = of_kind(found, "ScaledObject").values()
    assert scaled["spec"]["triggers"][0]["metadata"]["sasl"] == "none"


def test_a_certificate_is_where_its_setting_says() -> None:
    for name in ("production", "strimzi-cnpg"):
        pod = pods(things(sample(name)))["planning-worker"]
        assert variables(pod)["CIN_BUS_CA"] == "/etc/child-in-need/bus/ca.crt"
        mounts = {each["name"]: each["mountPath"] for each in pod["spec"]["containers"][0]["volumeMounts"]}
        assert mounts["bus-ca"] == "/etc/child-in-need/bus"
        assert mounts["postgres-ca"] == "/etc/child-in-need/postgres"
    one = ('smtp.ca.existingConfigMap="mail-ca"', 'smtp.url="smtp://mail.example:587"')
    there = 'networkPolicies.smtp.cidrs=["10.20.2.25/32"]'
    for pod in (
        pods(things(sample("production")))["notifications-worker"],
        pods(things(sample("single"), (*one, there)))["all"],
    ):
        assert variables(pod)["CIN_SMTP_CA"] == "/etc/child-in-need/smtp/ca.crt"
        mounts = {each["name"]: each["mountPath"] for each in pod["spec"]["containers"][0]["volumeMounts"]}
        assert mounts["smtp-ca"] == "/etc/child-in-need/smtp"
        (volume,) = [each for each in pod["spec"]["volumes"] if each["name"] == "smtp-ca"]
        assert volume["configMap"]["name"] == "mail-ca"


def test_a_service_is_found_under_the_name_of_its_service() -> None:
    for name, pod in pods(things(sample("production"))).items():
        for variable, said in variables(pod).items():
            if variable.startswith("CIN_URL_"):
                service = variable.removeprefix("CIN_URL_").lower()
                assert said == f"http://{PREFIX}-{service}-api:8002", name


def test_an_own_procedure_lies_in_the_folder_of_its_council() -> None:
    files = 'procedures.files={"exampleshire/2026-01-01.toml":"a","exampleshire/local.toml":"b"}'
    found = pods(things(sample("production"), (files, 'council="exampleshire"')))
    for name, source in (("planning-web", "council"), ("check", "check")):
        (volume,) = [each for each in found[name]["spec"]["volumes"] if each["name"] == "procedures"]
        assert volume["configMap"]["name"] == f"{PREFIX}-{source}"
        paths = [item["path"] for item in volume["configMap"]["items"]]
        assert paths == ["exampleshire/2026-01-01.toml", "exampleshire/local.toml"]
        assert variables(found[name])["CIN_PROCEDURES"] == "/etc/child-in-need/procedures"
    made = pods(things(sample("plain-smtp")))["planning-api"]
    mounts = {each["name"]: each["mountPath"] for each in made["spec"]["containers"][0]["volumeMounts"]}
    assert mounts["procedures"] == "/etc/child-in-need/procedures/exampleshire"
