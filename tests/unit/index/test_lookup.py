"""Lookups on the facts of the records, and what the records refuse."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.lookup import counts, documents_named, facts
from index.records import Records
from index.records_writing import remove_document
from ingestion.facts.amounts import Amount
from ingestion.facts.obligations import Obligation
from ingestion.naming import name_key
from tests.made_facts import PORTULAN, entry_of, portulan_facts, write_records

ENTRY = entry_of("Portulan", PORTULAN, portulan_facts())
OTHER = entry_of("Sablier", PORTULAN, portulan_facts()[:3])


@pytest.fixture
def records(tmp_path: Path) -> Records:
    write_records(tmp_path, OTHER, ENTRY)
    return Records(tmp_path / "index")


def test_facts_come_back_as_they_were_written(records: Records) -> None:
    found = facts(records, documents=[ENTRY.document.id])
    assert tuple(row.fact for row in found) == ENTRY.facts
    assert {(row.name, row.source) for row in found} == {("Portulan", "dossier/Portulan.txt")}


def test_documents_come_by_short_name_then_in_their_order(records: Records) -> None:
    assert [row.name for row in facts(records, kinds=["party", "amount"])] == ["Portulan"] * 3 + ["Sablier"] * 3


@pytest.mark.parametrize(
    ("conditions", "kinds"),
    [
        ({"kinds": ["chorus"]}, ["chorus", "chorus"]),
        ({"kinds": []}, []),
        ({"documents": []}, []),
        ({"year": 2024}, ["amount"]),
        ({"year": 2025}, []),
        ({"article": "5"}, ["obligation", "obligation"]),
        ({"kinds": ["amount"], "article": "5"}, []),
    ],
)
def test_every_condition_narrows(records: Records, conditions: dict, kinds: list[str]) -> None:
    narrowed = {"documents": [ENTRY.document.id], **conditions}
    assert [row.fact.kind for row in facts(records, **narrowed)] == kinds


def duties(records: Records, bearer: str) -> list[str]:
    found = facts(records, kinds=["obligation"], bearer=bearer)
    return [row.fact.what for row in found if isinstance(row.fact, Obligation)]


@pytest.mark.parametrize(
    "bearer",
    [
        "le délégataire",
        "DELEGATAIRE",
        "delegatère",
        "le partenaire-délégataire",
        "Bureau des marées",
        "bureau de marees",
    ],
)
def test_a_bearer_is_found_by_role_or_name_through_slips(records: Records, bearer: str) -> None:
    assert duties(records, bearer) == ["remet un bilan chaque trimestre"]


@pytest.mark.parametrize("bearer", ["le délégant", "DPH", "la dph", "Direction des phares"])
def test_a_full_name_leads_to_the_party(records: Records, bearer: str) -> None:
    assert duties(records, bearer) == ["tenir le journal de bord"]


@pytest.mark.parametrize("bearer", ["le délégué", "DPJ", "partenaire-délégant", "", "personne"])
def test_another_actor_is_nobody(records: Records, bearer: str) -> None:
    assert duties(records, bearer) == []


def test_a_payer_is_a_bearer(records: Records) -> None:
    found = facts(records, documents=[ENTRY.document.id], kinds=["amount"], bearer="délégant")
    assert [row.fact.value for row in found if isinstance(row.fact, Amount)] == [ENTRY.facts[2].value]


def test_a_name_of_its_own_goes_before_a_shared_one(records: Records) -> None:
    assert documents_named(records, name_key("portulan")) == [ENTRY.document.id]
    assert documents_named(records, name_key("Portulan.txt")) == [ENTRY.document.id]
    assert documents_named(records, name_key("fast 5")) == sorted([ENTRY.document.id, OTHER.document.id])
    assert documents_named(records, "inconnu") == []


def test_facts_are_counted(records: Records) -> None:
    assert counts(records)[OTHER.document.id] == {"party": 2, "amount": 1}
    assert counts(records)[ENTRY.document.id]["chorus"] == 2


def test_facts_leave_with_their_document(records: Records, tmp_path: Path) -> None:
    writable = Records(tmp_path / "index", create=True)
    with writable.writing() as connection:
        remove_document(connection, ENTRY.document.id)
    assert {row.name for row in facts(records)} == {"Sablier"}
    assert documents_named(records, name_key("portulan")) == []


def test_a_misquoted_fact_is_refused_and_told(tmp_path: Path) -> None:
    amount = ENTRY.facts[2]
    wrong = replace(amount, evidence=(replace(amount.evidence[0], quote="Le délégant verse 999 000 € en 2024."),))
    moved = replace(
        amount, evidence=(*amount.evidence, replace(amount.evidence[0], start=amount.evidence[0].start + 1))
    )
    unproven = replace(amount, evidence=())
    refused = write_records(tmp_path, replace(ENTRY, facts=(wrong, amount, moved, unproven)))
    records = Records(tmp_path / "index")
    assert [row.fact for row in facts(records)] == [amount]
    assert records.entry(ENTRY.document.id).facts == (amount,)
    assert [(one.kind, one.quote[:25]) for one in refused] == [
        ("amount", "Le délégant verse 999 000"),
        ("amount", "Le délégant verse 141 000"),
        ("amount", ""),
    ]


def test_a_lookup_goes_through_an_index(records: Records) -> None:
    plans = {
        "document_id = 'x'": "USING PRIMARY KEY|USING INDEX",
        "kind = 'chorus'": "USING INDEX ix_facts_kind",
    }
    with records.reading() as connection:
        for condition, expected in plans.items():
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN SELECT fact FROM facts WHERE {condition}").all()
            assert any(words in str(rows[0][-1]) for words in expected.split("|")), rows
