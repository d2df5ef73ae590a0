"""Writes a chart's values.yaml, and the reference in its README, from its values.schema.json.

python script/chart_reference.py          writes both anew for every chart that has a schema
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

CHARTS = Path(__file__).parent.parent / "charts"
_BEGIN, _END = "<!-- values: begin (script/chart_reference.py) -->", "<!-- values: end -->"
_WIDTH = 100
Schema = dict[str, Any]


class Value(NamedTuple):
    """One value: where it stands, what is said of it, and its default; `inner`: it only holds others."""

    path: tuple[str, ...]
    says: str
    allows: str
    default: Any
    inner: bool


def values_of(schema: Schema) -> Iterator[Value]:
    """Every value in the order of the schema, each before those inside it."""
    yield from _below((), schema, schema, {})


def _below(path: tuple[str, ...], schema: Schema, whole: Schema, defaults: Any) -> Iterator[Value]:
    for name, said in schema["properties"].items():
        found = _resolved(said, whole)
        own = defaults.get(name, found.get("default"))
        inner = "properties" in found and not _is_plain(said, found)
        yield Value((*path, name), found.get("description", ""), _allowed(found), own, inner)
        if inner:
            yield from _below((*path, name), found, whole, own or {})


def _is_plain(said: Schema, found: Schema) -> bool:
    """Resources are one value to an operator, not four."""
    return str(said.get("$ref", "")).endswith("/resources")


def _resolved(said: Schema, whole: Schema) -> Schema:
    """With what it refers to; what is said on the spot wins."""
    if "$ref" not in said:
        return said
    return {**_resolved(whole["definitions"][said["$ref"].rpartition("/")[2]], whole), **said}


def _allowed(found: Schema) -> str:
    if "enum" in found:
        return " or ".join(json.dumps(each) for each in found["enum"])
    kind = found.get("type", "")
    return "/".join(kind) if isinstance(kind, list) else str(kind)


def values_file(chart: str, schema: Schema) -> str:
    """values.yaml: each line of it with what it means above it."""
    lines = [
        f"# Values of the chart {chart}. Written from values.schema.json by script/chart_reference.py:",
        "# change them there. Your own file needs only what differs.",
    ]
    for value in values_of(schema):
        indent = "  " * (len(value.path) - 1)
        if len(value.path) == 1:
            lines.append("")
        lines += [f"{indent}# {line}" for line in wrap(value.says, _WIDTH - len(indent))]
        shown = "" if value.inner else f" {json.dumps(value.default, ensure_ascii=False)}"
        lines.append(f"{indent}{value.path[-1]}:{shown}")
    return "\n".join(lines) + "\n"


def reference(schema: Schema) -> str:
    """The table of the README."""
    rows = ["| value | default | what it is |", "|---|---|---|"]
    for value in values_of(schema):
        if value.inner:
            continue
        default = json.dumps(value.default, ensure_ascii=False).replace("|", "\\|")
        says = value.says.replace("|", "\\|")
        rows.append(f"| `{'.'.join(value.path)}` | `{default}` | {says} |")
    return "\n".join(rows)


def with_reference(readme: str, table: str) -> str:
    """The README with its table anew."""
    before, _, rest = readme.partition(_BEGIN)
    return f"{before}{_BEGIN}\n{table}\n{_END}{rest.partition(_END)[2]}"


def main() -> int:
    """Writes what is not as it should be, and says what it wrote."""
    for path in sorted(CHARTS.glob("*/values.schema.json")):
        schema, chart = json.loads(path.read_text("utf-8")), path.parent
        readme = chart / "README.md"
        wanted = {
            chart / "values.yaml": values_file(chart.name, schema),
            readme: with_reference(readme.read_text("utf-8"), reference(schema)),
        }
        for file, text in wanted.items():
            if not file.exists() or file.read_text("utf-8") != text:
                file.write_text(text, "utf-8")
                print(f"written: {file.relative_to(CHARTS.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
