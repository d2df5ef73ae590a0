"""Log lines carry what is on the list and nothing else, whoever writes them."""

import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY

from plumbing.logs import log, set_up_logs
from plumbing.trace import tracing

SECRET = "Ann Example, 1 Secret Street"


@pytest.fixture
def set_up() -> Iterator[None]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook)
    set_up_logs()
    yield
    root.handlers, level, sys.excepthook, threading.excepthook = before
    root.setLevel(level)
    logging.captureWarnings(False)


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    written = capsys.readouterr()
    assert written.out == ""
    assert "Secret" not in written.err
    return [json.loads(line) for line in written.err.splitlines()]


def test_a_line_is_json_with_level_time_and_what_was_named(capsys: pytest.CaptureFixture[str]) -> None:
    log.info("message parked", topic="t", attempts=3)
    (line,) = _lines(capsys)
    assert (line["event"], line["level"], line["topic"], line["attempts"]) == (
        "message parked",
        "info",
        "t",
        3,
    )
    assert str(line["time"]).endswith("Z")


def test_what_is_not_on_the_list_is_dropped_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    before = REGISTRY.get_sample_value("log_fields_dropped_total") or 0
    log.info("person changed", name=SECRET, address=SECRET, count=1)
    (line,) = _lines(capsys)
    assert set(line) == {"event", "level", "time", "count"}
    assert REGISTRY.get_sample_value("log_fields_dropped_total") == before + 2


@pytest.mark.parametrize("value", [{"name": SECRET}, [{"a": SECRET}], object(), SECRET * 20, "a\nb", b"x"])
def test_a_value_that_is_not_plain_is_dropped(capsys: pytest.CaptureFixture[str], value: object) -> None:
    log.info("message parked", state=value)
    (line,) = _lines(capsys)
    assert "state" not in line


@pytest.mark.parametrize("event", [f"registered {SECRET}", "registered 7 of 9", "x" * 100, "a@b"])
def test_a_phrase_with_anything_but_small_words_is_not_written(
    capsys: pytest.CaptureFixture[str], event: str
) -> None:
    log.info(event)
    (line,) = _lines(capsys)
    assert line["event"] == "unnamed"


def test_an_error_is_told_by_its_type_and_lines_and_never_by_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        log.exception("role crashed")
    (line,) = _lines(capsys)
    assert line["error_type"] == "ValueError"
    frames = line["frames"]
    assert isinstance(frames, list) and frames[-1].startswith("tests/plumbing/test_logs.py:")


def test_a_line_bears_the_trace_it_belongs_to(capsys: pytest.CaptureFixture[str]) -> None:
    with tracing("00-" + "a" * 32 + "-" + "b" * 16 + "-01"):
        log.info("message parked")
    assert _lines(capsys)[0]["trace_id"] == "a" * 32


@pytest.mark.parametrize("name", ["werkzeug", "waitress", "sqlalchemy.engine", "mail.log", "any.library"])
def test_a_library_is_named_and_its_words_are_dropped(
    set_up: None, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    logging.getLogger(name).error("GET /documents?code=%s", SECRET)
    (line,) = _lines(capsys)
    assert (line["event"], line["logger"], line["status"]) == ("library", name, "ERROR")


def test_a_librarys_exception_is_told_by_its_type(set_up: None, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise KeyError(SECRET)
    except KeyError:
        logging.getLogger("waitress").exception("serving %s", SECRET)
    assert _lines(capsys)[0]["error_type"] == "KeyError"


def test_a_warnings_text_is_dropped(set_up: None, capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn(SECRET, stacklevel=1)
    assert _lines(capsys)[0]["logger"] == "py.warnings"


def test_a_dying_thread_does_not_print_its_error(set_up: None, capsys: pytest.CaptureFixture[str]) -> None:
    def die() -> None:
        raise RuntimeError(SECRET)

    thread = threading.Thread(target=die)
    thread.start()
    thread.join()
    assert [line["event"] for line in _lines(capsys)] == ["thread died"]


def test_a_dying_process_does_not_print_its_error() -> None:
    program = f"from plumbing.logs import set_up_logs\nset_up_logs()\nraise RuntimeError({SECRET!r})\n"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, text=True)
    assert ended.returncode == 1
    assert json.loads(ended.stderr)["error_type"] == "RuntimeError"
    assert "Secret" not in ended.stderr + ended.stdout
