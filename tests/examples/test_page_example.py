"""The example that the page loads: lines with published intensities, counted, for their capacities are not published."""

import json

from tests.web.client import PROJECT


def test_the_page_loads_the_published_lines():
    page = json.loads((PROJECT / "service/web/static/page/example.json").read_text(encoding="utf-8"))
    published = json.loads((PROJECT / "examples/published_lines.json").read_text(encoding="utf-8"))
    assert page["weighting"] == "lines"
    assert page["lines"] == published["lines"]
