"""What an ID token's claims say of a member of staff: who, by which name, with which roles."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_LONGEST_NAME = 120
_MOST_ROLES = 500


@dataclass(frozen=True)
class Vouched:
    """`issuer` and `subject` together are the person, for good; the name may change."""

    issuer: str
    subject: str
    name: str
    given: frozenset[str]


def vouched(claims: Mapping[str, Any], roles_in: str) -> Vouched:
    """`roles_in` names the claim with app roles or groups; dots lead into what lies inside another."""
    issuer = str(claims["iss"])
    return Vouched(issuer, subject_of(claims, issuer), _name(claims), _given(claims, roles_in))


def subject_of(claims: Mapping[str, Any], issuer: str) -> str:
    """Entra ID's `sub` differs for each application; tenant and object id stay, for a tenant's issuer."""
    tenant, thing = claims.get("tid"), claims.get("oid")
    if isinstance(tenant, str) and isinstance(thing, str) and tenant in issuer.split("/") and thing:
        return f"{tenant}/{thing}"[:255]
    return str(claims["sub"])


def _name(claims: Mapping[str, Any]) -> str:
    """Never a mail address or a user name in its place."""
    parts = (
        [claims.get("name")] if claims.get("name") else [claims.get("given_name"), claims.get("family_name")]
    )
    words = " ".join(part for part in parts if isinstance(part, str))
    kept = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in words)
    return " ".join(unicodedata.normalize("NFC", kept).split())[:_LONGEST_NAME] or "No name given"


def _given(claims: Mapping[str, Any], roles_in: str) -> frozenset[str]:
    found: Any = claims
    for step in [roles_in] if roles_in in claims else roles_in.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        found = [found]
    listed = found if isinstance(found, list) else []
    return frozenset(one for one in listed[:_MOST_ROLES] if isinstance(one, str))
