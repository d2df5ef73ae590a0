"""Spans follow one act where a collector is set; where none is, nothing is kept and nothing waits."""

import time
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY

from plumbing.otlp import Collector, as_json
from plumbing.trace import Span, current_traceparent, hand_spans_to, note, span, trace_id, tracing

COMES = f"00-{'a' * 32}-{'b' * 16}-01"


@pytest.fixture
def spans() -> Iterator[list[Span]]:
    found: list[Span] = []
    hand_spans_to(found.append)
    yield found
    hand_spans_to(None)


def test_without_a_collector_there_is_no_span_and_each_traceparent_is_its_own() -> None:
    with tracing(COMES), span("planning", "work"):
        note("more", status="200")
        first, second = current_traceparent(), current_traceparent()
        assert first != second and first[:36] == second[:36] == COMES[:36]


def test_a_span_is_the_child_of_what_it_came_with_and_the_parent_of_what_it_hands_on(
    spans: list[Span],
) -> None:
    with tracing(COMES), span("planning", "outer", "consumer", type="cin.v1.X"):
        handed = current_traceparent()
        with span("planning", "inner"):
            note("inner, later named", status="200")
    inner, outer = spans
    assert (outer.trace, outer.parent, outer.kind) == ("a" * 32, "b" * 16, "consumer")
    assert handed == f"00-{outer.trace}-{outer.id}-01"
    assert (inner.parent, inner.name, inner.attributes) == (outer.id, "inner, later named", {"status": "200"})
    assert (
        outer.attributes == {"type": "cin.v1.X"} and outer.began <= inner.began <= inner.ended <= outer.ended
    )


def test_what_nobody_began_is_a_root(spans: list[Span]) -> None:
    with tracing(None), span("planning", "form"):
        assert len(trace_id()) == 32
    with tracing("nonsense"), span("planning", "form"):
        pass
    assert [one.parent for one in spans] == ["", ""] and spans[0].trace != spans[1].trace


def test_work_that_fails_is_said_to_have_and_its_words_are_not_kept(spans: list[Span]) -> None:
    with pytest.raises(RuntimeError), span("planning", "work"):
        raise RuntimeError("Noor Haddad")
    told = as_json(spans)["resourceSpans"][0]["scopeSpans"][0]["spans"][0]
    assert told["status"] == {"code": 2} and "Noor" not in str(told)


def test_each_service_is_a_resource_of_its_own() -> None:
    two = [Span(name, "work", "internal", "a" * 32, "b" * 16, "", 1, 2) for name in ("planning", "records")]
    names = [
        {pair["key"]: pair["value"]["stringValue"] for pair in each["resource"]["attributes"]}
        for each in as_json(two)["resourceSpans"]
    ]
    assert names == [
        {"service.namespace": "child-in-need", "service.name": "planning"},
        {"service.namespace": "child-in-need", "service.name": "records"},
    ]


def test_a_collector_that_is_away_holds_nobody_up_and_what_it_missed_is_counted() -> None:
    def dropped() -> float:
        return REGISTRY.get_sample_value("spans_dropped_total") or 0

    before = dropped()
    collector = Collector("http://127.0.0.1:1")
    began = time.monotonic()
    collector(Span("planning", "work", "internal", "a" * 32, "b" * 16, "", 1, 2))
    assert time.monotonic() - began < 2
    collector.close()
    assert dropped() == before + 1
