"""Asks each Service whether it is ready and whether its own port answers: `helm test` runs this in a pod."""

import sys
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

_ADMIN = 8003


def main(host: str, *services: str) -> int:
    """Prints a line for each; 1 where one does not answer, or is not ready."""
    amiss = 0
    for service in services:
        words = _fault(service, host)
        print(f"{service}: {words or 'ready'}")
        amiss += bool(words)
    return 1 if amiss else 0


def _fault(service: str, host: str) -> str:
    status, said = _ask(f"{service.rpartition(':')[0]}:{_ADMIN}/readyz", host)
    if status != 200:
        return f"not ready: {said}"
    status, said = _ask(f"{service}/", host)
    return "" if 200 <= status < 500 else f"its port answers {status or 'nothing'}: {said}"


def _ask(url: str, host: str) -> tuple[int, str]:
    try:
        with urlopen(Request(url, headers={"Host": host}), timeout=10) as answer:
            return answer.status, answer.read(1000).decode().strip()
    except HTTPError as error:
        return error.code, error.read(1000).decode().strip()
    except (URLError, OSError) as error:
        return 0, str(getattr(error, "reason", error))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
