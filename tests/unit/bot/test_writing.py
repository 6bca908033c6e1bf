"""Writing: from claims to cited lines."""

from datetime import date
from decimal import Decimal

from bot.answers.claim import Claim, code, day, duration, figure, money
from bot.writing import Draft
from ingestion.facts.evidence import Evidence
from ingestion.french.durations import Duration
from tests.made_facts import quoted
from tests.made_texts import QUAI_TEXT, structured

ENTRY = structured("Quai Ouvert")


def at(quote: str) -> tuple[Evidence, ...]:
    return quoted(QUAI_TEXT, quote)


PAID = Claim(
    "**80 000 €** — versé", at("Le délégant verse 80 000 € en 2024."), (money("montant", Decimal(80_000), "fr"),)
)
FREE = Claim("gratuit", at("Il est gratuit."))


def test_one_claim_is_a_sentence_and_several_a_list() -> None:
    assert Draft().lines(ENTRY, [PAID]) == "**80 000 €** — versé [1]"
    assert Draft().lines(ENTRY, [PAID, FREE], "Quai :") == "Quai :\n- **80 000 €** — versé [1]\n- gratuit [2]"
    assert Draft().lines(ENTRY, [PAID], "Quai : ") == "Quai : **80 000 €** — versé [1]"


def test_the_same_evidence_keeps_its_number() -> None:
    draft = Draft()
    again = Claim("encore", PAID.evidence)
    assert draft.lines(ENTRY, [PAID, FREE, again]).endswith("- encore [1]")
    assert [c.quote for c in draft.citations.found] == [PAID.evidence[0].quote, FREE.evidence[0].quote]


def test_figures_and_warnings_join_once() -> None:
    draft = Draft()
    warned = Claim("x", PAID.evidence, PAID.values, warning="à vérifier")
    draft.lines(ENTRY, [warned, warned])
    assert draft.warnings == ["à vérifier"] and len(draft.figures) == 1
    (found,) = draft.figures
    assert (found.value, found.unit, found.kind, found.citations) == ("80000", "EUR", "stated", (1,))


def test_a_value_that_the_quote_writes_otherwise_is_declared() -> None:
    draft = Draft()
    months = duration("délai", Duration(12, "month"), "en", ())
    draft.line(ENTRY, Claim("12 months", at("dans les trois mois"), (months,)))
    (found,) = draft.figures
    assert found.kind == "computed" and found.how and "12 months" in found.how


def test_at_most_four_evidences_are_cited() -> None:
    words = ["Le service", "mariniers", "écluse", "gratuit", "code source"]
    draft = Draft()
    line = draft.line(ENTRY, Claim("tout", tuple(e for w in words for e in at(w))))
    assert line == "tout [1] [2] [3] [4]" and len(draft.citations.found) == 4


def test_the_evidence_of_an_avenant_is_cited_in_the_avenant() -> None:
    text = "Avenant\n\nLe délégant verse 95 000 € en 2024.\n"
    avenant = structured("Quai Ouvert – avenant n° 1", text)
    draft = Draft(sources=(avenant,))
    draft.line(ENTRY, Claim("95 000 €", quoted(text, "Le délégant verse 95 000 € en 2024.")))
    (cited,) = draft.citations.found
    assert cited.convention == "Quai Ouvert – avenant n° 1" and cited.quote == "Le délégant verse 95 000 € en 2024."


def test_a_row_read_without_its_tabs_is_cited_in_two_parts() -> None:
    text = "\tAE\n2024\t180 000 €\n"  # without its tab « 2024 180 000 » is one number
    entry = structured("Onglet", text)
    draft = Draft()
    claim = Claim("2024 — **180 000 €**", quoted(text, "2024\t180 000 €"))
    assert draft.line(entry, claim) == "2024 — **180 000 €** [1] [2]"
    assert [c.quote for c in draft.citations.found] == ["2024", "180 000 €"]


def test_parts_stand_apart_and_empty_ones_are_left_out() -> None:
    assert Draft(parts=["un", "", "deux"]).text == "un\n\ndeux"


def test_values_are_written_as_the_contract_wants() -> None:
    amount = money("m", Decimal("1234567.50"), "fr")
    assert (amount.value, amount.unit, amount.shown) == ("1234567.5", "EUR", "1 234 567,50 €")
    assert "\u202f" not in amount.shown and "\u00a0" not in amount.shown
    when = day("d", date(2024, 12, 1), "fr")
    assert (when.value, when.unit, when.shown) == ("2024-12-01", "date", "1er décembre 2024")
    assert day("d", date(2024, 12, 1), "en").shown == "1 December 2024"
    assert code("c", "0388-CMER").value == "0388-CMER"


def test_a_duration_keeps_the_texts_words_in_french_only() -> None:
    evidence = at("publier le code source dans les trois mois ;")
    three = Duration(3, "month")
    assert duration("d", three, "fr", evidence).shown == "trois mois"
    assert duration("d", three, "en", evidence).shown == "3 months"
    assert duration("d", Duration(4, "month"), "fr", evidence).shown == "4 mois"
    assert (duration("d", three, "fr", ()).value, duration("d", three, "fr", ()).unit) == ("3", "month")


def test_a_computed_value_shows_its_arithmetic() -> None:
    made = figure(money("total", Decimal(110_000), "fr", "80 000 € + 30 000 € = 110 000 €"), (1, 2), False)
    assert (made.kind, made.how, made.citations) == ("computed", "80 000 € + 30 000 € = 110 000 €", (1, 2))
    assert figure(money("m", Decimal(1), "fr"), (1,), True).how is None
