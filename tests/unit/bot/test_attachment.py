"""Amounts and parties exchanged within one passage, which a bag of words does not see."""

import pytest

from bot.attachment import is_whole, loose_anchor
from bot.content_words import little_words

MONEY = (
    "Sur les 220 000 € du cofinancement, la DINUM garde 25 000 € pour payer les développeurs. "
    "Le solde, soit 195 000 €, est délégué au partenaire-délégataire."
)
DUTY = "Le partenaire-délégataire s'engage à nommer une intrapreneuse et à faire connaître son nom à la DINUM."
RETURNED = "Les crédits non employés sont rendus au délégant dans les soixante jours."


@pytest.mark.parametrize(
    ("phrase", "quote"),
    [
        ("La DINUM garde 25 000 € du cofinancement.", MONEY),
        ("Le solde, soit 195 000 €, est délégué.", MONEY),
        ("La DINUM garde 25 000 € sur les 220 000 € du cofinancement.", MONEY),
        ("Le partenaire-délégataire s'engage à nommer une intrapreneuse.", DUTY),
        ("Les crédits non employés sont rendus au délégant.", RETURNED),
        ("Selon l'article 5, les crédits non employés sont rendus au délégant.", RETURNED),
    ],
)
def test_what_the_quote_says_is_attached(phrase: str, quote: str) -> None:
    assert loose_anchor(phrase, [quote], little_words()) is None


@pytest.mark.parametrize(
    ("phrase", "quote"),
    [
        ("La DINUM garde 195 000 €.", MONEY),
        ("Le solde, soit 25 000 €, est délégué.", MONEY),
        ("La DINUM délègue 220 000 €.", MONEY),
        ("La DINUM s'engage à nommer une intrapreneuse.", DUTY),
        ("Le délégant doit nommer une intrapreneuse.", DUTY),
        ("Les crédits non employés sont rendus au délégataire.", RETURNED),
        ("Les crédits sont rendus dans les 60 jours.", RETURNED),
    ],
)
def test_what_was_exchanged_is_not(phrase: str, quote: str) -> None:
    assert loose_anchor(phrase, [quote], little_words()) is not None


@pytest.mark.parametrize("phrase", ["Le partenaire-délégataire doit", "doit :", "» : «", "Le solde, soit :", "1° :"])
def test_pieces_are_no_sentences(phrase: str) -> None:
    assert not is_whole(phrase)
    assert is_whole("Le solde est délégué.") and is_whole("Il coûte 900 000 €.")
