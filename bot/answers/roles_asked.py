"""Roles that a question names, in French or English, however inflected."""

from index.words import stem

_ROLES = {"delegant": "délégant", "delegator": "délégant", "delegating": "délégant",
    "delegataire": "délégataire", "delegate": "délégataire",
          "delegatee": "délégataire", "beneficiaire": "bénéficiaire", "beneficiary": "bénéficiaire"}  # fmt: skip
ROLE_STEMS = {stem(word): role for word, role in _ROLES.items()}
"""Role by the stem of its word."""


def role_of_stem(word: str) -> str | None:
    """The role that a stem names; None when it names none."""
    return ROLE_STEMS.get(word)
