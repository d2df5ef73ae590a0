"""Staff sign in at a real provider, two replicas of the pages behind one Service: one session for both."""

import re
from collections.abc import Iterator

import pytest

from demo.engines.certificates import Authority
from demo.ports import free_port
from tests.oidc.browser import Browser
from tests.oidc.office import ROLES
from tests.oidc.real import CLIENT, PEOPLE, SECRET, RealProvider, answering
from tests.rehearsal.cluster import Cluster, address_of, until
from tests.rehearsal.handed_out import config, secret
from tests.rehearsal.outside import Outside
from tests.rehearsal.reaching import HOST, STAFF, as_the_proxy, names
from tests.rehearsal.release import FULL, Release

pytestmark = [pytest.mark.rehearsal, pytest.mark.provider, pytest.mark.timeout(900)]
PORT = 8000


@pytest.fixture(scope="module")
def provider(
    cluster: Cluster, outside: Outside, release: Release, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealProvider]:
    """The release, installed where none is, lets in whom the provider vouches for."""
    folder = tmp_path_factory.mktemp("provider")
    authority = Authority(folder / "authority")
    pem = authority.certify(folder / "provider.pem", outside.host)
    made = RealProvider(f"https://{outside.host}:{free_port()}", f"https://{HOST}", str(authority.ca))
    cluster.apply(
        secret("cin-provider", {"client-secret": SECRET}),
        config("provider-ca", {"ca.crt": authority.ca.read_text()}),
    )
    there = {"cidrs": [f"{outside.host}/32"], "ports": [int(made.issuer.rpartition(":")[2])]}
    way_in = {"issuer": made.issuer, "client": CLIENT, "existingSecret": "cin-provider", "roles": ROLES}
    release.upgrade(
        signIn={**way_in, "withoutPasswords": "", "ca": {"existingConfigMap": "provider-ca"}},
        staff={"list": ""},
        networkPolicies={"provider": there},
    )
    behind = f"{cluster.service(f'{FULL}-planning-web')}:{PORT}"
    with answering(made, folder / "log", str(pem), behind), as_the_proxy(names(cluster)):
        made.knows(**PEOPLE)
        yield made


@pytest.fixture
def replicas(cluster: Cluster, provider: RealProvider) -> list[str]:
    """The addresses of the pods that serve the staff pages."""
    found = [address_of(pod) for pod in cluster.ready("planning-web")]
    assert len(found) == 2
    return found


def browser(provider: RealProvider) -> Browser:
    made = Browser(STAFF, provider.home)
    made.http.verify = provider.ca
    made.http.headers["Connection"] = "close"  # so that each request is the Service's to place
    return made


def is_in(one: Browser, replica: str) -> bool:
    with as_the_proxy({HOST: replica}):
        return one.is_in()


def test_one_sign_in_is_good_for_both_replicas_with_role_and_team(
    provider: RealProvider, replicas: list[str]
) -> None:
    sam = browser(provider)
    assert sam.signs_in("sam").status_code == 200
    assert [is_in(sam, replica) for replica in replicas] == [True, True]
    you = sam.get("/you").text
    assert "Sam Worker" in you and "a social worker" in you and "in the team East" in you
    assert not browser(provider).is_in()


def test_whoever_has_no_role_there_is_told_so_and_stays_outside(provider: RealProvider) -> None:
    nobody = browser(provider)
    answer = nobody.signs_in("nil")
    assert answer.status_code == 403 and "You have no role here" in answer.text
    assert not nobody.is_in()


def test_a_leaver_is_out_at_the_next_request_whichever_replica_it_meets(
    provider: RealProvider, replicas: list[str]
) -> None:
    tess, ada = browser(provider), browser(provider)
    tess.signs_in("tess")
    ada.signs_in("ada")
    assert tess.get("/").status_code == 200
    page = ada.get("/sessions").text
    end = re.search(r'action="(/staff/[^"]+/sessions/end)"(?:(?!</form>).)*Tess Manager', page, re.DOTALL)
    assert end and ada.posts(end[1]).status_code == 303
    assert [is_in(tess, replica) for replica in replicas] == [False, False]
    assert [is_in(ada, replica) for replica in replicas] == [True, True]


def test_a_logout_at_the_provider_is_heard_and_holds_on_both_replicas(
    provider: RealProvider, replicas: list[str]
) -> None:
    sam, elsewhere = browser(provider), browser(provider)
    for one in (sam, elsewhere):
        one.signs_in("sam")
    confirm = sam.http.get(f"{provider.issuer}/session/end", timeout=20)
    number = re.search(r'name="xsrf" value="([^"]+)"', confirm.text)
    assert number
    data = {"xsrf": number[1], "logout": "yes"}
    sam.http.post(f"{provider.issuer}/session/end/confirm", data=data, timeout=20)
    until(lambda: not is_in(sam, replicas[0]), lambda: "the provider's logout was not heard", 20)
    assert not is_in(sam, replicas[1])
    assert [is_in(elsewhere, replica) for replica in replicas] == [True, True]
