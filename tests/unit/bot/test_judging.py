"""The judge: each rule alone, on answers written by hand."""

from typing import Any

import pytest

from bot.answer import Answer, Citation, Figure
from bot.gold import Expectation, GoldQuestion
from bot.judging import Fault, Verdict, figures, judge, plain

TEXT = "Le délégant verse 80 000 € au délégataire en 2024, en deux fois."
TEXTS = {"dossier/a.txt": TEXT}


def gold(*tags: str, **expect: Any) -> GoldQuestion:
    expected = Expectation(**{"status": "answered", **expect})
    return GoldQuestion(id="q", question="Combien ?", thread=("Et en 2031 ?",), tags=tags, expect=expected)


def cite(quote: str = TEXT, start: int = 0, source: str = "dossier/a.txt") -> Citation:
    return Citation(
        source=source,
        convention="Quai 31",
        article="12",
        heading="Titre 47",
        start=start,
        end=start + len(quote),
        quote=quote,
    )


def answer(text: str = "**80 000 €** [1]", *citations: Citation, **fields: Any) -> Answer:
    made: dict[str, Any] = {"id": "q", "status": "answered", "language": "fr", "text": text}
    return Answer(**{**made, "citations": citations or (cite(),), **fields})


def judged(question: GoldQuestion, given: Answer) -> Verdict:
    return judge(question, given, TEXTS)


def test_a_right_answer_is_right() -> None:
    expect = {
        "sources": ("a.txt",),
        "must": (("80 000", "x"),),
        "must_not": ("90 000",),
        "evidence": ("verse 80 000 €",),
    }
    verdict = judged(gold(**expect), answer())
    assert verdict == Verdict((), True, (True,), (True,), (), None, True)


@pytest.mark.parametrize(
    ("expect", "fault"),
    [
        ({"status": ("not_found", "clarify")}, Fault("status", "answered")),
        ({"must": (("80000",), ("solde", "reste"))}, Fault("missing", "solde | reste")),
        ({"must_not": ("80.000€",)}, Fault("said", "80.000€")),
        ({"sources": ("a.txt", "b.txt")}, Fault("uncited", "b.txt")),
    ],
)
def test_each_fault_is_told(expect: dict[str, Any], fault: Fault) -> None:
    assert judged(gold(**expect), answer()).faults == (fault,)


@pytest.mark.parametrize(
    ("quote", "evidence", "overlaps"),
    [
        (TEXT, "VERSE 80000 €", True),
        ("délégataire en 2024", TEXT, True),
        ("en 2024", TEXT, False),
        (TEXT, "verse 81 000 €", False),
    ],
)
def test_evidence_is_overlapped(quote: str, evidence: str, overlaps: bool) -> None:
    assert judged(gold(evidence=(evidence,)), answer("x", cite(quote))).evidence is overlaps


def test_without_expected_evidence_nothing_is_measured() -> None:
    verdict = judged(gold(), answer())
    assert (verdict.evidence, verdict.precise, verdict.refusal) == (None, (), None)


def test_a_quote_must_be_its_span() -> None:
    wrong = (cite(start=1), cite(source="b.txt"), cite(""), cite("Le délégant", 0))
    assert judged(gold(), answer("x", *wrong)).verbatim == (False, False, False, True)


def test_citations_of_other_documents_lower_precision() -> None:
    assert judged(gold(sources=("a.txt",)), answer("x", cite(), cite(source="b.txt"))).precise == (True, False)


def test_a_refusal_is_exact() -> None:
    refused = answer("non", status="not_found")
    assert judged(gold(status="not_found"), refused).refusal is True
    assert judged(gold(status="clarify"), refused).refusal is False
    assert judged(gold(status=("clarify", "not_found")), refused).refusal is None


def test_length_is_measured_on_answers_with_more_room_for_lists() -> None:
    long = answer("x" * 901)
    assert judged(gold(), long).concise is False
    assert judged(gold("list"), long).concise is True
    assert judged(gold("list"), answer("x" * 2501)).concise is False
    assert judged(gold(), answer("x" * 901, status="clarify")).concise is None


def test_figures_must_be_carried() -> None:
    carried = "80 000 € en 2024, article 12, titre 47, Quai 31, en 2031 [1]"
    assert judged(gold(), answer(carried)).loose == ()
    assert judged(gold(), answer("40 000 € le 3 mai 2024 [27]")).loose == ("2024-05-03", "40000")
    assert judged(gold(), answer("40 000 €", status="clarify")).loose == ()


def test_a_computation_carries_its_figures_once_it_is_declared() -> None:
    stated = Figure(label="moitié", value="40000", unit="EUR")
    computed = stated.model_copy(update={"kind": "computed", "how": "50 % × 80 000"})
    assert judged(gold(), answer("50 % : 40 000 €", figures=(stated,))).loose == ("40000", "50")
    assert judged(gold(), answer("50 % : 40 000 €", figures=(computed,))).loose == ()


def test_words_are_compared_without_what_makes_no_difference() -> None:
    assert plain("L’**Échéance**\u202f: 96.500\u00a0€, `X_1`\n> 5%") == "l' echeance : 96500 €, x 1 5 %"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("| 2024 | 195 000 € |", {"2024", "195000"}),
        ("1er mars 2024, March 2, 2024, 03/03/2024 et 2024-03-04", {f"2024-03-0{n}" for n in range(1, 5)}),
        ("9 déc. 2019", {"2019-12-09"}),
        ("3 fois 007 et 00", {"7", "0"}),
    ],
)
def test_figures_are_dates_and_numbers_of_two_digits(text: str, found: set[str]) -> None:
    assert figures(text) == found
