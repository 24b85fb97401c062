"""Levels, verdicts, shares and goals: the rules, from the standard library alone.

The domain knows no web, no file, no clock and no environment. It evaluates lists against a catalogue of facts.
"""
