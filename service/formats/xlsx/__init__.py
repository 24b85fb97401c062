"""Workbooks, read cell by cell within bounds. Knows bytes and limits, no language and no problem of HTTP."""
