"""Hands spans to a collector: OTLP over HTTP in its JSON form, in batches, from a thread of its own."""

from collections.abc import Sequence
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Any

import requests

from plumbing.metrics import SPANS_DROPPED
from plumbing.trace import Span

_KINDS = {"internal": 1, "server": 2, "client": 3, "producer": 4, "consumer": 5}
_ERROR = 2
_MOST = 500
_WAITING = 5_000
_EVERY = 1.0
_TIMEOUT = 5.0


class Collector:
    """Called with each span; never waits. What the collector does not take in time is dropped and counted."""

    def __init__(self, endpoint: str) -> None:
        self._url = f"{endpoint.rstrip('/')}/v1/traces"
        self._queue: Queue[Span] = Queue(_WAITING)
        self._stop = Event()
        self._http = requests.Session()
        self._http.trust_env = False
        self._thread = Thread(target=self._run, name="otlp", daemon=True)
        self._thread.start()

    def __call__(self, span: Span) -> None:
        try:
            self._queue.put_nowait(span)
        except Full:
            SPANS_DROPPED.inc()

    def close(self) -> None:
        """What waits is handed over first."""
        self._stop.set()
        self._thread.join(_TIMEOUT + _EVERY)
        self._http.close()

    def _run(self) -> None:
        while not self._stop.wait(_EVERY):
            self._empty()
        self._empty()

    def _empty(self) -> None:
        while batch := self._take():
            self._send(batch)

    def _take(self) -> list[Span]:
        batch: list[Span] = []
        try:
            while len(batch) < _MOST:
                batch.append(self._queue.get_nowait())
        except Empty:
            pass
        return batch

    def _send(self, batch: Sequence[Span]) -> None:
        try:
            self._http.post(self._url, json=as_json(batch), timeout=_TIMEOUT).raise_for_status()
        except requests.RequestException:
            SPANS_DROPPED.inc(len(batch))


def as_json(spans: Sequence[Span]) -> dict[str, Any]:
    """An ExportTraceServiceRequest, one resource for each service."""
    by_service: dict[str, list[Span]] = {}
    for span in spans:
        by_service.setdefault(span.service, []).append(span)
    return {
        "resourceSpans": [
            {
                "resource": {
                    "attributes": _pairs({"service.namespace": "child-in-need", "service.name": name})
                },
                "scopeSpans": [
                    {"scope": {"name": "plumbing.trace"}, "spans": [_span(one) for one in theirs]}
                ],
            }
            for name, theirs in by_service.items()
        ]
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "traceId": span.trace,
        "spanId": span.id,
        "parentSpanId": span.parent,
        "name": span.name,
        "kind": _KINDS[span.kind],
        "startTimeUnixNano": str(span.began),
        "endTimeUnixNano": str(span.ended),
        "attributes": _pairs(span.attributes),
        "status": {"code": _ERROR} if span.failed else {},
    }


def _pairs(attributes: dict[str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "value": {"stringValue": value}} for key, value in attributes.items()]
