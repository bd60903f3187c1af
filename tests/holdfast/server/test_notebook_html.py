"""What run cells become on a page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode, v4

from holdfast.library import library
from holdfast.server.notebook_html import WIDGET_VIEW, Body, PageExporter, foreign_widgets, hosts
from server_process import finish

OURS = {
    "_anywidget_id": "holdfast_widgets.scenario.Scenario",
    "_esm": "export default {}",
    "_css": ".hf-widget {}",
    "kind": "scenario",
    "name": "one",
    "view": {"text": "</script><!-- & \u2028 <b>"},
    "value": {},
    "saving": {"code": "loading", "words": ""},
}


def render(tmp_path: Path, *cells: NotebookNode, states: dict[str, Any] | None = None) -> Body:
    return finish(PageExporter(tmp_path).body(list(cells), states or {}, library()))


def shown(data: dict[str, Any], metadata: dict[str, Any] | None = None) -> NotebookNode:
    output = v4.new_output("execute_result", data=data, metadata=metadata or {}, execution_count=1)
    return v4.new_code_cell("the_code()", outputs=[output])


def widget(model: str) -> NotebookNode:
    return shown({WIDGET_VIEW: {"model_id": model, "version_major": 2, "version_minor": 0}, "text/plain": "W()"})


def test_headings_have_ids_that_are_unique_on_the_page(tmp_path: Path) -> None:
    html = render(tmp_path, v4.new_markdown_cell("### What’s *next*?"), v4.new_markdown_cell("### Whats next")).html
    assert '<h3 id="whats-next">What’s <em>next</em>?</h3>' in html
    assert '<h3 id="whats-next-2">' in html
    assert "¶" not in html


def test_tables_scroll_are_named_and_have_scopes_and_no_inline_style(tmp_path: Path) -> None:
    html = render(tmp_path, v4.new_markdown_cell('| Say "so" | Not |\n|:--|--:|\n| a | b |')).html
    assert 'class="hf-table" role="region" aria-label="Table: ' in html
    assert 'tabindex="0"><table>' in html
    assert html.count('<th scope="col"') == 2
    assert "style=" not in html
    assert re.search(r'aria-label="[^"<>]*">', html) or re.search(r'aria-label="[^"<>]*" ', html)


def test_a_column_without_a_name_is_no_header(tmp_path: Path) -> None:
    html = render(tmp_path, v4.new_markdown_cell("| | A |\n|-|-|\n| x | y |")).html
    assert html.count("<th") - html.count("<thead") == 1


def test_code_and_standard_error_are_not_shown_and_standard_output_is_escaped(tmp_path: Path) -> None:
    outputs = [
        v4.new_output("stream", name="stdout", text="<b>out"),
        v4.new_output("stream", name="stderr", text="err"),
    ]
    html = render(tmp_path, v4.new_code_cell("the_code()", outputs=outputs)).html
    assert '<pre class="hf-output">&lt;b&gt;out</pre>' in html
    assert "err" not in html
    assert "the_code" not in html


def test_the_richest_known_kind_of_an_output_is_shown(tmp_path: Path) -> None:
    assert "<i>rich</i>" in render(tmp_path, shown({"text/html": "<i>rich</i>", "text/plain": "poor"})).html
    png = render(tmp_path, shown({"image/png": "AAAA"}, {"image/png": {"alt": 'a "figure"'}})).html
    assert '<img src="data:image/png;base64,AAAA" alt="a &#34;figure&#34;">' in png


def test_a_kind_that_no_page_can_show_is_left_out_and_told(tmp_path: Path) -> None:
    body = render(tmp_path, shown({"application/javascript": "alert(1)"}))
    assert "alert" not in body.html
    assert body.dropped == {"application/javascript"}


def test_a_widget_of_ours_becomes_data_that_cannot_end_its_script(tmp_path: Path) -> None:
    body = render(tmp_path, widget("m1"), states={"m1": OURS})
    place = '<div class="hf-host" data-kind="scenario" data-name="one">'
    found = re.search(place + r'<script type="application/json">(.*?)</script></div>', body.html)
    assert found
    assert not set(found[1]) & set("<>&\u2028")
    assert json.loads(found[1])["view"] == OURS["view"]
    assert "export default" not in body.html
    assert body.widgets == {"scenario": ("export default {}", ".hf-widget {}")}


@pytest.mark.parametrize("change", [{"_anywidget_id": "other.Scenario"}, {"_anywidget_id": ""}, {"kind": "../x"}])
def test_any_other_widget_is_foreign(change: dict[str, str]) -> None:
    assert foreign_widgets([widget("m1")], {"m1": OURS | change})
    assert foreign_widgets([widget("m1")], {})
    assert not foreign_widgets([widget("m1"), v4.new_markdown_cell("x")], {"m1": OURS})


def test_the_sources_of_a_cell_follow_it_in_one_line(tmp_path: Path) -> None:
    source = next(iter(library().sources.values()))
    said = {"holdfast": {"sources": [source.id], "nations": ["wales"]}}
    html = render(tmp_path, v4.new_markdown_cell("A claim.", metadata=said)).html
    line = re.search(r'<p class="hf-sources">.*</p>', html)
    assert line
    assert source.url in line[0]
    assert "Applies in Wales." in line[0]
    assert html.index("A claim.") < line.start()
    assert "hf-sources" not in render(tmp_path, v4.new_markdown_cell("No claim.")).html


def test_a_picture_of_the_module_travels_in_the_page(tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    html = render(tmp_path, v4.new_markdown_cell("![a dot](dot.svg)")).html
    assert 'src="data:image/svg+xml;base64,' in html
    assert 'alt="a dot"' in html


def test_a_link_that_leads_away_says_nothing_of_where_it_was(tmp_path: Path) -> None:
    html = render(tmp_path, v4.new_markdown_cell("[out](https://example.org) [in](/help)")).html
    assert '<a rel="noopener noreferrer" href="https://example.org">' in html
    assert '<a href="/help">' in html


def test_the_widgets_of_a_page_are_found_by_kind_and_name_with_all_they_hold(tmp_path: Path) -> None:
    states = {"a": OURS, "b": OURS | {"kind": "quiz", "name": 'two "&" three'}}
    html = render(tmp_path, widget("a"), v4.new_markdown_cell("Between."), widget("b"), states=states).html
    found = hosts(html)
    assert list(found) == [("scenario", "one"), ("quiz", 'two "&" three')]
    for place in found.values():
        assert place in html
        assert place.startswith('<div class="hf-host"')
        assert place.endswith("</script></div>")
        assert json.loads(place[place.index("{") : place.rindex("}") + 1])["view"] == OURS["view"]
    assert hosts("<p>None here.</p>") == {}
