"""The example that the page loads is the published list of examples/, under whatever the reader has chosen."""

import json
from decimal import Decimal

from tests.examples.commands import official
from tests.web.client import PROJECT

PUBLISHED = json.loads((PROJECT / "examples/published_lines.json").read_text(encoding="utf-8"), parse_float=Decimal)


def test_the_page_loads_the_published_lines():
    page = json.loads(
        (PROJECT / "service/web/static/page/example.json").read_text(encoding="utf-8"), parse_float=Decimal
    )
    assert page == {"weighting": PUBLISHED["weighting"], "lines": PUBLISHED["lines"]}


def test_the_intensities_are_those_of_the_worked_cases():
    """Each line is graded; the smelters decide the goal, and the clinker lines are out of its scope."""
    answer = official().post(PUBLISHED).json
    assert answer["lines"] == {"submitted": 10, "graded": 10, "ungraded": 0, "rejected": 0}
    assert answer["goal"]["lines"] == {"counted": 8, "out_of_scope": 2}
