"""Readers of French figures: pure functions from a text to exact values, each with its character span.

One noun a file: `folding`, `numbers`, `ordinals`, `amounts`, `percentages`, `dates`, `periods`, `durations`,
`working_days`, `recurrence`, `codes`, `sentences`. Every `find_*` takes the text as it stands, never raises, runs in
time proportional to its length, and gives spans with `text[start:end]` verbatim. What a reader refuses it leaves out,
and its doctests say so. Accents are expected composed (NFC).
"""
