"""Templates compiled once for a process."""

from unittest import mock

from jinja2 import DictLoader, Environment

from plumbing.web.compiled import Compiled


def test_a_second_site_does_not_compile_what_the_first_has_and_another_source_is_another_template() -> None:
    kept = Compiled()

    def site(source: str) -> Environment:
        return Environment(loader=DictLoader({"page": source}), bytecode_cache=kept, autoescape=True)

    assert site("{{ 1 + 1 }} {{ name }}").get_template("page").render(name="<b>") == "2 &lt;b&gt;"
    with mock.patch.object(Environment, "compile", side_effect=AssertionError("compiled again")):
        assert site("{{ 1 + 1 }} {{ name }}").get_template("page").render(name="x") == "2 x"
    assert site("changed {{ name }}").get_template("page").render(name="x") == "changed x"
