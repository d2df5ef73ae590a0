"""How staff sign in: the settings of it, and whether the identity provider answers. For `cin doctor`."""

from pathlib import Path

from plumbing.oidc.directory import Directory
from plumbing.oidc.refusals import ProviderDown, SignInRefused
from plumbing.settings import Settings
from services.planning.web.door import faults_of_door

_WORDS = {
    "issuer-differs": "its discovery document names another issuer: set CIN_OIDC_ISSUER to that one",
    "discovery-incomplete": "its discovery document lacks an https address that is needed",
    "no-keys": "it offers no key that a token could be checked with (RSA of 2048 bits, or EC)",
    "provider-redirects": "it sends us on to another address: set CIN_OIDC_ISSUER to where it leads",
    "provider-answer-too-large": "its answer is larger than any discovery document",
    "provider-answer-unreadable": "what answers there is no identity provider: is the issuer right?",
}


def faults_of_sign_in(settings: Settings, asks: bool) -> list[str]:
    """Of the settings and the files that they name; `asks`: of the provider too, where these are right."""
    ca = settings.text("CIN_OIDC_CA")
    missing = [f"CIN_OIDC_CA: there is no file {ca}"] if ca and not Path(ca).is_file() else []
    found = missing + faults_of_door(settings)
    return found or (_of_provider(settings) if asks else [])


def _of_provider(settings: Settings) -> list[str]:
    """Asks for its discovery document and its keys; nobody is signed in."""
    directory = Directory(settings.text("CIN_OIDC_ISSUER"), settings.text("CIN_OIDC_CA"))
    try:
        directory.keys()
    except ProviderDown:
        return ["identity provider: it cannot be reached: are CIN_OIDC_ISSUER and CIN_OIDC_CA right?"]
    except SignInRefused as refusal:
        return [f"identity provider: {_WORDS.get(refusal.reason, refusal.reason)}"]
    return []
