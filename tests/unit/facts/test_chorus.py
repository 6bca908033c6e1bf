from pathlib import Path

import pytest

from ingestion.facts.chorus import ChorusReference, read_chorus
from ingestion.facts.evidence import State
from ingestion.structure import read_blocks

ARTICLE = "Article 4 – Exécution financière\n\n"


def chorus(text: str) -> tuple[ChorusReference, ...]:
    whole = ARTICLE + text
    facts = read_chorus(read_blocks(whole))
    for fact in facts:
        assert fact.evidence
        assert all(whole[place.start : place.end] == place.quote for place in fact.evidence)
        assert fact.code is None or any(fact.code in place.quote for place in fact.evidence)
    return facts


def codes(text: str) -> list[tuple[str, str | None]]:
    return [(fact.field, fact.code) for fact in chorus(text)]


ALL = [
    ("domaine_fonctionnel", "0911-02"),
    ("centre_financier", "0911-LAVO-CENT"),
    ("activité", "091100020304"),
    ("centre_de_coût", "LAVOIRS088"),
]


@pytest.mark.parametrize(
    "text",
    [
        "| Références Chorus : | |\n| Domaine fonctionnel : | 0911-02 |\n| Centre financier : | 0911-LAVO-CENT |\n"
        "| Activité(s) : | 091100020304 |\n| Centre de coût : | **LAVOIRS088** |\n",
        "Domaine fonctionnel\t0911-02\nCentre financler\t0911-LAVO-CENT\n"
        "Activité\t091100020304\nCentre de coûts\tLAVOIRS088\n",
        "| DF | CF | Code activité | CC |\n|---|---|---|---|\n"
        "| 0911-02 | 0911-LAVO-CENT | 091100020304 | LAVOIRS088 |\n",
        "Les dépenses sont imputées sur :\n\n- Domaine fonctionnel : 0911-02\n- UO : 0911-LAVO-CENT\n"
        "- Code activité : 091100020304\n- Centre de coût : LAVOIRS088\n",
        "Les dépenses relèvent du domaine fonctionnel 0911-02 et de l'unité opérationnelle n° 0911-LAVO-CENT. Elles "
        "portent le code activité 091100020304 ; le centre de coût est le suivant : LAVOIRS088.",
        "Imputation : DF 0911-02, UO 0911-LAVO-CENT, activité 091100020304, CC LAVOIRS088.",
    ],
    ids=["pipes", "tabs", "header row", "list", "sentences", "abbreviations"],
)
def test_the_same_codes_in_every_shape(text: str) -> None:
    assert sorted(codes(text)) == sorted(ALL)


def test_a_code_stated_twice_is_one_fact_whose_row_comes_first() -> None:
    facts = chorus(
        "Le délégataire consomme les crédits de l'UO 0911-LAVO-CENT.\n\n"
        "Centre financier :\t0911-LAVO-CENT\nCentre de coût :\tLAVOIRS088\n"
    )
    assert [(fact.code, len(fact.evidence)) for fact in facts] == [("0911-LAVO-CENT", 2), ("LAVOIRS088", 1)]
    assert facts[0].evidence[0].quote.startswith("Centre financier")
    assert facts[0].evidence[1].quote == "Le délégataire consomme les crédits de l'UO 0911-LAVO-CENT."


def test_words_beside_a_code_are_its_label() -> None:
    facts = chorus(
        "Centre financier :\t0911-LAVO-CENT\nActivité :\t091100020304 Eaux vives\n\n"
        "Ces crédits du programme 911 « lavoirs et fontaines » relèvent du BOP 0911-LAVO (bassin central)."
    )
    assert {fact.field: fact.label for fact in facts} == {
        "centre_financier": None,
        "activité": "Eaux vives",
        "programme": "lavoirs et fontaines",
        "bop": "bassin central",
    }


def test_a_bare_label_ends_with_its_phrase() -> None:
    bold, plain = "programme 911 entretien des lavoirs, des fontaines et des puits", "le programme 912"
    facts = chorus(
        f"Les crédits du **{bold}** dont il est responsable. Ils complètent {plain} et le programme 913 finance."
    )
    assert [(fact.code, fact.label) for fact in facts] == [
        ("911", "entretien des lavoirs, des fontaines et des puits"),
        ("912", None),
        ("913", None),
    ]


def test_blank_not_applicable_and_unread_differ() -> None:
    facts = chorus(
        "Centre financier :\t\nCentre de coût :\t……………\nAxe ministériel 1\t(sans objet)\n"
        "Domaine fonctionnel :\tà préciser\nActivité :\tlavage du linge\n"
    )
    assert [(fact.field, fact.state, fact.label) for fact in facts] == [
        ("centre_financier", State.BLANK, None),
        ("centre_de_coût", State.BLANK, "……………"),
        ("axe_ministériel", State.STATED, "(sans objet)"),
        ("domaine_fonctionnel", State.BLANK, "à préciser"),
        ("activité", State.UNREAD, "lavage du linge"),
    ]
    assert {fact.code for fact in facts} == {None}


def test_a_blank_line_of_a_list_is_a_fact() -> None:
    facts = chorus("Imputation Chorus :\n\n- Centre de coût : LAVOIRS088\n- Engagement juridique :\n\nFin.")
    assert [(fact.field, fact.state) for fact in facts] == [
        ("centre_de_coût", State.STATED),
        ("engagement_juridique", State.BLANK),
    ]


def test_several_codes_in_one_place() -> None:
    assert codes("Centre financier : 0911-LAVO-CENT\nActivités : 091100020304 et 091100020305") == [
        ("centre_financier", "0911-LAVO-CENT"),
        ("activité", "091100020304"),
        ("activité", "091100020305"),
    ]


def test_spaces_around_dashes_are_kept() -> None:
    assert codes("Les crédits de l'UO 0911 – LAVO - CENT sont ouverts.") == [("centre_financier", "0911 – LAVO - CENT")]


@pytest.mark.parametrize(
    "text",
    [
        "Le programme [lavoir.example](https://lavoir.example) compte 12 équipes depuis 2019.",
        "L'UO mentionnée à l'article 12 et le centre de coût cité plus haut sont ceux du délégant.",
        "Cf. article 352. Le programme d'accélération de 2024 suit le programme 2030.",
        "Activités :\n\n- laver 10 draps ;\n- rincer 20 nappes.",
        "| Activité | Date |\n|---|---|\n| Lessive | 12/04/2024 |\n| Séchage | 0911 |\n",
        "Le décret n° 2011-352 et la circulaire 0911/LV du 1er mars 2011 s'appliquent.",
    ],
)
def test_what_is_no_code(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("name", ["table_codes_key_value.txt"])
def test_sample_table(root: Path, name: str) -> None:
    facts = read_chorus(read_blocks((root / "tests/data" / name).read_text(encoding="utf-8")))
    assert [(fact.field, fact.code) for fact in facts] == [
        ("domaine_fonctionnel", "0911-02"),
        ("centre_financier", "0911-LAVO-CENT"),
        ("centre_de_coût", "LAVOIRS088"),
    ]


def test_a_programme_is_one_with_or_without_its_zero() -> None:
    facts = chorus("Les crédits du programme 0911 sont ouverts. Le programme 911 est géré par le délégant.")
    assert [(fact.code, len(fact.evidence)) for fact in facts] == [("0911", 2)]
