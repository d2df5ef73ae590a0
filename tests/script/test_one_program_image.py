"""The image that holds a pod's network open is one that containerd takes: layers as its settings say."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

from script.one_program_image import image


def test_the_settings_name_the_layer_and_the_layer_holds_the_program(tmp_path: Path) -> None:
    program = tmp_path / "pause"
    program.write_bytes(b"a program")
    with tarfile.open(fileobj=io.BytesIO(image(program, "localhost/pause:1"))) as archive:
        held = {entry.name: archive.extractfile(entry).read() for entry in archive}  # type: ignore[union-attr]  # files
    (manifest,) = json.loads(held["manifest.json"])
    settings = json.loads(held[manifest["Config"]])
    layer = held[manifest["Layers"][0]]
    assert manifest["RepoTags"] == ["localhost/pause:1"]
    assert settings["rootfs"]["diff_ids"] == [f"sha256:{hashlib.sha256(layer).hexdigest()}"]
    assert settings["config"] == {"Entrypoint": ["/pause"], "User": "65535:65535"}
    with tarfile.open(fileobj=io.BytesIO(layer)) as files:
        found = files.getmember("pause")
    assert (found.size, found.mode) == (9, 0o755)
