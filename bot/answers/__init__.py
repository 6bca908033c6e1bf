"""Answers from facts: one module a family of questions, each from typed facts to claims with their evidence."""
