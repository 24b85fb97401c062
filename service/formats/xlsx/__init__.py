"""Workbooks in, read cell by cell within limits. Knows bytes and cells, but no language, no list and no problem."""
