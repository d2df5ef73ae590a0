"""What a page says to somebody who could not be signed in: what happened, and what they can do."""

from collections.abc import Mapping
from typing import NamedTuple

from plumbing.oidc.refusals import ProviderDown, ProviderUnfit, SignInRefused


class Words(NamedTuple):
    """`again`: whether to try once more is likely to help."""

    title: str
    says: str
    status: int
    again: bool = True


_DOWN = Words(
    "The council’s sign-in does not answer",
    "Try again in a few minutes. Whoever is signed in here already can go on working.",
    503,
)
_UNFIT = Words(
    "The council’s sign-in cannot be used just now",
    "It answered in a way that cannot be trusted. Tell whoever looks after this service, and the code below.",
    502,
)
_OTHERWISE = Words(
    "You could not be signed in",
    "Start again from here. If it happens once more, tell whoever looks after this service the code below.",
    400,
)
_NOT_FRESH = Words(
    "You were not asked to sign in again",
    "What you want to do needs a new sign-in, and the council’s sign-in did not ask for one. Tell whoever "
    "looks after this service the code below.",
    400,
)
_NOBODY_HERE = (
    "The council knows you, but has given you no {} in this service. Ask your manager to have it given to "
    "you. It may take some minutes until a new one is known here."
)
_BY_REASON: Mapping[str, Words] = {
    "denied": Words(
        "You did not sign in",
        "The council’s sign-in was left before its end, or does not let you into this service. Start again, "
        "or ask your manager whether you should have access.",
        400,
    ),
    "state": Words(
        "This sign-in cannot be finished",
        "It was begun in another browser or window, or too long ago, or was finished already. Start again.",
        400,
    ),
    "no-role": Words("You have no role here", _NOBODY_HERE.format("role"), 403, again=False),
    "no-team": Words("You have no team here", _NOBODY_HERE.format("team"), 403, again=False),
    "not-fresh": _NOT_FRESH,
    "no-auth-time": _NOT_FRESH,
    "level": _NOT_FRESH,
}


def words_of(refusal: SignInRefused) -> Words:
    if refusal.reason in _BY_REASON:
        return _BY_REASON[refusal.reason]
    if isinstance(refusal, ProviderDown):
        return _DOWN
    return _UNFIT if isinstance(refusal, ProviderUnfit) else _OTHERWISE
