"""Naming: short names and aliases from the content; no two conventions share a short name."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.lines import display
from ingestion.names import Alias, DocumentKind, Identity, name_key
from ingestion.naming import distinguish, read_identity
from ingestion.structure import read_blocks
from tests.made_fragments import FRAGMENTS

BODY = """

Entre :

La commune des Sources (CDS), ci-après dénommée « la commune », délégant,

Et

Le syndicat du Val, délégataire,

Article 1 : Objet

La présente convention porte sur {}. Le comité suit le budget.

Article 2 : Durée

La durée est de neuf mois.
"""
SAMPLES = {
    "00a9-p3.txt": "Phare Logement",
    "2f0b77e1.txt": "Tournevis Solidaire",
    "7e41c9d05b.txt": "Carnet d'Escale",
    "avn-8c2e.txt": "Sentinelle Bocage – avenant n° 1",
    "d3f8_a17.md": "Boussole Rentrée",
    "scan_0231.txt": "Sentinelle Bocage",
}


def identify(title: str, subject: str = "la gestion") -> Identity:
    return identity_of(title + BODY.format(subject))


def identity_of(text: str, source: str = "f.txt") -> Identity:
    return read_identity(text, read_blocks(text), source)


def aliases(identity: Identity, origin: str) -> list[str]:
    return [alias.name for alias in identity.aliases if alias.origin == origin]


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Convention de délégation de gestion FAST 77 | Grand Lavoir", "Grand Lavoir"),
        ("Convention de délégation de gestion relative au service « Grand Lavoir »", "Grand Lavoir"),
        ("# Convention de partenariat – Grand Lavoir", "Grand Lavoir"),
        ("CONVENTION DE SUBVENTION : GRAND LAVOIR", "Grand Lavoir"),
        ("Convention de délégation de gestion\n\nrelative à la plateforme Grand Lavoir", "Grand Lavoir"),
        ("Convention pour le développement du produit numérique Grand Lavoir", "Grand Lavoir"),
        ("**Protocole d'accord n° 2024-057 relatif à la start-up d'État « Grand Lavoir »**", "Grand Lavoir"),
        ("Convention “Grand Lavoir”", "Grand Lavoir"),
        ("Convention cadre de partenariat (GRANLAV)", "GRANLAV"),
        ("Avenant n° 2 à la convention relative au service « Grand Lavoir »", "Grand Lavoir – avenant n° 2"),
        ("Grand Lavoir – Convention de partenariat", "Grand Lavoir"),
        ("Charte du programme Grand Lavoir", "Grand Lavoir"),
        ("Convention relative à la deuxième promotion de l'incubateur Grand Lavoir", "Grand Lavoir – promotion 2"),
        ("PROJET DE CONVENTION relative à l’application mobile « Grand Lavoir »", "Grand Lavoir"),
        ("\ufeffConvention « Grand Lavoir »", "Grand Lavoir"),
        ("Convention de délégation de gestion", "commune des Sources – syndicat du Val"),
    ],
)
def test_titles(title: str, short: str) -> None:
    assert identify(title).short_name == short


def test_a_title_that_names_nothing_leaves_it_to_the_object() -> None:
    assert identify("Convention de délégation de gestion", "le service « Grand Lavoir »").short_name == "Grand Lavoir"


def test_a_platform_that_all_cite_is_no_name() -> None:
    assert identify("Convention FAST 77 | Grand Lavoir", "la plateforme Chorus").short_name == "Grand Lavoir"


def test_parties_and_numbers_are_aliases() -> None:
    identity = identify("Convention de délégation de gestion FAST 77 | Grand Lavoir")
    assert identity.parties == ("commune des Sources", "syndicat du Val")
    assert aliases(identity, "party") == ["commune des Sources", "CDS", "commune", "syndicat du Val"]
    assert aliases(identity, "number") == ["FAST 77"]
    assert identity.kind is DocumentKind.CONVENTION


def test_services_that_are_listed_are_aliases() -> None:
    text = (
        "Convention « Grand Lavoir »"
        + BODY.format("l'eau")
        + "\nLes produits suivants :\n- Clé-O, un compteur ;\n- la vanne ;\n"
    )
    assert aliases(identity_of(text), "annexe") == ["Clé-O"]


def test_a_season_is_named_when_it_is_the_convention_s() -> None:
    twice = BODY.format("la deuxième saison") + "\nLa saison 2 ouvre en mai.\n"
    assert identity_of("Convention « Lavoir »" + twice).short_name == "Lavoir – saison 2"
    assert identify("Convention « Lavoir »", "la suite de la première saison").short_name == "Lavoir"


def test_the_file_names_only_what_nothing_else_does() -> None:
    identity = identity_of("Le lavoir ouvre à 8 heures.\n", "dossier/a.txt")
    assert identity.aliases == (Alias("dossier/a.txt", "file", 0, 0),)
    assert identity.kind is DocumentKind.DOCUMENT


def test_a_long_title_is_shortened_and_quoted_whole() -> None:
    text = "Rapport sur l'état des lavoirs de la vallée et de ses affluents\n\nIls sont nombreux.\n"
    identity = identity_of(text)
    assert identity.short_name == "Rapport sur l'état des lavoirs de la vallée et de …"
    assert text[identity.aliases[0].start : identity.aliases[0].end] == identity.title


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(root: Path, name: str) -> None:
    assert identity_of((root / "conventions" / name).read_bytes().decode(), name).short_name == SAMPLES[name]


def test_each_real_convention_is_named_by_its_content(shared: Path) -> None:
    texts = {path.name: path.read_bytes().decode() for path in sorted((shared / "conventions").iterdir())}
    found = [identity_of(text, name) for name, text in texts.items()]
    names = distinguish(found)
    assert len(set(map(name_key, names))) == len(texts)
    for text, identity in zip(texts.values(), found, strict=True):
        first = identity.aliases[0]
        assert identity.kind is DocumentKind.CONVENTION
        assert first.origin in ("title", "object", "service")
        assert name_key(text[first.start : first.end]) in name_key(identity.short_name)
        assert len(identity.short_name.split()) <= 5


def named(short: str, *others: tuple[str, str]) -> Identity:
    found = [Alias(name, origin, 1, 2) for name, origin in (("", "title"), *others)]
    return Identity(DocumentKind.CONVENTION, short, "", tuple(found[1:]), ())


def test_names_that_two_share_are_told_apart() -> None:
    lavoir = named("Lavoir", ("FAST 1", "number"), ("CDS", "party"))
    assert distinguish([lavoir, named("Moulin")]) == ("Lavoir", "Moulin")
    assert distinguish([lavoir, named("lavoir", ("FAST 2", "number"))]) == ("Lavoir (FAST 1)", "lavoir (FAST 2)")
    assert distinguish([named("Lavoir", ("CDS", "party")), named("Lavoir", ("SDV", "party"))]) == (
        "Lavoir (CDS)",
        "Lavoir (SDV)",
    )
    assert distinguish([named("Lavoir")] * 3) == ("Lavoir", "Lavoir (2)", "Lavoir (3)")
    assert distinguish([named("Lavoir"), named("Lavoir"), named("Lavoir (2)")]) == (
        "Lavoir",
        "Lavoir (2)",
        "Lavoir (2) (2)",
    )


@given(
    st.lists(st.sampled_from(["Lavoir", "lavoir", "Lavoir (2)", "Lavoir 2", "…", "—", "Lavoir (2) (2)"]), max_size=9)
)
def test_no_two_are_ever_alike(names: list[str]) -> None:
    keys = [name_key(name) for name in distinguish([named(name) for name in names])]
    assert len(set(keys)) == len(names)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(sorted(FRAGMENTS.values())), max_size=25).map("".join))
def test_every_name_has_its_evidence(text: str) -> None:
    identity = identity_of(text)
    assert identity.short_name == identity.aliases[0].name
    for alias in identity.aliases[1:]:
        assert name_key(alias.name) == name_key(display(text[alias.start : alias.end]))


@pytest.mark.parametrize(
    "opening", ["", "Entre :\n", "Convention relative au lac", "Les services suivants :\n- ", "Convention «"]
)
@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_repeated_to_a_great_length(opening: str, name: str) -> None:
    assert identity_of(opening + FRAGMENTS[name] * (20_000 // len(FRAGMENTS[name]))).short_name


def test_a_text_with_very_many_names() -> None:
    text = "Convention « Lavoir »\n\n" + "".join(f"Le service Aa{n} ouvre.\n" for n in range(5000))
    assert identity_of(text).short_name == "Lavoir"
