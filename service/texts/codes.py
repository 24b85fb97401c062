"""Every error code of the contract, by its id."""

from __future__ import annotations

from service.texts.request_codes import REQUEST_CODES
from service.texts.value_codes import FIGURE_CODES, GOAL_CODES, UNGRADED_CODES, VALUE_CODES, WARNING_CODES

LANGUAGES = ("en", "zh")
"""The languages of every text; codes and ids are the same in both."""

CODES = {
    code.id: code
    for code in (*REQUEST_CODES, *VALUE_CODES, *UNGRADED_CODES, *FIGURE_CODES, *GOAL_CODES, *WARNING_CODES)
}
