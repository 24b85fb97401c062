"""The line of the example lists that is exactly at its benchmark level, whatever that level is."""

import re

from tests.figures.renewing import to_json
from tests.web.client import official

LISTS = ("examples/mixed.json", "service/web/static/page/example.json")
"""The list, and its copy on the page."""

_LINE = re.compile(r'("id": "clinker-3",[^{}]*"intensity": )([-0-9.]+)')


def renew_at_level(text: str) -> str:
    """The text of a list in which `clinker-3` is at the benchmark level of the default edition."""
    level = official().get("/v1/benchmarks/cement-clinker").json["benchmark"]["value"]
    return _LINE.sub(rf"\g<1>{to_json(level)}", text)
