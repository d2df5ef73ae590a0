"""How the brokers are reached: their addresses, over TLS or not, as whom."""

import re
from dataclasses import dataclass
from pathlib import Path

_ADDRESS = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})")


@dataclass(frozen=True)
class Access:
    """`ca`: PEM file of who signed the brokers' certificates, empty for those that the system trusts.

    `member`: the name of this process in its groups, the same after a restart; empty for a passing one.
    """

    user: str = ""
    password: str = ""
    ca: str = ""
    member: str = ""


@dataclass(frozen=True)
class Brokers:
    """What a client needs to find them."""

    addresses: tuple[str, ...]
    tls: bool
    access: Access


NOBODY = Access()


def brokers_of(url: str, access: Access) -> Brokers:
    """Raises ValueError, in words for whoever set the URL."""
    scheme, _, rest = url.partition("://")
    addresses = tuple(rest.rstrip("/").split(","))
    for address in addresses:
        if not _ADDRESS.fullmatch(address):
            raise wrong(url, f"{scheme}://host:port is wanted, several with commas between")
    tls = scheme == "kafkas"
    if access.user and not tls:
        raise ValueError("CIN_BUS: a password goes over TLS only; use kafkas://")
    if bool(access.user) != bool(access.password):
        raise ValueError("CIN_BUS_USER, CIN_BUS_PASSWORD: user and password are wanted together")
    if access.ca and not Path(access.ca).is_file():
        raise ValueError(f"CIN_BUS_CA: the certificate file {access.ca} is not there")
    return Brokers(addresses, tls, access)


def wrong(url: str, wanted: str) -> ValueError:
    """Never repeats the URL, which may hold a password; says where user and password belong if it does."""
    if "@" in url:
        wanted += "; user and password go into CIN_BUS_USER and CIN_BUS_PASSWORD"
    return ValueError(f"CIN_BUS: {wanted}")
