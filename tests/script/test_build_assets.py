"""What is served has no crown and no GOV.UK typeface, and what is locked names no host."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def build():
    spec = spec_from_file_location("build_assets", ROOT / "script/build_assets.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def original(build):
    source = build.GOVUK / "govuk-frontend.min.css"
    assert source.exists(), "node_modules is missing: run script/bootstrap"
    return source.read_text(encoding="utf-8")


def test_the_style_sheet_is_rid_of_crown_and_typeface(build, original):
    css = build.style_sheet(original)
    assert "GDS Transport" not in css and "url(/" not in css
    assert css.count("{") == css.count("}")
    assert css.count("var(--site-font)") == 55


def test_a_style_sheet_that_changed_stops_the_build(build, original):
    with pytest.raises(SystemExit, match="font-family"):
        build.style_sheet(original.replace("GDS Transport,arial,sans-serif", "GDS New,arial", 1))
    with pytest.raises(SystemExit, match="still in the style sheet"):
        build.style_sheet(original.replace(".govuk-link{", ".x{src:url(/assets/crown.svg)}.govuk-link{", 1))


def test_the_fonts_of_documents_are_there_with_their_licence(build):
    assert {path.name for path in build.FONTS.iterdir()} == {
        *(f"{face}.ttf" for face in build.FACES),
        "LICENSE",
    }


@pytest.mark.parametrize("name", ["package.json", "package-lock.json", ".npmrc"])
def test_no_lock_names_a_host(name):
    """npm writes whom to give money to beside a package: `funding` goes before the lock is committed."""
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")
