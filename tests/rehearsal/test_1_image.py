"""The image as it would run anywhere: nobody's root, nothing to write on, nobody to talk to."""

import json
import re

import pytest

from services import VERSION
from tests.rehearsal.cluster import ROOT, Refused, call

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(1200)]
CONF = {"CONTAINERS_CONF": str(ROOT / "script" / "containers.conf")}
SHUT = (
    "--rm",
    "--read-only",
    "--network=none",
    "--user=10001",
    "--cap-drop=all",
    "--security-opt=no-new-privileges",
)


def in_the_image(image: str, *words: str, entry: str = "") -> str:
    shut = (*SHUT, f"--entrypoint={entry}") if entry else SHUT
    return call("podman", "run", *shut, image, *words, **CONF)


def test_it_says_its_version_on_a_read_only_root_without_network_or_capability(image: str) -> None:
    assert in_the_image(image, "--version") == f"child-in-need, version {VERSION}\n"


def test_its_user_is_a_number_and_not_root(image: str) -> None:
    found = json.loads(call("podman", "image", "inspect", image, **CONF))[0]
    assert found["Config"]["User"] == "10001:0"
    assert found["Labels"]["org.opencontainers.image.version"] == VERSION
    assert in_the_image(image, "-c", "import os; print(os.getuid())", entry="python") == "10001\n"


@pytest.mark.parametrize("module", ["pytest", "mypy", "pip", "playwright", "tests.rehearsal"])
def test_nothing_of_development_is_inside(image: str, module: str) -> None:
    with pytest.raises(Refused, match=f"No module named '{module}'"):
        in_the_image(image, "-c", f"import {module}", entry="python")


def _plain(name: str) -> str:
    """As indexes compare names: prometheus_client is prometheus-client."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_of_the_lock_is_inside_and_in_the_list_of_materials(image: str) -> None:
    words = "import importlib.metadata as m; print(*(d.name for d in m.distributions()))"
    inside = {_plain(name) for name in in_the_image(image, "-c", words, entry="python").split()}
    listed = json.loads(in_the_image(image, "-c", "print(open('sbom.cdx.json').read())", entry="python"))
    named = {_plain(part["name"]) for part in listed["components"]}
    only_elsewhere = {"colorama", "tzdata-legacy", "pywin32", "typing-extensions", "tomli", "exceptiongroup"}
    assert named - inside <= only_elsewhere
    assert len(named) > 20


def test_documents_have_their_typeface_and_pages_their_style(image: str) -> None:
    words = "import os; print(*os.listdir('fonts'), *os.listdir('plumbing/web/static/built'))"
    found = in_the_image(image, "-c", words, entry="python").split()
    assert {"DejaVuSans.ttf", "govuk-frontend.min.css", "govuk-frontend.min.js"} <= set(found)
