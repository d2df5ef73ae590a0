"""How a peer works: one request per line of JSON on its input, one answer per line on its output."""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def answer_requests(answers: dict[str, Answer]) -> None:
    """Until the input ends. `do` in a request names the answer; the rest is its argument."""
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(answers[request.pop("do")](request)), flush=True)


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Seconds of wall and CPU time."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    wall = time.perf_counter() - wall
    return {"wall": wall, "cpu": time.process_time() - cpu}
