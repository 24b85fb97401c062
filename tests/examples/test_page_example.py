"""The example that the page loads is the mixed list of examples/, under whatever the reader has chosen."""

import json

from tests.web.client import PROJECT


def test_the_page_loads_the_lines_of_the_mixed_example():
    page = json.loads((PROJECT / "service/web/static/page/example.json").read_text(encoding="utf-8"))
    mixed = json.loads((PROJECT / "examples/mixed.json").read_text(encoding="utf-8"))
    assert page == {"lines": mixed["lines"]}
