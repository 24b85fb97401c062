"""Answers out: the verdicts and their totals, in the shape that each format shows."""
