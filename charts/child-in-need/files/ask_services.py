"""Asks each Service whether it is ready and whether its own port answers: `helm test` runs this in a pod."""

import sys
from http.client import HTTPConnection, HTTPException

_ADMIN = 8003


def main(host: str, *services: str) -> int:
    """`host`: the name that pages answer to; a service is name:port. A line each; 1 where one is amiss."""
    amiss = 0
    for service in services:
        words = _fault(service, host)
        print(f"{service}: {words or 'ready'}")
        amiss += bool(words)
    return 1 if amiss else 0


def _fault(service: str, host: str) -> str:
    name, _, port = service.partition(":")
    status, said = _ask(name, _ADMIN, "/readyz", host)
    if status != 200:
        return f"not ready: {said}"
    status, said = _ask(name, int(port), "/", host)
    return "" if 200 <= status < 500 else f"its port answers {status or 'nothing'}: {said}"


def _ask(name: str, port: int, path: str, host: str) -> tuple[int, str]:
    """Status 0 where nobody answers. A redirect is an answer, and not followed."""
    connection = HTTPConnection(name, port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read(1000).decode("utf-8", "replace").strip()
    except (OSError, HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
