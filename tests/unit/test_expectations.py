"""Expected facts: the genre of a document, and absent, blank and unread told apart."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest

import prompts
from bot.expectations import Gap, Genre, gaps, genre_of
from bot.fact_words import KINDS
from ingestion.facts.chorus import ChorusReference
from ingestion.facts.dates import DateFact
from ingestion.facts.evidence import Actor, Evidence, State
from ingestion.facts.parties import Party
from ingestion.facts.signatures import Signature
from ingestion.names import DocumentKind, Identity
from prompts import LANGUAGES, has_message

HERE = (Evidence(0, 4, "Fait", None, None, None),)
PARTY = Party("DPH", "Direction des phares", None, (), "1 quai", "A. B.", None, False, (), HERE)
SIGNED = DateFact("signature", date(2024, 1, 2), 2024, 1, "2 janvier 2024", "", None, State.STATED, HERE)
CODE = ChorusReference("centre_de_coût", "PHARE075", None, State.STATED, HERE)


def genre(*expects: str) -> Genre:
    return Genre(id="essai", kind=DocumentKind.CONVENTION, expects=expects)


def told(expected: str, *facts: object) -> list[tuple[str, str | None]]:
    return [(gap.state, gap.about) for gap in gaps(genre(expected), facts)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "role", "kind", "found"),
    [
        ("Convention de DELEGATION de gestion", None, DocumentKind.CONVENTION, "délégation de gestion"),
        ("Convention", "délégataire", DocumentKind.CONVENTION, "délégation de gestion"),
        ("Convention de subvention", "délégataire", DocumentKind.CONVENTION, "subvention"),
        ("Convention", "bénéficiaire", DocumentKind.CONVENTION, "subvention"),
        ("Protocole", "partenaire", DocumentKind.CONVENTION, "convention"),
        ("Avenant à la convention de délégation de gestion", "délégant", DocumentKind.AVENANT, "avenant"),
        ("Lettre", None, DocumentKind.DOCUMENT, None),
    ],
)
def test_a_genre_is_told_by_title_then_roles(
    title: str, role: str | None, kind: DocumentKind, found: str | None
) -> None:
    identity = Identity(kind, "Essai", title, (), ())
    genre = genre_of(identity, [replace(PARTY, role=role)])
    assert (genre.id if genre else None) == found


def test_one_fact_is_enough() -> None:
    blank = replace(SIGNED, value=None, state=State.BLANK)
    assert told("signature_date", blank, SIGNED) == []
    assert told("cost_centre", CODE) == []


def test_absent_blank_and_unread_are_three_answers() -> None:
    blank = replace(CODE, code=None, state=State.BLANK)
    unread = replace(CODE, code=None, state=State.UNREAD, label="à voir")
    assert told("cost_centre") == [("absent", None)]
    assert told("cost_centre", replace(CODE, field="bop")) == [("absent", None)]
    assert told("cost_centre", blank) == [("blank", None)]
    assert told("cost_centre", blank, unread) == [("unread", None)]


def test_a_signature_without_a_date_is_no_signature_date() -> None:
    signature = Signature("A. B.", None, None, None, None, None, State.STATED, HERE)
    assert gaps(genre("signature_date"), [signature]) == (Gap("signature_date", "absent", None, None),)
    assert told("signature_date", replace(signature, date=date(2024, 1, 2))) == []


def test_the_likeliest_place_of_a_blank_is_shown() -> None:
    unsigned = Signature(None, None, None, Actor("Pour la DPH", None, "DPH"), None, None, State.BLANK, HERE)
    there = (Evidence(9, 12, "le ", None, None, None),)
    blank = replace(SIGNED, value=None, state=State.BLANK, evidence=there)
    assert gaps(genre("signature_date"), [unsigned, blank]) == (Gap("signature_date", "blank", None, there[0]),)


def test_each_party_is_looked_at() -> None:
    silent = replace(PARTY, label="BDM", address=None)
    assert told("addresses", PARTY, silent, replace(silent, label="BDP", blanks=("address",))) == [
        ("absent", "BDM"),
        ("blank", "BDP"),
    ]
    assert told("addresses") == [("absent", None)]


def test_an_unsigned_place_is_its_partys() -> None:
    unsigned = Signature(None, None, None, Actor("Pour la DPH", None, "DPH"), None, None, State.BLANK, HERE)
    assert gaps(genre("signatories"), [unsigned]) == (Gap("signatories", "blank", "DPH", HERE[0]),)


def test_the_table_names_what_exists() -> None:
    table = tomllib.loads(prompts.read("expected_facts.toml"))
    expected = {one["id"]: one for one in table["expected"]}
    assert all(name in expected for one in table["genre"] for name in one["expects"])
    assert all(has_message(f"expected.fact_{name}", language) for name in expected for language in LANGUAGES)
    assert {place["kind"] for one in expected.values() for place in one["any"]} <= {*KINDS, "amendment"}
