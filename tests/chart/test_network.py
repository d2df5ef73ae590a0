"""Who may reach whom: nothing by default, and one way into the pages. Rendered only: see docs/chart.md."""

import json
from pathlib import Path

import pytest

from tests.chart.rendered import Refused, Thing, of_kind, pods, sample, samples, text, things, variables

pytestmark = pytest.mark.helm
PLACES = [each for each in samples() if "plain-smtp" not in each.name]
ONE = pytest.mark.parametrize("values", PLACES, ids=lambda path: path.stem.removesuffix("-values"))
BY_SAMPLE = {
    "postgres": {"10.20.0.10/32", "10.20.0.11/32"},
    "kafka": {"10.20.1.0/29"},
    "smtp": {"10.20.2.25/32"},
    "provider": {"10.20.3.0/28"},
    "collector": {"10.20.4.0/29"},
}
WAYS = {
    "planning-web": {
        "postgres",
        "collector",
        "provider",
        "scheduler-api",
        "records-api",
        "notifications-api",
    },
    "planning-api": {"postgres", "collector"},
    "planning-worker": {"postgres", "collector", "kafka"},
    "scheduler-api": {"postgres", "collector", "planning-api"},
    "scheduler-worker": {"postgres", "collector", "kafka"},
    "records-api": {"postgres", "collector"},
    "records-worker": {"postgres", "collector", "kafka", "planning-api"},
    "notifications-api": {"postgres", "collector"},
    "notifications-worker": {
        "postgres",
        "collector",
        "kafka",
        "smtp",
        "planning-api",
        "scheduler-api",
        "records-api",
    },
}


def _policies(values: Path, *sets: str) -> dict[str, Thing]:
    return {name: each["spec"] for name, each in of_kind(things(values, sets), "NetworkPolicy").items()}


@ONE
def test_no_rule_leads_anywhere_or_lets_anybody_in(values: Path) -> None:
    """An empty list of peers is none to us, and everybody to Kubernetes."""
    for name, policy in _policies(values).items():
        assert all(rule["to"] for rule in policy.get("egress", [])), name
        assert all(rule["from"] for rule in policy.get("ingress", [])), name


@pytest.mark.parametrize("name", ["production", "single"])
def test_traces_have_a_way_to_their_collector_and_jobs_none(name: str) -> None:
    endpoint = 'tracing.endpoint="http://collector.tracing:4318"'
    nowhere, there = (f"networkPolicies.collector.cidrs={said}" for said in ("[]", '["10.20.4.0/29"]'))
    with pytest.raises(Refused, match=r"networkPolicies\.collector\.cidrs: the addresses"):
        text(sample(name), (endpoint, nowhere))
    found = things(sample(name), (endpoint, there))
    for component, pod in pods(found).items():
        told = variables(pod).get("OTEL_EXPORTER_OTLP_ENDPOINT")
        runs = component not in ("check", "migrate", "topics", "test")
        assert told == ("http://collector.tracing:4318" if runs else None), component
        if runs:
            rules = of_kind(found, "NetworkPolicy")[component]["spec"]["egress"]
            assert [rule["ports"] for rule in rules if _goes_to(rule) == "collector"] == [[{"port": 4318}]]
    bare = things(sample(name), ('tracing.endpoint=""', nowhere))
    assert not any("OTEL_EXPORTER_OTLP_ENDPOINT" in variables(pod) for pod in pods(bare).values())


def test_the_trial_goes_nowhere_but_to_a_mail_server_that_has_an_address() -> None:
    single, url = sample("single"), 'smtp.url="smtp://mail.example.gov.uk:587"'
    assert "egress" not in _policies(single)["all"]
    with pytest.raises(Refused, match=r"networkPolicies\.smtp\.cidrs: the addresses"):
        text(single, (url,))
    (rule,) = _policies(single, url, 'networkPolicies.smtp.cidrs=["10.20.2.25/32"]')["all"]["egress"]
    assert _goes_to(rule) == "smtp"
    assert text(single, (url, "networkPolicies.enabled=false"))


@pytest.mark.parametrize("name", ["production", "single"])
def test_rules_of_the_operators_own_hold_for_every_pod(name: str) -> None:
    there = [{"ipBlock": {"cidr": "10.9.0.0/16"}}]
    rules = {"Egress": [{"ports": [{"port": 4318}], "to": there}], "Ingress": [{"from": there}]}
    sets = [f"networkPolicies.extra{way}={json.dumps(said)}" for way, said in rules.items()]
    found = things(sample(name), tuple(sets))
    policies = _policies(sample(name), *sets)
    for component in set(pods(found)) - {"check", "test"}:
        for way, said in rules.items():
            assert said[0] in policies[component][way.lower()], (component, way)


@ONE
def test_by_default_nothing_comes_in_and_nothing_goes_out(values: Path) -> None:
    nothing = _policies(values)["nothing"]
    assert nothing["policyTypes"] == ["Ingress", "Egress"]
    assert not {"ingress", "egress"} & set(nothing)
    for pod in pods(things(values)).values():
        labels = pod["metadata"]["labels"]
        assert nothing["podSelector"]["matchLabels"].items() <= labels.items()


@ONE
def test_only_names_are_asked_by_everybody(values: Path) -> None:
    names = _policies(values)["names"]
    assert names["policyTypes"] == ["Egress"]
    (rule,) = names["egress"]
    assert {port["port"] for port in rule["ports"]} <= {53, 5353}
    assert {port["protocol"] for port in rule["ports"]} == {"UDP", "TCP"}


def _goes_to(rule: Thing) -> str:
    if "podSelector" in rule["to"][0]:
        return str(rule["to"][0]["podSelector"]["matchLabels"]["app.kubernetes.io/component"])
    found = {each["ipBlock"]["cidr"] for each in rule["to"]}
    (name,) = [name for name, cidrs in BY_SAMPLE.items() if cidrs == found]
    return name


@pytest.mark.parametrize("role", WAYS)
def test_a_role_goes_where_it_needs_to_go(role: str) -> None:
    policy = _policies(sample("production"))[role]
    assert {_goes_to(rule) for rule in policy["egress"]} == WAYS[role]
    assert all(rule["ports"] for rule in policy["egress"])


@pytest.mark.parametrize("role", WAYS)
def test_whoever_goes_to_a_service_is_let_in_there(role: str) -> None:
    """Both ends say the same: a way out without a way in is a dead end, and the reverse a hole."""
    policy = _policies(sample("production"))[role]
    let_in = {
        peer["podSelector"]["matchLabels"]["app.kubernetes.io/component"]
        for rule in policy["ingress"]
        if {"port": "http"} in rule["ports"]
        for peer in rule["from"]
        if "podSelector" in peer
    }
    come = {other for other, ways in WAYS.items() if role in ways}
    assert let_in - {"test"} == come


def test_visitors_reach_only_the_pages_and_prometheus_only_the_numbers() -> None:
    for role, policy in _policies(sample("production")).items():
        if role not in WAYS:
            continue
        for rule in policy["ingress"]:
            spaces = [each for each in rule["from"] if "namespaceSelector" in each]
            names = {
                each["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"] for each in spaces
            }
            if {"port": "admin"} in rule["ports"]:
                assert names == {"monitoring"}, role
            else:
                assert names == ({"ingress-nginx"} if role == "planning-web" else set()), role


def test_a_job_reaches_its_engine_and_names_alone() -> None:
    policies = _policies(sample("production"))
    for job, engine in (("migrate", "postgres"), ("topics", "kafka")):
        ways, names = policies[job]["egress"]
        assert _goes_to(ways) == engine
        assert {port["port"] for port in names["ports"]} == {53}
        assert "ingress" not in policies[job]


def test_without_policies_there_are_none() -> None:
    assert not _policies(sample("plain-smtp"))


def test_a_policy_without_addresses_is_refused_in_words() -> None:
    with pytest.raises(Refused, match=r"networkPolicies\.kafka\.cidrs: the addresses"):
        text(sample("production"), ("networkPolicies.kafka.cidrs=[]",))


@pytest.mark.parametrize("name", ["production", "openshift"])
def test_a_way_in_that_lets_nobody_in_is_refused_in_words(name: str) -> None:
    """The Ingress would answer 504 for ever, and nothing else would say why."""
    visitors, rule = "networkPolicies.visitors=[]", 'networkPolicies.extraIngress=[{"ports":[{"port":8000}]}]'
    with pytest.raises(Refused, match=r"networkPolicies\.visitors: whose pods may open the pages"):
        text(sample(name), (visitors,))
    assert text(sample(name), (visitors, rule)), "somebody's own rule may say it too"
    assert text(sample(name), (visitors, "networkPolicies.enabled=false"))


def test_numbers_that_nobody_may_read_are_refused_in_words() -> None:
    nobody = "networkPolicies.monitoring=[]"
    with pytest.raises(Refused, match=r"networkPolicies\.monitoring: where Prometheus runs"):
        text(sample("production"), (nobody,))
    assert text(sample("production"), (nobody, "monitoring.podMonitor.enabled=false"))


def test_the_pages_have_one_way_in() -> None:
    assert set(of_kind(things(sample("production")), "Ingress", "HTTPRoute")) == {"planning-web"}
    (route,) = of_kind(things(sample("openshift")), "Ingress", "HTTPRoute").values()
    assert route["kind"] == "HTTPRoute"
    assert route["spec"]["hostnames"] == ["plans.example.gov.uk"]
    assert not of_kind(things(sample("single")), "Ingress", "HTTPRoute")
    with pytest.raises(Refused, match="one way in, not two"):
        text(sample("production"), ("httpRoute.enabled=true", 'httpRoute.parentRefs=[{"name":"x"}]'))


def test_a_way_of_signing_in_is_chosen_and_never_by_default() -> None:
    """Values of 0.1.0 name no provider, and only some accepted a sign-in without passwords."""
    for name in ("single", "plain-smtp"):
        with pytest.raises(
            Refused, match=r"signIn\.issuer: the council's identity provider.*new since 0\.1\.0"
        ):
            text(sample(name), ('signIn.withoutPasswords=""',))
    with pytest.raises(Refused, match=r"signIn\.issuer and signIn\.withoutPasswords: one of them"):
        text(sample("production"), ('signIn.withoutPasswords="accepted"',))
    for value in ("client", "existingSecret", "roles"):
        with pytest.raises(Refused, match=rf"signIn\.{value}: signIn\.issuer needs it"):
            text(sample("production"), (f'signIn.{value}=""',))
    with pytest.raises(Refused, match=r"networkPolicies\.provider\.cidrs: the addresses"):
        text(sample("production"), ("networkPolicies.provider.cidrs=[]",))


def test_the_trial_in_one_pod_can_have_a_provider_too() -> None:
    sign_in = '{"issuer":"https://login.example.org","client":"c","existingSecret":"s","roles":"[roles]"}'
    host = 'hosts.staff="plans.example.gov.uk"'
    more = (host, f"signIn={sign_in}", 'networkPolicies.provider.cidrs=["10.20.3.0/28"]')
    found = things(sample("single"), more)
    given = variables(pods(found)["all"])
    assert given["CIN_SIGN_IN"] == "oidc" and "CIN_STAFF_LIST" not in given
    assert given["CIN_STAFF_URL"] == "https://plans.example.gov.uk"
    (rule,) = of_kind(found, "NetworkPolicy")["all"]["spec"]["egress"]
    assert _goes_to(rule) == "provider"
