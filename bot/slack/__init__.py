"""Slack: the surface where questions come from. Nothing outside this package knows Slack."""
