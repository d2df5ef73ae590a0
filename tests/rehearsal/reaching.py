"""How the driver reaches the pods from this machine: what a proxy with TLS does before the pages."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from unittest.mock import patch

from demo.town import Town
from tests.rehearsal import post_office
from tests.rehearsal.cluster import Cluster, address_of
from tests.rehearsal.release import COMPONENTS, FULL

HOST = "plans.rehearsal.example"
STAFF = f"http://{HOST}:8000"


@contextmanager
def as_the_proxy(names: Mapping[str, str]) -> Iterator[None]:
    """Finds the names at these addresses, and gives back cookies that are for TLS alone."""
    known = socket.getaddrinfo

    def look_up(host: Any, *rest: Any, **more: Any) -> Any:
        return known(names.get(host, host), *rest, **more)

    with (
        patch.object(socket, "getaddrinfo", look_up),
        patch.object(DefaultCookiePolicy, "return_ok_secure", lambda *_: True),
    ):
        yield


def names(cluster: Cluster) -> dict[str, str]:
    """The page of caught mail answers to localhost alone."""
    web, office = cluster.service(f"{FULL}-planning-web"), cluster.service(post_office.NAME)
    return {HOST: web, "localhost": office}


def town(cluster: Cluster) -> Town:
    """The staff pages by their Service under their own name; every pod's admin port by itself."""
    office = address_of(cluster.ready(post_office.NAME)[0])
    pods = [pod for component in COMPONENTS for pod in cluster.ready(component)]
    admins = [f"http://{address_of(pod)}:8003" for pod in pods]
    return Town(STAFF, "http://localhost:8004", (*admins, f"http://{office}:8003"))
