"""An image that differs from ours in one thing."""

from pathlib import Path

from tests.rehearsal.cluster import ROOT, call
from tests.rehearsal.conftest import load

CONF = {"CONTAINERS_CONF": str(ROOT / "script" / "containers.conf")}


def variant(image: str, tag: str, folder: Path, *steps: str) -> str:
    """Builds it from ours by these steps of a Containerfile, gives it to the node, and returns its tag.

    `folder` is what the steps may copy from.
    """
    recipe = folder / "Containerfile"
    recipe.write_text("\n".join([f"FROM {image}", "USER 0", *steps, "USER 10001:0", ""]))
    name = f"{image.rpartition(':')[0]}:{tag}"
    call("podman", "build", "--quiet", "--pull=never", "-t", name, "-f", str(recipe), str(folder), **CONF)
    load(name, folder / "image.tar")
    return tag
