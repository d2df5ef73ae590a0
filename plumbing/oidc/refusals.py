"""Why a sign-in at the provider did not come about; `reason` is a short code that names nobody."""


class SignInRefused(Exception):
    """What came back does not prove who is there: nobody is signed in, and they may try once more."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ProviderDown(SignInRefused):
    """It could not be reached, or failed: worth trying again later."""


class ProviderUnfit(SignInRefused):
    """It answered what no provider may answer, or refused this client: its settings or ours are wrong."""
