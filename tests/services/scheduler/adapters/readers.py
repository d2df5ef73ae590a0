"""Other people's readers of a calendar object: libical for the rules of each METHOD, ical.js for the time."""

import ctypes
import json
import subprocess
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parent.parent / "ical.mjs"


def libical_complaints(ics: bytes) -> list[str]:
    """Empty where libical parses the object and finds it lawful for its METHOD (RFC 5546's tables)."""
    library = _library()
    component = library.icalparser_parse_string(ics)
    if not component:
        return ["libical cannot parse it"]
    lawful = library.icalrestriction_check(component)
    errors = library.icalcomponent_count_errors(component)
    written = library.icalcomponent_as_ical_string(component).decode().replace("\r\n ", "")
    library.icalcomponent_free(component)
    complaints = [line for line in written.split("\r\n") if line.startswith("X-LIC-ERROR")]
    return complaints or ([] if lawful and not errors else ["libical finds it unlawful"])


def read_by_icaljs(ics: bytes) -> dict[str, Any]:
    """Start and end in UTC, by the object's own VTIMEZONE, and what it says of its one event."""
    ran = subprocess.run(["node", str(SCRIPT)], input=ics, capture_output=True, timeout=60, check=True)
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def _library() -> Any:
    library = ctypes.CDLL("libical.so.3")
    for name, answer, wants in (
        ("icalparser_parse_string", ctypes.c_void_p, [ctypes.c_char_p]),
        ("icalrestriction_check", ctypes.c_int, [ctypes.c_void_p]),
        ("icalcomponent_count_errors", ctypes.c_int, [ctypes.c_void_p]),
        ("icalcomponent_as_ical_string", ctypes.c_char_p, [ctypes.c_void_p]),
        ("icalcomponent_free", None, [ctypes.c_void_p]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = answer, wants
    return library
