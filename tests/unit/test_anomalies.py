"""Anomalies: one sound convention, and what each detector tells, or not, once a few of its words are others."""

from pathlib import Path

import pytest

import prompts
from ingestion.amendments import read_amendments
from ingestion.anomalies import find_anomalies
from ingestion.anomaly.finding import Anomaly, UnknownAnomaly, anomaly, codes
from ingestion.anomaly.leftovers import find_leftovers
from ingestion.blocks import BlockKind
from ingestion.facts.evidence import Evidence
from ingestion.facts.register import read_facts
from ingestion.naming import read_identity
from ingestion.structure import read_blocks

SOUND = """CONVENTION DE DÉLÉGATION DE GESTION

« Radeau Vif »

Entre

Le Bureau des balises (BDB), 1 quai du Nord, 29000 Quimper, représenté par Ève Riou, sa cheffe, « le délégant »,

Et

L'Office des marées (ODM), 2 rue du Large, 29000 Quimper, représenté par Guy Kerel, son directeur, « le délégataire »,

Vu le décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion ;
Vu la loi n° 78-17 du 6 janvier 1978 ;

Préambule

Radeau Vif vise à permettre aux plaisanciers de connaître les courants. L'équipe a obtenu un cofinancement
de 100 000 €. Les données de Radeau Vif sont ouvertes. Le service Radeau Vif
date de 2021 et l'équipe Radeau Vif compte six agents.

Il est convenu ce qui suit :

Article 1 – Objet

La convention confie au délégataire la construction du service Radeau Vif, qui aide les capitaineries.

Article 2 – Suivi

Un comité de suivi se réunit tous les six mois. Le délégataire fournit les prévisions demandées par le délégant.
Le modèle du compte rendu est en annexe 1.

Article 3 – Montant

Sur les 100 000 € du cofinancement, le délégant garde 20 000 €. Le solde, soit 80 000 €, est délégué au délégataire.

Les crédits de l'UO 0388-CMER-CPLA, domaine fonctionnel 0388-03, sont ouverts selon le calendrier suivant :

| Année | AE | CP |
|---|---|---|
| 2022 | 80 000 € | 30 000 € |
| 2023 | | 50 000 € |
| Total | 80 000 € | 80 000 € |

Les fonds sont versés ainsi :

- 60 % à la signature de la convention ;
- 40 % à la remise du bilan.

Le délégataire applique les règles de la loi n° 78-17 du 6 janvier 1978 aux crédits de l'UO mentionnée à l'article 3.

Article 4 – Durée

La convention prend effet à sa signature. Elle est conclue jusqu'au 31 décembre 2023. Chacune des
parties peut la résilier moyennant un préavis de trois mois.

Article 5 – Communication

Le délégataire affiche le logotype du délégant.

Fait à Quimper, le 3 mai 2022

Pour le délégant                         Pour le délégataire

Ève Riou                                 Guy Kerel

Annexe 1 : modèle du compte rendu

Le compte rendu tient en une page. Il dit les sommes engagées, les sommes payées et les difficultés.
"""


def find(text: str) -> tuple[Anomaly, ...]:
    blocks = read_blocks(text)
    found = find_anomalies(text, blocks, read_facts(text, blocks), read_identity(text, blocks, "a.txt"))
    for one in found:
        assert one.evidence
        assert all(text[quote.start : quote.end] == quote.quote for quote in one.evidence)
        assert one.sentence and one.told("en")
    return found


def told(*changes: tuple[str, str]) -> list[str]:
    """Codes of the anomalies of the sound convention once some words are replaced."""
    text = SOUND
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return [one.code for one in find(text)]


def test_a_sound_convention_has_none() -> None:
    assert told() == []


TOTAL = "| Total | 80 000 € | 80 000 € |"
AE, CP = "| 2022 | 80 000 € | 30 000 € |", "| 2023 | | 50 000 € |"
REST = "Le solde, soit 80 000 €, est délégué"
SHARES = "- 60 % à la signature de la convention ;\n- 40 % à la remise du bilan."
COMMUNICATION = "Le délégataire affiche le logotype du délégant."
TABLE = """Le budget est le suivant :

| Poste | Montant |
|---|---|
| Loyer | 4 000 € |
| Outils | 5 000 € |
| {last} | {sum} |
"""
LIST = """Les parties apportent ensemble {total} :

- le délégant, 12 000 € ;
- le délégataire, 8 000 €."""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (TOTAL, "| Total | 80 000 € | 85 000 € |", ["total_differs_from_parts"]),
        (TOTAL, "| TOTAL GÉNÉRAL | 80 000 € | 79 999 € |", ["total_differs_from_parts"]),
        (CP, "| 2023 | | 45 000 € |", ["total_differs_from_parts"]),
        (COMMUNICATION, TABLE.format(last="Total", sum="9 500 €"), ["total_differs_from_parts"]),
        (COMMUNICATION, TABLE.format(last="Ensemble", sum="8 000 €"), ["total_differs_from_parts"]),
        (COMMUNICATION, TABLE.format(last="Total", sum="9 000 €"), []),
        (COMMUNICATION, TABLE.format(last="Transport", sum="9 500 €"), []),
        (COMMUNICATION, TABLE.format(last="Total", sum="9 500 €").replace("Outils", "dont outils"), []),
        (COMMUNICATION, TABLE.format(last="Total", sum="9 500 €").replace("5 000 €", "voir devis"), []),
        (TOTAL, "", []),
    ],
)
def test_totals(old: str, new: str, expected: list[str]) -> None:
    assert told((old, new)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Il verse 12 000 € (treize mille euros).", ["words_differ_from_digits"]),
        ("Il verse treize mille euros (12 000 €).", ["words_differ_from_digits"]),
        ("Il conserve les fichiers pendant douze (24) mois.", ["count_words_differ"]),
        ("Il agit dans un délai de 30 (quinze) jours.", ["count_words_differ"]),
        ("Une retenue de vingt (25) % est faite.", ["count_words_differ"]),
        ("Il verse 12 000 € (douze mille euros).", []),
        ("Il agit dans un délai de 15 (quinze) jours, puis pendant deux ans (24 mois).", []),
    ],
)
def test_figures_and_words(words: str, expected: list[str]) -> None:
    assert told((COMMUNICATION, words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("L'aide est de 10 000 € par équipe, soit 40 000 € pour les trois.", ["product_differs"]),
        ("L'aide est de 10 000 € par site, soit 50 000 € pour les 4 sites.", ["product_differs"]),
        ("L'aide est de 10 000 € par équipe, soit au total 35 000 € pour les trois équipes.", ["product_differs"]),
        ("L'aide est de 10 000 € par équipe, soit 30 000 € pour les trois.", []),
        ("L'aide est de 10 000 € par équipe, soit 30 000 € pour les deux premières années.", []),
        ("L'aide est de 10 000 € par an, soit 30 000 € pour les quatre équipes.", []),
        (LIST.format(total="25 000 €"), ["parts_do_not_add_up"]),
        (LIST.format(total="vingt et un mille euros"), ["parts_do_not_add_up"]),
        (LIST.format(total="20 000 €"), []),
        (LIST.format(total="25 000 €, dont"), []),
        (LIST.format(total="25 000 €").replace("8 000 €", "le reste"), []),
    ],
)
def test_products_and_lists(words: str, expected: list[str]) -> None:
    assert told((COMMUNICATION, words)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (REST, "Le solde, soit 85 000 €, est délégué", ["remainder_differs", "schedule_differs_from_amount"]),
        (REST, "Le reste, 70 000 €, est délégué", ["remainder_differs", "schedule_differs_from_amount"]),
        ("garde 20 000 €", "conserve 25 000 €", ["remainder_differs"]),
        ("un cofinancement\nde 100 000 €", "un cofinancement de 110 000 €", ["same_money_two_values"]),
        ("un cofinancement\nde 100 000 €", "un cofinancement de 80 000 €", []),
        ("un cofinancement\nde 100 000 €", "une première tranche de cofinancement de 60 000 €", []),
        (AE, "| 2022 | 90 000 € | 30 000 € |", ["total_differs_from_parts", "schedule_differs_from_amount"]),
        (TOTAL, "", []),
        (CP, "| 2023 | | 60 000 € |", ["total_differs_from_parts", "payments_above_commitments"]),
        (CP, "| 2023 | | en attente |", []),
    ],
)
def test_sums_that_disagree(old: str, new: str, expected: list[str]) -> None:
    assert told((old, new)) == expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("- 60 % à la signature de la convention ;\n- 50 % à la remise du bilan.", ["shares_do_not_make_100"]),
        ("- 30 % à la signature ;\n- 30 % au bilan ;\n- 30 % à la fin.", ["shares_do_not_make_100"]),
        ("- 30 % à la signature ;\n- 30 % au bilan ;\n- 40 % à la fin.", []),
        ("- 30 % à la signature ;\n- le solde à la remise du bilan.", []),
        ("- 24 000 € à la signature ;\n- 56 000 € à la remise du bilan.", []),
    ],
)
def test_shares(new: str, expected: list[str]) -> None:
    assert told((SHARES, new)) == expected


END = "Elle est conclue jusqu'au 31 décembre 2023."
PUBLISHED = ("prend effet à sa signature", "prend effet à sa publication")
NOTICE = "Chacune des parties peut résilier la convention avec un préavis de {length}."
SIGNED = "Fait à Quimper, le 3 mai 2022"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(END, "Elle est conclue jusqu'au 31 décembre 2022.")], ["credits_after_end"]),
        ([(END, "Elle expire le 30 septembre 2022.")], ["credits_after_end"]),
        ([(END, "Elle est conclue pour six mois.")], ["credits_after_end"]),
        ([(END, "Elle est conclue de mai 2022 à novembre 2022.")], ["credits_after_end", "effect_before_signature"]),
        ([("2023 | |", "2027 | |")], ["credits_after_end"]),
        ([(END, "Elle est conclue pour six mois, renouvelable une fois.")], []),
        ([(END, "Elle est conclue pour dix-huit mois.")], []),
        ([(SIGNED, "Fait à Quimper, le 3 mai 2024")], ["signed_after_end"]),
        (
            [(END, "Elle est conclue de juin 2022 à mai 2021.")],
            ["credits_after_end", "end_before_start", "signed_after_end"],
        ),
        ([(END, "Elle est conclue de mai 2022 à juin 2023."), PUBLISHED], ["starts_before_signature"]),
        ([(END, "Elle est conclue de juin 2022 à juin 2023.")], []),
        ([(END, f"{END} Elle prend fin le 30 juin 2024.")], ["two_ends"]),
        ([(END, f"{END} Le marché prend fin le 30 juin 2024.")], []),
        (
            [(END, "Elle est conclue pour deux ans à compter du 1er juin 2022. Elle prend fin le 31 mai 2025.")],
            ["duration_differs_from_end"],
        ),
        ([(END, "Elle est conclue pour deux ans à compter du 1er juin 2022. Elle prend fin le 31 mai 2024.")], []),
        ([("préavis de trois mois", "préavis de trois ans")], ["notice_longer_than_term"]),
        ([("préavis de trois mois", "préavis de vingt-quatre mois")], ["notice_longer_than_term"]),
        ([("préavis de trois mois", "préavis de douze mois")], []),
        ([(COMMUNICATION, NOTICE.format(length="deux mois"))], ["two_notices"]),
        ([(COMMUNICATION, NOTICE.format(length="trois mois"))], []),
        ([(COMMUNICATION, "En cas de faute, " + NOTICE.format(length="deux mois"))], []),
    ],
)
def test_time(changes: list[tuple[str, str]], expected: list[str]) -> None:
    assert told(*changes) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Le comité de suivi se réunit chaque trimestre.", ["two_paces"]),
        ("Le comité de suivi mensuel examine les incidents.", ["two_paces"]),
        ("Le comité de suivi est organisé tous les deux mois.", ["two_paces"]),
        ("Le comité de suivi semestriel examine les incidents.", []),
        ("Le comité de suivi se réunit deux fois par an.", []),
        ("Le comité de pilotage se réunit chaque mois.", []),
        ("Le comité de suivi reçoit un rapport mensuel.", []),
        ("Il remet un compte rendu mensuel, puis un compte rendu annuel.", []),
    ],
)
def test_paces(words: str, expected: list[str]) -> None:
    assert told((COMMUNICATION, words)) == expected


SIGNATORIES = "Ève Riou                                 Guy Kerel"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (SIGNATORIES, SIGNATORIES.replace("Ève Riou ", "Zoé Banel"), ["other_signatory"]),
        (SIGNATORIES, SIGNATORIES.replace("Guy Kerel", "Anatole Pic"), ["other_signatory"]),
        (
            SIGNATORIES,
            "Pour la cheffe et par délégation,\n" + SIGNATORIES.replace("Ève Riou ", "Zoé Banel"),
            ["signed_by_delegation"],
        ),
        (SIGNATORIES, SIGNATORIES.replace("Guy Kerel", "Guy KÉREL"), []),
        (SIGNATORIES, SIGNATORIES.replace("Ève Riou ", "Eve RIOU "), []),
        (SIGNATORIES, SIGNATORIES.replace("Guy Kerel", "Gui Kerrel"), []),
        (SIGNATORIES, SIGNATORIES.replace("Guy Kerel", ""), ["blank_signatory"]),
        (SIGNED, "Fait à Quimper, le", ["blank_signature_date"]),
        (SIGNED, "Fait à Quimper, le ……………", ["blank_signature_date"]),
        (COMMUNICATION, "Le délégué aux données est : ………………………", ["blank_words"]),
        (COMMUNICATION, "Le délégué aux données est [nom à compléter].", ["blank_words"]),
        (COMMUNICATION, "Le délégataire verse une somme de …… €.", ["blank_amount"]),
        (COMMUNICATION, "Date de la réunion de lancement : ………………", ["blank_date"]),
        (COMMUNICATION, "| Centre de coût | |\n|---|---|\n| Activité | 038800020417 |", ["blank_code"]),
        ("représenté par Guy Kerel, son directeur", "représenté par ………………, son directeur", ["blank_party"]),
        (
            f"{SIGNED}\n\nPour le délégant                         Pour le délégataire\n\n{SIGNATORIES}",
            SIGNED,
            ["blank_signature"],
        ),
        (COMMUNICATION, "Le délégataire verse, etc... Voir [le site](https://exemple.fr).", []),
        (COMMUNICATION, "Objet .................... 3", []),
    ],
)
def test_people_and_blanks(old: str, new: str, expected: list[str]) -> None:
    assert told((old, new)) == expected


ASKED = "Le délégataire fournit les prévisions demandées par le délégant."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Le délégataire fournit les prévisions demandées par le délégataire.", ["own_request"]),
        ("L'ODM s'engage à fournir les prévisions demandées par le délégataire.", ["own_request"]),
        ("Le délégant remet les pièces exigées par le Bureau des balises.", ["own_request"]),
        (
            "Le délégataire s'engage à :\n\n- remettre les états sollicités par le délégataire ;\n- publier.",
            ["own_request"],
        ),
        ("Le délégataire remet les pièces exigées par l'auditeur.", []),
        ("L'ODM remet les pièces à la demande du BDB.", []),
        ("Les parties remettent les pièces demandées par le délégant.", []),
    ],
)
def test_own_requests(words: str, expected: list[str]) -> None:
    assert told((ASKED, words)) == expected


OBJECT = "la construction du service Radeau Vif, qui aide les capitaineries."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("le service Radeau Vif, qui vise à mieux suivre les patients des hôpitaux.", ["other_purpose"]),
        ("le service Radeau Vif, destiné aux élèves et à leurs enseignants.", ["other_purpose"]),
        ("le service Radeau Vif, ayant pour objectif de simplifier la tâche des juges.", ["other_purpose"]),
        ("le service Radeau Vif, qui aide les marins à préparer leur route.", []),
        ("le service Radeau Vif, qui simplifie les démarches.", []),
        ("le service Radeau Vif, qui vise à protéger les pêcheurs et les patients.", []),
    ],
)
def test_purposes(words: str, expected: list[str]) -> None:
    assert told((OBJECT, words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Les conditions sont en annexe 2.", ["annexe_missing"]),
        ("Les conditions figurent à l'annexe B.", ["annexe_missing"]),
        ("Les frais sont fixés par la grille tarifaire (annexe 3).", ["annexe_missing"]),
        ("Il suit l'annexe 4 de la circulaire n° 2003-134 du 8 septembre 2003.", []),
        ("Il suit le modèle du compte rendu (annexe 1).", []),
        ("Il suit le modèle (annexe 1).", []),
        ("Il respecte la charte graphique (annexe 1).", ["annexe_cited_for_other"]),
        ("Il applique l'accord de confidentialité (annexe 1).", ["annexe_cited_for_other"]),
        ("Il suit l'annexe 1, intitulée « Plan de formation ».", ["annexe_cited_for_other"]),
        ("Il décrit les sommes payées (annexe 1).", []),
        ("Les conditions sont jointes en annexe.", []),
    ],
)
def test_annexes(words: str, expected: list[str]) -> None:
    assert told((COMMUNICATION, words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Il applique les règles fixées à l'article 9.", ["article_missing"]),
        ("Il applique les règles de l'article 12 de la présente convention.", ["article_missing"]),
        ("Il applique l'article 9 du décret n° 2004-1085 du 14 octobre 2004.", []),
        ("Il applique l'article L. 132-1 du code du patrimoine.", []),
        ("Les crédits sont ceux de l'UO mentionnée à l'article 1.", ["wrong_article"]),
        ("Les crédits sont ceux de l'unité opérationnelle visée à l'article 4.", ["wrong_article"]),
        ("L'échéancier de l'article 2 peut être modifié.", ["wrong_article"]),
        ("Il respecte le préavis prévu à l'article 2.", []),
        ("Il respecte le préavis prévu à l'article 4.", []),
        ("Le comité mentionné à l'article 2 en est saisi.", []),
        ("Il respecte les obligations mentionnées à l'article 1.", []),
        ("L'échéancier de l'article 3 peut être modifié.", []),
        ("Le calendrier des réunions mentionné à l'article 2 peut être modifié.", []),
    ],
)
def test_cited_articles(words: str, expected: list[str]) -> None:
    assert told((COMMUNICATION, words)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("Article 5 – Com", "Article 6 – Com")], ["article_number_skipped"]),
        ([("Article 5 – Com", "Article 8 – Com")], ["article_number_skipped"]),
        ([("Article 5 – Com", "Article 4 – Com")], ["article_number_repeated"]),
        ([("Article 5 – Com", "Article 4 bis – Com")], []),
        ([("Article 5 – Com", "Article 1 – Com")], []),
        ([("Article 5 – Com", "Article 4-1 – Com")], []),
        ([("Article 5 – Com", "Article 6 – Com"), ("Chacune des\n", "\n\n5. Fin\n\nChacune des ")], []),
    ],
)
def test_numbering(changes: list[tuple[str, str]], expected: list[str]) -> None:
    assert told(*changes) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Il suit la loi n° 78-17 du 16 janvier 1978.", ["reference_two_dates"]),
        ("Il suit le décret 2004-1085 du 14 octobre 2005.", ["reference_two_dates", "reference_year_differs"]),
        ("Il suit le décret n° 2019-1088 du 25 octobre 2018.", ["reference_year_differs"]),
        ("Il suit la loi n° 2016-1321 du 7 octobre 2017.", ["reference_year_differs"]),
        ("Il suit l'article 5 du décret n° 2004-1085 du 14 octobre 2004 et la loi 78-17.", []),
        ("Il suit la circulaire n° 5608 du 19 septembre 2012.", []),
    ],
)
def test_citations(words: str, expected: list[str]) -> None:
    assert told((COMMUNICATION, words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Il affiche le nom Radau Vif.", ["name_two_spellings"]),
        ("Il affiche le nom « Radeau Vift ».", ["name_two_spellings"]),
        ("Il affiche le nom RADEAU VIE.", ["name_two_spellings"]),
        ("Il affiche le nom RADEAU-VIF, radeau vif.", []),
        ("Il affiche les Radeaux Vifs.", []),
        ("Il affiche https://radau-vif.example et Radeau Noir.", []),
        ("Le centre financier est 0388-CMER-CPLA ou 0388-CMER-CP1A.", ["code_two_spellings"]),
        ("Le centre financier est aussi 0388-CMER-C002.", []),
    ],
)
def test_spellings(words: str, expected: list[str]) -> None:
    assert told((COMMUNICATION, words)) == expected


TASKS = """{header}
|---|---|---|
| Registre | tient | relit |
| Alerte | reçoit | lit |"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("domaine fonctionnel 0388-03", "domaine fonctionnel 0352-01", ["two_programmes"]),
        (COMMUNICATION, TASKS.format(header="| Tâche | BDB | BDB |"), ["same_header"]),
        (COMMUNICATION, TASKS.format(header="| Tâche | BDB | |"), ["empty_header"]),
        (COMMUNICATION, TASKS.format(header="| Tâche | BDB | ODM |"), []),
        (COMMUNICATION, TASKS.format(header="| Lot | 2022 | |").replace("| Reg", "| | AE | CP |\n| Reg"), []),
        (COMMUNICATION, TASKS.format(header="| Lot | 2022 | 2022 |").replace("| Reg", "| | AE | CP |\n| Reg"), []),
        (COMMUNICATION, "| Codes : | |\n|---|---|\n| Activité | 038800020417 |\n| Centre de coût | BDBNUM044 |", []),
    ],
)
def test_codes_and_tables(old: str, new: str, expected: list[str]) -> None:
    assert told((old, new)) == expected


TEAMS = """Les crédits indicatifs sont :

| Année | AE |
|---|---|
| 2022 | 30 000 € soit 10 000 € par équipe |
| 2023 | {second} |
"""


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("60 000 € soit 15 000 € par équipe", ["uneven_teams"]),
        ("50 000 € soit 10 000 € par équipe", ["uneven_teams"]),
        ("60 000 € soit 20 000 € par équipe", []),
        ("60 000 € soit (estimation) 19 900 € par équipe", []),
        ("60 000 €", []),
    ],
)
def test_teams(second: str, expected: list[str]) -> None:
    assert told((COMMUNICATION, TEAMS.format(second=second))) == expected


def test_an_annexe_where_there_is_none() -> None:
    text = SOUND[: SOUND.index("Annexe 1 : mod")].replace("est en annexe 1", "est joint en annexe")
    assert [one.code for one in find(text)] == ["annexes_missing"]


def paged(*pages: int, last: int = 5) -> list[str]:
    """Page footers put before as many articles."""
    text = SOUND
    for page, article in zip(pages, range(2, 6), strict=False):
        text = text.replace(
            f"\nArticle {article} ", f"\nConvention Radeau Vif          Page {page}/{last}\n\nArticle {article} "
        )
    blocks = read_blocks(text)
    assert sum(1 for block in blocks if block.kind is BlockKind.NOISE) == len(pages)
    return [one.code for one in find(text)]


def test_a_page_is_missing() -> None:
    assert paged(2, 4, 5) == ["missing_page"]
    assert paged(2, 3, 4, 5) == []
    assert paged(2, 5) == []


# --- avenants and other documents


AVENANT = """AVENANT N° 1

à la convention de délégation de gestion « Radeau Vif » signée le 3 mai 2022

Article 1er – Suivi

À l'article 2 de la convention, « tous les six mois » est remplacé par « chaque trimestre ».

Article 2 – Crédits

Au tableau de l'article 3, la ligne Total est remplacée par :

| Année | AE | CP |
|---|---|---|
| 2023 | 10 000 € | 50 000 € |
| Total | 90 000 € | 80 000 € |

Article 3 – Autres

L'article 9 et l'annexe 6 de la convention initiale sont inchangés. Le présent avenant prend effet le 1er juin 2022.

Fait à Quimper, le 15 mai 2022

Le délégant
Ève Riou
"""


RAISED = (
    "À l'article 3 de la convention, « 100 000 € du cofinancement » est remplacé par « 120 000 € du cofinancement »."
)


def test_fragments_of_an_avenant_are_not_judged() -> None:
    assert [one.code for one in find(AVENANT)] == []


@pytest.mark.parametrize(
    ("words", "instruction", "expected"),
    [
        ("Le comité de suivi semestriel est public.", "", ["pace_left"]),
        ("Le comité de suivi, réuni deux fois par an, est public.", "", ["pace_left"]),
        ("Le comité de pilotage semestriel est public.", "", []),
        (COMMUNICATION, "", []),
        ("Un cofinancement de 100 000 € est versé.", RAISED, ["amount_left"]),
        ("Un achat de 100 000 € est prévu.", RAISED, []),
        ("Un cofinancement de 120 000 € est versé.", RAISED, []),
    ],
)
def test_what_an_avenant_leaves_behind(words: str, instruction: str, expected: list[str]) -> None:
    avenant = AVENANT.replace("Article 2 – Crédits\n", f"Article 2 – Crédits\n\n{instruction}\n")
    blocks = read_blocks(avenant)
    changes = read_amendments(avenant, blocks, read_facts(avenant, blocks), read_identity(avenant, blocks, "b.txt"))
    text = SOUND.replace(COMMUNICATION, words)
    own = read_blocks(text)
    found = find_leftovers(text, own, read_facts(text, own), read_identity(text, own, "a.txt"), changes)
    assert [one.code for one in found] == expected
    for one in found:
        *kept, change = one.evidence
        assert len(kept) > 1 and all(text[quoted.start : quoted.end] == quoted.quote for quoted in kept)
        assert avenant[change.start : change.end] == change.quote


# --- sentences


def test_every_code_has_its_sentence_in_both_languages(root: Path) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (root / "ingestion" / "anomaly").glob("*.py"))
    assert codes("fr") == codes("en")
    assert [code for code in sorted(codes("fr")) if f'"{code}"' not in sources] == []


def test_a_sentence_is_written_in_each_language() -> None:
    found = find(SOUND.replace(CP, "| 2023 | | 45 000 € |"))
    assert (
        found[0].sentence
        == "Le total «\u00a0Total\u00a0» (CP) annonce 80\u202f000\u00a0€, mais ses lignes font 75\u202f000\u00a0€."
    )
    assert found[0].told("en") == "The total « Total » (CP) says €80,000, but its lines make €75,000."
    assert found[0].articles == ("3",)


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(UnknownAnomaly):
        anomaly("nothing_of_the_kind", "info", [Evidence(0, 1, "a", None, None, None)]).told("fr")


def test_the_sentences_have_no_breaking_blank() -> None:
    for line in prompts.read("anomalies.fr.toml").splitlines():
        assert "\u00a0" not in line, "files are written with plain blanks"
