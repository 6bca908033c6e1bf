"""The figures of a sentence that a model wrote: typed, in digits and in words, in both languages."""

import pytest

from bot.answer import Language
from bot.stated_figures import Stated, carried, stated


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("195 000 € sous vingt-quatre mois", "fr", {("eur", "195000"), ("lasts", "24 month")}),
        ("1,2 M€ puis 85 k€, soit 37,5 %", "fr", {("eur", "1200000"), ("eur", "85000"), ("percent", "37.5")}),
        ("un million deux cent quarante mille euros", "fr", {("eur", "1240000")}),
        ("€141,000 within two months", "en", {("eur", "141000"), ("lasts", "2 month")}),
        ("a million euros", "en", {("eur", "1000000")}),
        ("twenty-five thousand euros", "en", {("eur", "25000")}),
        ("quarterly", "en", {("every", "1 x 3 month")}),
        ("chaque trimestre", "fr", {("every", "1 x 3 month")}),
        ("le 1er mars 2025 et mi-octobre 2024", "fr", {("date", "2025-03-01"), ("date", "2024-10-?")}),
        ("March 31, 2025", "en", {("date", "2025-03-31")}),
        ("la moitié, un tiers et le double", "fr", {("part", "1/2"), ("part", "1/3"), ("part", "x2")}),
        ("une vingtaine de ports", "fr", {("part", "20")}),
        ("le deuxième comité et la 3e fois", "fr", {("number", "2"), ("number", "3")}),
        ("l'article 4-1, article IV, article premier", "fr", {("article", "4-1"), ("article", "4"), ("article", "1")}),
        ("circulaire 5608/SG, 0388-CMER-CPLA", "fr", {("code", "5608/sg"), ("code", "0388-cmer-cpla")}),
        ("１０００ euros", "fr", {("eur", "1000")}),
        ("un service et une équipe", "fr", set()),
    ],
)
def test_what_a_sentence_states(text: str, language: Language, values: set[Stated]) -> None:
    assert stated(text, language) == values


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("24 mois", "vingt-quatre mois"), ("en mars 2025", "le 31 mars 2025"), ("le 31 mars", "31 mars 2025"),
        ("en 2025", "le 31 mars 2025"), ("300 000 €", "300\n000 €"), ("six months", "6 mois"),
        ("every six months", "tous les six mois"), ("quarterly", "chaque trimestre"), ("50 %", "cinquante pour cent"),
    ],
)  # fmt: skip
def test_what_a_quote_carries(sentence: str, quote: str) -> None:
    assert stated(sentence, "en" if sentence.isascii() and "mo" in sentence else "fr") <= carried(quote)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("24 jours", "24 mois"), ("24 €", "24 mois"), ("24 %", "24 €"), ("24 jours ouvrés", "24 jours"),
        ("article 5", "cinq jours"), ("chaque mois", "six mois"), ("300 €", "300 000 €"), ("12,5 €", "12.500 €"),
        ("la moitié", "la convention"), ("5608/SG", "5608"), ("31 mars 2026", "31 mars 2025"),
    ],
)  # fmt: skip
def test_what_it_does_not(sentence: str, quote: str) -> None:
    assert not stated(sentence) <= carried(quote)
