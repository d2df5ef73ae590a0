"""Log lines as JSON by allow-list: what is not named here is dropped and counted, exception texts always.

A web server's access log once printed a whole sign-in address with its code; so a library's own words never
reach a line of ours either, only its name and level.
"""

import logging
import re
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict

from plumbing.metrics import LOG_DROPPED
from plumbing.trace import trace_id

ALLOWED = frozenset(
    """event level time logger role service topic message_type event_id route method status milliseconds
    error_type frames trace_id attempts state count port version parked_id partition offset outcome council
    engine signal seconds reason_code""".split()
)
_PHRASE = re.compile(r"[a-z][a-z /-]{1,60}")
"""A log line is named by a fixed phrase in small letters: a name, an address or a number cannot be one."""
_FOREIGN = ("werkzeug", "waitress", "waitress.queue", "sqlalchemy", "mail.log", "apscheduler", "py.warnings")
_LONGEST = 200

log: structlog.stdlib.BoundLogger = structlog.get_logger()


def set_up_logs(level: int = logging.INFO) -> None:
    """For a process: also takes over the standard library's loggers and the last words of a dying thread."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level))
    root = logging.getLogger()
    root.handlers = [_Foreign()]
    root.setLevel(logging.WARNING)
    for name in _FOREIGN:
        library = logging.getLogger(name)
        library.handlers = []
        library.propagate = True
        library.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _last_words
    threading.excepthook = lambda args: _say_last_words(args.exc_value)


def where(error: BaseException) -> list[str]:
    """`file:line` of the last frames, without the machine's own folders."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno}" for frame in frames]


def _explain(_logger: object, _method: str, line: EventDict) -> EventDict:
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        line["error_type"] = type(error).__name__
        line["frames"] = where(error)
    if trace_id():
        line["trace_id"] = trace_id()
    return line


def _only_allowed(_logger: object, _method: str, line: EventDict) -> EventDict:
    kept = {name: value for name, value in line.items() if name in ALLOWED and _plain(value)}
    if not _PHRASE.fullmatch(str(kept.get("event", ""))):
        kept["event"] = "unnamed"
    LOG_DROPPED.inc(sum(1 for name in line if name not in kept or kept[name] != line[name]))
    return kept


def _plain(value: object) -> bool:
    if isinstance(value, list):
        return all(_plain(item) for item in value)
    if isinstance(value, str):
        return len(value) <= _LONGEST and value.isprintable()
    return value is None or isinstance(value, bool | int | float)


class _Foreign(logging.Handler):
    """A library's record: who spoke and how loud."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        log.warning("library", logger=record.name, status=record.levelname, exc_info=error)


def _last_words(_kind: type[BaseException], error: BaseException, _where: TracebackType | None) -> None:
    _say_last_words(error)


def _say_last_words(error: BaseException | None) -> None:
    log.error("thread died", exc_info=error)


def _lines(*_args: Any) -> Any:
    return structlog.PrintLogger(sys.stderr)


structlog.configure(  # at import, so that no line is ever written unfiltered
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _explain,
        _only_allowed,
        structlog.processors.JSONRenderer(),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    logger_factory=_lines,
    cache_logger_on_first_use=False,
)
