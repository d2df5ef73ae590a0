"""From a form to the mail it leads to there is one trace, and nothing in it says whom it is about."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from demo import acts
from plumbing.otlp import Collector
from plumbing.trace import hand_spans_to
from tests.cast import PEOPLE
from tests.product.scene import Scene

ALLOWED = {"topic", "role", "type", "status"}


@pytest.fixture
def collected() -> Iterator[list[dict[str, Any]]]:
    """A collector on loopback: every ExportTraceServiceRequest that it was sent."""
    found: list[dict[str, Any]] = []

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            found.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    Thread(target=server.serve_forever, daemon=True).start()
    collector = Collector(f"http://127.0.0.1:{server.server_port}")
    hand_spans_to(collector)
    yield found
    hand_spans_to(None)
    collector.close()
    server.shutdown()
    server.server_close()


def _spans(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        span | {"service": resource["resource"]["attributes"][1]["value"]["stringValue"]}
        for request in requests
        for resource in request["resourceSpans"]
        for scope in resource["scopeSpans"]
        for span in scope["spans"]
    ]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_from_the_form_to_the_mail_there_is_one_trace_without_personal_data(
    scene: Scene, collected: list[dict[str, Any]]
) -> None:
    acts.decide(scene.amina, scene.family, scene.meeting, PEOPLE)
    scene.town.settle()
    scene.product.stop()
    from plumbing import trace

    sink = trace._sink
    assert isinstance(sink, Collector)
    sink.close()
    spans = _spans(collected)
    sent = [span for span in spans if span["name"] == "send mail"]
    assert sent
    (form,) = [one for one in spans if one["name"] == "POST /meetings/<meeting>/circulation"]
    ours = {one["spanId"]: one for one in spans if one["traceId"] == form["traceId"]}
    assert {one["traceId"] for one in sent} == {form["traceId"]}
    assert {one["service"] for one in ours.values()} >= {"planning", "records", "notifications"}
    assert not form["parentSpanId"]
    for span in sent:
        names = []
        while span["parentSpanId"]:
            span = ours[span["parentSpanId"]]
            names.append(span["name"])
        assert names == [
            "process cin.copy.v1",
            "say CopyFiled",
            "render copy",
            "process cin.circulation.v1",
            "say CirculationDue",
            "POST /meetings/<meeting>/circulation",
        ]
    attributes = {pair["key"] for span in spans for pair in span["attributes"]}
    assert attributes <= ALLOWED
    told = json.dumps(collected)
    for secret in (*scene.family.children.values(), *scene.family.people.values(), scene.meeting, "Haddad"):
        assert secret not in told
