"""Conventions as amended on a day, from the records' tables, and what the commands show of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.cli.app import run
from bot.standing import standing
from index.records import Records
from ingestion.amending.change import Amendment, Values
from ingestion.facts.amounts import Amount
from ingestion.facts.terms import Term
from ingestion.names import DocumentKind
from tests.made_facts import PORTULAN, entry_of, portulan_facts, quoted, write_records

CHANGE = (
    "À l'article 4, le montant de 141 000 € est porté à 150 000 €. La fin du 31 décembre 2024 passe au 30 juin 2025.\n"
)
BEFORE, AFTER = date(2024, 5, 31), date(2024, 6, 1)


def change(sort: str, article: str, old: Values, new: Values) -> Amendment:
    return Amendment(
        sort, article, None, None, None, old, new, None, None, None, AFTER, quoted(CHANGE, CHANGE.strip(), "1")
    )  # type: ignore[arg-type]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    text = f"{PORTULAN}prend fin le 31 décembre 2024"
    amount = replace(portulan_facts()[2], value=Decimal(141000))  # type: ignore[call-arg]
    end = Term(
        "end", None, None, None, date(2024, 12, 31), None, None, quoted(text, "prend fin le 31 décembre 2024", "7")
    )
    convention = entry_of("Portulan", text, (*portulan_facts()[:2], amount, end))
    changes = (
        change("amount", "4", Values(amount=Decimal(141000)), Values(amount=Decimal(150000))),
        change("end", "7", Values(end=date(2024, 12, 31)), Values(end=date(2025, 6, 30))),
    )
    avenant = entry_of("Avenant", CHANGE, (), DocumentKind.AVENANT)
    avenant = replace(avenant, identity=replace(convention.identity, kind=DocumentKind.AVENANT, short_name="Avenant"))
    other = entry_of("Sablier", PORTULAN, portulan_facts()[:3])
    other = replace(other, identity=replace(other.identity, aliases=other.identity.aliases[:1]))
    write_records(tmp_path / "data", convention, replace(avenant, amendments=changes), other)
    return tmp_path / "data"


def amounts(data: Path, on: date) -> list[Decimal | None]:
    records = Records(data / "index")
    found = standing(records, on, ["amount"], records.documents()[1].id)
    return [fact.value for one in found.values() for fact in one.in_force if isinstance(fact, Amount)]


def test_the_value_in_force_depends_on_the_day(data: Path) -> None:
    assert amounts(data, BEFORE) == [Decimal(141000)]
    assert amounts(data, AFTER) == [Decimal(150000)]


def test_the_former_value_stays_with_both_sources(data: Path) -> None:
    records = Records(data / "index")
    [changed] = [one for one in standing(records, AFTER, ["amount"]).values() if one.avenants]
    assert isinstance(changed.facts[0].former, Amount) and changed.facts[0].former.value == Decimal(141000)
    assert changed.facts[0].amendment is not None
    assert changed.avenant_of(changed.facts[0].amendment.evidence) == "Avenant"
    assert changed.avenant_of(changed.facts[0].former.evidence) is None


def test_other_conventions_stand_as_they_are(data: Path) -> None:
    records = Records(data / "index")
    sablier = next(row.id for row in records.documents() if row.short_name == "Sablier")
    found = standing(records, AFTER)[sablier]
    assert (found.avenants, [one.status for one in found.facts]) == ({}, ["unchanged"] * 3)


def shown(data: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(arguments, {"ALINEA_DATA": str(data)}, data / ".env") == 0
    return " ".join(capsys.readouterr().out.replace("│", " ").replace("\u00a0", " ").replace("\u202f", " ").split())


def test_facts_show_what_changed_beside_the_text(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = shown(data, capsys, "facts", "portulan.txt", "--kind", "amount", "--on", "2024-05-31")
    after = shown(data, capsys, "facts", "portulan.txt", "--kind", "amount", "--on", "2024-06-01")
    assert "Modifié" not in before and after.startswith(before)
    assert "Modifié par avenant, en vigueur au 1er juin 2024" in after
    assert "150 000 €" in after and "Avenant" in after


def test_deadlines_count_with_what_is_in_force(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "2024-12-31 fin de la convention" in shown(data, capsys, "deadlines", "portulan.txt", "--on", "2024-05-31")
    after = shown(data, capsys, "deadlines", "portulan.txt", "--on", "2024-06-01")
    assert "2025-06-30 fin de la convention compte tenu de Avenant" in after


def test_changes_are_facts_of_the_avenant(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(data, capsys, "facts", "--kind", "modifications")
    assert "Avenant montant 4" in page and "Sablier" not in page
