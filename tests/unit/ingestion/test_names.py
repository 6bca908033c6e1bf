"""Names: one key whatever the spelling."""

import pytest

from ingestion.names import name_key


@pytest.mark.parametrize("name", ["Clé-O", "cle o", "CLÉ O", "Clé–O", "« Clé O »", "Cle'O"])
def test_one_key_for_every_spelling(name: str) -> None:
    assert name_key(name) == "cleo"


def test_digits_count_and_punctuation_does_not() -> None:
    assert name_key("FAST 7") != name_key("FAST 8")
    assert name_key("— …") == ""
