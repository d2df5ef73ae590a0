"""How long to wait before the next try: doubling, up to a limit, until something succeeds."""


class Patience:
    """Seconds, by the machine clock. Not shared between threads."""

    def __init__(self, first: float = 0.1, longest: float = 5.0) -> None:
        self._first = first
        self._longest = longest
        self.tries = 0

    def next(self) -> float:
        pause: float = min(self._first * 2.0 ** min(self.tries, 20), self._longest)
        self.tries += 1
        return pause

    def reset(self) -> None:
        self.tries = 0
