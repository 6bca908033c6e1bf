"""References: laws and codes, parts of the convention, addresses, other agreements."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.blocks import Block, BlockKind
from ingestion.facts.references import Reference, read_references
from ingestion.structure import read_blocks


def read(text: str) -> tuple[Reference, ...]:
    blocks = (Block(BlockKind.PARAGRAPH, 0, len(text), text, "1"),)
    found = read_references(blocks)
    assert all(text[one.start : one.end] == one.quote for reference in found for one in reference.evidence)
    return found


@pytest.mark.parametrize(
    ("text", "nature", "number", "article", "day", "thing"),
    [
        (
            "Vu le décret n° 2001-512 du 3 mai 2001 modifié relatif aux digues ;",
            "décret",
            "2001-512",
            None,
            date(2001, 5, 3),
            "relatif aux digues",
        ),
        ("Vu la loi organique n° 99-12 du 1er août 1999 ;", "loi", "99-12", None, date(1999, 8, 1), None),
        ("Vu la loi du 1er juillet 1901 ;", "loi", None, None, date(1901, 7, 1), None),
        (
            "Vu l'ordonnance 2010-44 du 4 avril 2010 portant réforme des canaux,",
            "ordonnance",
            "2010-44",
            None,
            date(2010, 4, 4),
            "portant réforme des canaux",
        ),
        (
            "Vu l'arrêté ministériel du 9 mars 2015 fixant la liste des ports ;",
            "arrêté",
            None,
            None,
            date(2015, 3, 9),
            "fixant la liste des ports",
        ),
        (
            "selon la circulaire du ministre 4410/AB du 7 juin 2011.",
            "circulaire",
            "4410/AB",
            None,
            date(2011, 6, 7),
            None,
        ),
        ("Vu le règlement (UE) 2018/302 ;", "règlement", "2018/302", None, None, None),
        ("l'article 28 du RGPD", "règlement", None, "28", None, "RGPD"),
        (
            "l'article L. 123-4 du code de la commande publique",
            "code",
            None,
            "L. 123-4",
            None,
            "code de la commande publique",
        ),
        (
            "Conformément à l'article 5 du décret 2001-512 du 3 mai 2001,",
            "décret",
            "2001-512",
            "5",
            date(2001, 5, 3),
            None,
        ),
        ("Vu la délibération AB-2022-31 du 8 mars 2022 ;", "délibération", "AB-2022-31", None, date(2022, 3, 8), None),
        ("Vu le décret n° 2011-\n127 du 31 janvier 2011 ;", "décret", "2011-127", None, date(2011, 1, 31), None),
        (
            "la convention de partage signée le 4 mai 2020",
            "convention",
            None,
            None,
            date(2020, 5, 4),
            "convention de partage",
        ),
        ("l'avenant n° 2 du 4 mai 2020", "avenant", "2", None, date(2020, 5, 4), None),
        ("le marché interministériel « Pain frais »", "marché", None, None, None, "Pain frais"),
        ("Vu la lettre du préfet du 6 mai 2021 ;", "lettre", None, None, date(2021, 5, 6), "lettre du préfet"),
    ],
)
def test_texts_and_agreements(
    text: str, nature: str, number: str | None, article: str | None, day: date | None, thing: str | None
) -> None:
    (one,) = read(text)
    assert (one.nature, one.number, one.article, one.date, one.object) == (nature, number, article, day, thing)
    assert one.present is None


def test_the_articles_named_after_their_text() -> None:
    found = read("Vu le décret n° 2001-512 du 3 mai 2001, et notamment ses articles 2 et 7,")
    assert [(one.number, one.article) for one in found] == [("2001-512", None), ("2001-512", "2"), ("2001-512", "7")]


def test_a_short_name_beside_its_text_is_the_same_text() -> None:
    (one,) = read("Vu le règlement (UE) 2016/679 (RGPD)")
    assert (one.number, one.object) == ("2016/679", "RGPD")


@pytest.mark.parametrize(
    "text",
    [
        "La loi est la même pour tous, le décret aussi.",
        "Le code source est ouvert, le code activité est donné.",
        "La présente convention signée le 4 mai 2020 est close.",
        "La décision du comité est prise par écrit.",
        "Le service beta.exemple.gouv.fr est un programme.",
        "Le loyer de l'annexe est fixé.",
        "Il est inséré un article 4 bis.",
    ],
)
def test_what_is_no_reference(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("voir <https://exemple.fr/a>.", ["https://exemple.fr/a"]),
        ("voir [le guide](https://exemple.fr/guide).", ["https://exemple.fr/guide"]),
        ("[exemple.fr https://exemple.fr/](https://exemple.fr/)", ["https://exemple.fr/"]),
        ("sur www.exemple.fr, puis (exemple.org/liste).", ["www.exemple.fr", "exemple.org/liste"]),
        ("à https://exemple.fr ; écrire à a.b@exemple.fr.", ["https://exemple.fr", "a.b@exemple.fr"]),
    ],
)
def test_addresses(text: str, addresses: list[str]) -> None:
    assert [one.object for one in read(text)] == addresses


DOCUMENT = """Convention

Article 1 : Objet

Elle suit l'article 2 et l'article 9, l'annexe A, l'annexe 3 et les annexes 4 et 5. Voir l'article 2.

Article 2 : Suites

Le tableau figure en annexe.

Annexe A : plan

Le plan est joint.

Annexe B : liste

La liste est jointe.
"""


def test_parts_of_the_convention_are_there_or_missing() -> None:
    found = {(one.nature, one.number): one for one in read_references(read_blocks(DOCUMENT))}
    assert {key: one.present for key, one in found.items()} == {
        ("article", "2"): True, ("article", "9"): False, ("annexe", "A"): True, ("annexe", "3"): False,
        ("annexe", "4"): False, ("annexe", "5"): False, ("annexe", None): True,
    }  # fmt: skip
    assert [one.article for one in found["article", "2"].evidence] == ["1", "1"]


def test_an_annexe_that_nothing_cites_is_no_reference() -> None:
    assert ("annexe", "B") not in {(one.nature, one.number) for one in read_references(read_blocks(DOCUMENT))}


def test_articles_of_another_convention_are_not_ours() -> None:
    (one,) = read("À l'article 5 de la convention initiale, les mots sont remplacés.")
    assert (one.number, one.present, one.object) == ("5", None, "article 5 de la convention initiale")


def test_mentions_that_differ_stay_apart() -> None:
    first = "le décret 2001-512 du 3 mai 2001"
    found = read(f"{first}, le décret 2001-512 du 8 mai 2001 et {first}")
    assert [(str(one.date), len(one.evidence)) for one in found] == [("2001-05-03", 2), ("2001-05-08", 1)]


@given(st.text(alphabet="article xdéloivn°' 0123456789-/.,;:()[]«»\n", max_size=300))
@settings(deadline=None, max_examples=60)
def test_no_text_breaks_the_reader(text: str) -> None:
    read(text)
