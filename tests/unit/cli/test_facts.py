"""`alinea facts`, `deadlines`, `anomalies`, `check` and `record` on facts written by hand."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.records_facts import RefusedFact
from ingestion.documents import Doubt, ScannedPage
from ingestion.facts.dates import DateFact
from ingestion.facts.deadlines import Deadline
from ingestion.facts.evidence import State
from ingestion.facts.terms import Notice, Term
from ingestion.french.durations import Duration
from ingestion.names import DocumentKind
from tests.made_facts import PORTULAN, entry_of, portulan_facts, quoted, write_records

Alinea = Callable[..., tuple[int, str, str]]
TERMS = """Fait à Brest, le
La convention prend effet à sa signature et prend fin le 31 décembre 2024.
Elle peut être dénoncée avec un préavis de trois mois.
Le bilan est remis dans les six mois suivant la signature.
"""
LETTER = entry_of("Lettre", "Bonjour.\n", (), DocumentKind.DOCUMENT)


def term_facts() -> tuple[object, ...]:
    return (
        DateFact("signature", None, None, None, "", "", None, State.BLANK, quoted(TERMS, "Fait à Brest, le")),
        Term(
            "end", None, None, None, date(2024, 12, 31), None, None, quoted(TERMS, "prend fin le 31 décembre 2024", "7")
        ),
        Notice(Duration(3, "month"), "dénonciation", None, None, None, quoted(TERMS, "un préavis de trois mois", "7")),
        Deadline(
            what="Le bilan est remis",
            who=None,
            offset=Duration(6, "month"),
            direction="after",
            event="signature",
            event_words="la signature",
            date=None,
            every=None,
            day_of_month=None,
            recurrence_words=None,
            immediate=False,
            evidence=quoted(TERMS, "Le bilan est remis dans les six mois suivant la signature", "8"),
        ),
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    portulan = entry_of("Portulan", PORTULAN, portulan_facts())
    write_records(folder, portulan, entry_of("Sablier", TERMS, term_facts()), LETTER)  # type: ignore[arg-type]
    return folder


def plain(text: str) -> str:
    """A page without its tables' drawing, on one line."""
    for mark in "│┃━╇\n":
        text = text.replace(mark, " ")
    return " ".join(text.split())


def test_a_record_has_a_section_a_kind(alinea: Alinea, data: Path) -> None:
    code, out, _ = alinea("facts", "portulan")
    page = plain(out)
    assert code == 0
    assert "Portulan — Montants" in page
    assert "141 000,50 € · montant délégué" in page
    assert "à la charge de : Le délégant (DPH)" in page
    assert "Le délégant verse 141 000 € en 2024." in page
    assert "Centre de coût · laissé en blanc" in page
    assert "Rien trouvé dans le texte : signatures, crédits et tableaux" in page


def test_a_kind_is_typed_as_it_is_called(alinea: Alinea, data: Path) -> None:
    page = plain(alinea("facts", "Portulan", "--kind", "Obligations", "--bearer", "le delegataire")[1])
    assert "remet un bilan chaque trimestre" in page
    assert "journal de bord" not in page
    assert "Montants" not in page


def test_an_unknown_kind_gives_the_kinds(alinea: Alinea, data: Path) -> None:
    code, out, err = alinea("facts", "--kind", "poireau")
    assert (code, out) == (1, "")
    assert "obligation" in err


def test_blank_and_absent_are_two_cells(alinea: Alinea, data: Path) -> None:
    rows = {line.split("│")[0].strip(): plain(line) for line in alinea("facts", "--kind", "chorus")[1].splitlines()}
    assert rows["Portulan"] == "Portulan 0999-ABCD-EFGH laissé en blanc"
    assert rows["Sablier"] == "Sablier — absent — absent"
    assert "Lettre" not in rows


def test_what_no_reader_understood_is_told(alinea: Alinea, tmp_path: Path) -> None:
    code_fact = replace(portulan_facts()[-1], state=State.UNREAD, label="voir avec le contrôleur")
    write_records(tmp_path / "data", entry_of("Portulan", PORTULAN, (code_fact,)))
    assert "écrit mais non compris · voir avec le contrôleur" in plain(alinea("facts", "--kind", "chorus")[1])


def test_fields_left_blank_by_a_party_are_told(alinea: Alinea, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    page = plain(alinea("facts", "--kind", "party")[1])
    assert "Portulan Direction des phares DPH délégant DPH laissé en blanc" in page
    assert "Portulan Bureau des marées Bureau des marées partenaire-délégataire — — absent" in page
    assert "laissés en blanc : adresse" in plain(alinea("facts", "portulan")[1]).replace("\u00a0", " ")


def test_json_holds_the_whole_fact(alinea: Alinea, data: Path) -> None:
    found = json.loads(alinea("facts", "portulan", "--kind", "montants", "--json")[1])
    assert [(row["convention"], row["source"]) for row in found] == [("Portulan", "dossier/Portulan.txt")]
    fact = found[0]["fact"]
    assert fact["value"] == "141000.50"
    assert PORTULAN[fact["evidence"][0]["start"] : fact["evidence"][0]["end"]] == fact["evidence"][0]["quote"]


def test_filters_without_a_name_say_which_convention(alinea: Alinea, data: Path) -> None:
    assert "Sablier" in plain(alinea("facts", "--article", "8")[1])
    assert "Aucun fait" in alinea("facts", "--year", "1999")[1]
    assert "Aucun fait" in alinea("facts", "portulan", "--year", "1999")[1]


def test_without_anything_facts_are_counted(alinea: Alinea, data: Path) -> None:
    rows = [line for line in alinea("facts")[1].splitlines() if line.startswith("Portulan")]
    assert plain(rows[0]) == "Portulan 2 1 2 2"


def test_views_speak_english(alinea: Alinea, data: Path) -> None:
    page = plain(alinea("facts", "--kind", "chorus", ALINEA_LANGUAGE="en")[1])
    assert "left blank" in page and "— absent" in page and "Cost centre" in page


def test_deadlines_show_sum_rule_and_what_is_missing(alinea: Alinea, data: Path) -> None:
    page = plain(alinea("deadlines", "sablier", "--on", "1er janvier 2024")[1])
    assert "2024-09-30 dernier jour pour donner le préavis (dénonciation) 2024-12-31 − 3 mois" in page
    assert page.index("Sans date calculable") < page.index("Le bilan est remis")
    assert "il manque la date de signature" in page


def test_a_recorded_date_is_named_and_stays_apart(alinea: Alinea, data: Path) -> None:
    before = alinea("facts", "sablier", "--json")[1]
    code, out, _ = alinea("record", "sablier", "Signature", "15/03/2024", "--by", "Léa")
    assert (code, "15 mars 2024" in out) == (0, True)
    page = plain(alinea("deadlines", "sablier", "--on", "2024-01-01")[1])
    assert "2024-09-15 Le bilan est remis 2024-03-15 + 6 mois" in page
    assert "avec la date du 15 mars 2024, notée par Léa le" in page
    assert alinea("facts", "sablier", "--json")[1] == before
    assert "signature : 15 mars 2024, noté par Léa" in plain(alinea("facts", "sablier")[1]).replace("\u00a0", " ")


def test_a_recorded_date_can_be_taken_back(alinea: Alinea, data: Path) -> None:
    alinea("record", "sablier", "signature", "2024-03-15", "--by", "Léa")
    assert "Effacé" in alinea("record", "sablier", "signature", "--remove")[1]
    assert "il manque la date de signature" in plain(alinea("deadlines", "sablier", "--on", "2024-01-01")[1])
    assert "Rien n'était noté" in alinea("record", "sablier", "signature", "--remove")[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("baptême", "2024-03-15"), "signature"),
        (("signature", "mars 2024"), "15/03/2024"),
        (("signature",), "15/03/2024"),
    ],
)
def test_what_cannot_be_recorded(alinea: Alinea, data: Path, arguments: tuple[str, ...], told: str) -> None:
    code, out, err = alinea("record", "sablier", *arguments)
    assert (code, out, told in err) == (1, "", True)


def test_coming_deadlines_of_all_leave_out_the_past(alinea: Alinea, data: Path) -> None:
    assert "fin de la convention" in plain(alinea("deadlines", "--on", "2024-01-01")[1])
    later = plain(alinea("deadlines", "--on", "2025-01-01")[1])
    assert "fin de la convention" not in later
    assert "Sablier Le bilan est remis" in later


def test_gaps_tell_absent_from_blank(alinea: Alinea, data: Path) -> None:
    code, out, _ = alinea("check", "--facts", "portulan")
    rows = [plain(line) for line in out.replace("\u00a0", " ").splitlines()]
    assert code == 0
    assert any(row.startswith("Portulan l'adresse de la partie (DPH) laissé en blanc") for row in rows)
    assert any(row.startswith("Portulan l'adresse de la partie (Bureau des marées) absent") for row in rows)
    assert any(row.startswith("Portulan le préavis absent") for row in rows)
    assert any(row.startswith("Portulan le centre de coût laissé en blanc") and "6 ·" in row for row in rows)
    assert not any("centre financier" in row for row in rows)


def test_nothing_is_expected_of_a_letter(alinea: Alinea, data: Path) -> None:
    assert "rien n'y est attendu" in alinea("check", "--facts", "lettre")[1]


def test_anomalies_come_the_gravest_first(alinea: Alinea, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Aucune anomalie" in alinea("anomalies")[1]
    entry = entry_of("Portulan", PORTULAN, portulan_facts())
    found = [
        SimpleNamespace(
            severity=severity, told=lambda _, s=severity: f"phrase {s}", evidence=quoted(PORTULAN, "141 000 €", "4")
        )
        for severity in ("info", "grave")
    ]
    shown = SimpleNamespace(identity=entry.identity, document=entry.document, anomalies=found)
    monkeypatch.setattr("index.records.Records.entry", lambda *_: shown)
    page = plain(alinea("anomalies", "portulan")[1]).replace("\u00a0", " ")
    assert page.index("[grave] phrase grave") < page.index("[à savoir] phrase info")
    assert "dossier/Portulan.txt, article 4 : « 141 000 € »" in page


def test_refused_facts_are_told(alinea: Alinea, double: Callable[..., None]) -> None:
    refused = RefusedFact("a.txt", "amount", 3, 9, "141\n000 €")
    double("index.build", update=lambda *_, **__: SimpleNamespace(refused=(refused,), unreadable=()))
    code, _, err = alinea("index")
    assert code == 0
    assert "1 faits mal cités" in plain(err).replace("\u00a0", " ")
    assert "a.txt, amount, caractères 3 à 9 : « 141 000 € »" in plain(err).replace("\u00a0", " ")


def test_facts_read_with_doubt_are_marked(alinea: Alinea, tmp_path: Path) -> None:
    entry = entry_of("Portulan", PORTULAN, portulan_facts())
    start = PORTULAN.index("141")
    document = replace(
        entry.document,
        source="a.pdf",
        pages=(0,),
        scanned=(ScannedPage(1, 0.9),),
        doubts=(Doubt(start, start + 3, 0.4),),
    )
    write_records(tmp_path / "data", replace(entry, document=document))
    out = alinea("facts", "Portulan")[1]
    assert out.count("lu avec doute, p. 1") == 1
    assert "lu avec doute, p. 1" in alinea("facts", "--kind", "amount")[1]
    assert "lu avec doute" not in alinea("facts", "--kind", "party")[1]
    [amount] = [row for row in json.loads(alinea("facts", "--json")[1]) if row["fact"]["kind"] == "amount"]
    assert (amount["page"], amount["confidence"]) == (1, 0.4)


def test_facts_of_texts_have_neither_page_nor_mark(alinea: Alinea, tmp_path: Path) -> None:
    write_records(tmp_path / "data", entry_of("Portulan", PORTULAN, portulan_facts()))
    assert "doute" not in alinea("facts", "Portulan")[1]
    assert all(
        row.keys() == {"document", "convention", "source", "fact"} for row in json.loads(alinea("facts", "--json")[1])
    )
