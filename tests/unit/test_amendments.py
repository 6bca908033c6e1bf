"""Avenants: the changes they order, in many wordings, the convention they belong to, and what is then in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.amending.force import pending
from ingestion.amendments import Amendment, attach, in_force, read_amendments
from ingestion.documents import Document, content_id
from ingestion.facts.amounts import Amount
from ingestion.facts.budget import BudgetLine
from ingestion.facts.deadlines import Deadline
from ingestion.facts.obligations import Obligation
from ingestion.facts.register import Fact, read_facts
from ingestion.facts.terms import Term
from ingestion.french.durations import Duration
from ingestion.names import Identity
from ingestion.naming import read_identity
from ingestion.structure import read_blocks

PARTIES = """Entre

Le Bureau des balises (BDB), 1 quai du Nord, 29000 Quimper, représenté par Ève Riou, sa cheffe, « le délégant »,

Et

L'Office des marées (ODM), 2 rue du Large, 29000 Quimper, représenté par Guy Kerel, son directeur, « le délégataire »,
"""
AVENANT = f"""AVENANT N° 2

à la convention de délégation de gestion « Radeau Vif » signée le 3 mai 2022

{PARTIES}
Il est convenu ce qui suit :

Article 1er – Modification

{{body}}

Article 2 – Autres stipulations

Les autres clauses de la convention demeurent inchangées. Le présent avenant entre en vigueur le 1er octobre 2023.

Fait à Quimper, le 12 septembre 2023
"""
CONVENTION = f"""CONVENTION DE DÉLÉGATION DE GESTION

« Radeau Vif »

{PARTIES}
Il est convenu ce qui suit :

Article 1 – Objet

Le délégataire construit le service « Radeau Vif ».

Article 2 – Suivi

Le délégataire s'engage à :

- rendre compte au délégant chaque mois des sommes payées ;
- publier les horaires sur son site.

Article 3 – Montant

Le délégant met à disposition du délégataire une somme de 80 000 €, selon le calendrier suivant :

| Année | AE | CP |
|---|---|---|
| 2022 | 80 000 € | 30 000 € |
| 2023 | | 50 000 € |

Article 4 – Durée

La convention est conclue jusqu'au 31 décembre 2023.

Article 5 – Communication

Le délégataire affiche le logotype du délégant.

Fait à Quimper, le 3 mai 2022
"""


@dataclass(frozen=True)
class Filed:
    document: Document
    identity: Identity
    facts: tuple[Fact, ...]


def filed(text: str, name: str = "a.txt") -> Filed:
    blocks = read_blocks(text)
    document = Document(content_id(text.encode()), name, "txt", text)
    return Filed(document, read_identity(text, blocks, name), read_facts(text, blocks))


def changes(body: str) -> tuple[Amendment, ...]:
    text = AVENANT.format(body=body)
    blocks = read_blocks(text)
    found = read_amendments(text, blocks, read_facts(text, blocks), read_identity(text, blocks, "a.txt"))
    for change in found:
        assert change.evidence
        assert all(text[one.start : one.end] == one.quote for one in change.evidence)
        assert change.effect == date(2023, 10, 1)
    return found


def values(body: str) -> list[tuple[str, str | None, Decimal | None, Decimal | None]]:
    return [(one.sort, one.article, one.old_values.amount, one.new_values.amount) for one in changes(body)]


D = Decimal


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("À l'article 3 de la convention, le montant de 80 000 € est porté à 95 000 €.", ("3", D(80_000), D(95_000))),
        ("Le montant fixé à l'article 3 est porté de 80 000 € à 95.000 €.", ("3", D(80_000), D(95_000))),
        ("À l'article 3, le plafond est désormais fixé à 95 k€ au lieu de 80 k€.", ("3", D(80_000), D(95_000))),
        ("L'enveloppe prévue à l'article III est ramenée à 1,2 M€.", ("3", None, D(1_200_000))),
        (
            "À l'article 3, les mots : « la somme de 80 000 € » sont remplacés par : « la somme de 95 000 € ».",
            ("3", D(80_000), D(95_000)),
        ),
        ("À l'article 3, au lieu de « 80 000 euros », lire « 95 000 euros ».", ("3", D(80_000), D(95_000))),
        ("Le montant de la subvention (article 3) passe de 80 000 € à 95 000 €.", ("3", D(80_000), D(95_000))),
    ],
)
def test_a_sum_is_changed(body: str, expected: tuple[str, Decimal | None, Decimal]) -> None:
    assert values(body) == [("amount", *expected)]


@pytest.mark.parametrize(
    ("body", "article", "end"),
    [
        (
            "La durée de la convention, fixée à l'article 4, est prolongée jusqu'au 30 juin 2024.",
            "4",
            date(2024, 6, 30),
        ),
        ("La convention est prorogée jusqu'au 30 juin 2024.", None, date(2024, 6, 30)),
        ("À l'article 4, le terme de la convention est reporté au 30/06/2024.", "4", date(2024, 6, 30)),
        ("À l'article 4, « 31 décembre 2023 » est remplacé par « 30 juin 2024 ».", "4", date(2024, 6, 30)),
        (
            "La date du « 31 décembre 2023 » de l'article 4 est remplacée par celle du « 30 juin 2024 ».",
            "4",
            date(2024, 6, 30),
        ),
        ("À l'article 4, la date de fin est repoussée à fin juin 2024.", "4", date(2024, 6, 30)),
    ],
)
def test_an_end_is_put_off(body: str, article: str | None, end: date) -> None:
    assert [(one.sort, one.article, one.new_values.end) for one in changes(body)] == [("end", article, end)]


@pytest.mark.parametrize(
    ("body", "length", "extension"),
    [
        ("La durée de la convention est prolongée de six mois.", None, Duration(6, "month")),
        ("La convention est prorogée d'un an.", None, Duration(1, "year")),
        ("La durée prévue à l'article 4 est portée à trente-six mois.", Duration(36, "month"), None),
        ("La durée de la convention est portée de 24 mois à 36 mois.", Duration(36, "month"), None),
        ("À l'article 4, « deux ans » est remplacé par « trois ans ».", Duration(3, "year"), None),
    ],
)
def test_a_duration_is_changed(body: str, length: Duration | None, extension: Duration | None) -> None:
    found = [(one.sort, one.new_values.length, one.new_values.extension) for one in changes(body)]
    assert found == [("duration", length, extension)]


ADDED = """Après l'article 5, il est inséré un article 6 rédigé comme suit :

« Article 6 – Sûreté

Il chiffre. »"""


@pytest.mark.parametrize(
    ("body", "sort", "article", "new"),
    [
        (
            "Il est ajouté un article 4 bis ainsi rédigé : « Il chiffre les données. »",
            "article_added",
            "4 bis",
            "chiffre",
        ),
        (ADDED, "article_added", "6", "Sûreté"),
        (
            "L'article 5 de la convention est remplacé par les dispositions suivantes : « Le logotype est ôté. »",
            "article_replaced",
            "5",
            "ôté",
        ),
        ("L'article 5 est ainsi modifié : « Le logotype est ôté. »", "article_replaced", "5", "ôté"),
        (
            "L'article 5 de la convention est désormais rédigé comme suit :\n\nLe logotype est ôté.",
            "article_replaced",
            "5",
            "ôté",
        ),
        ("L'article 5 de la convention est supprimé.", "article_deleted", "5", None),
        ("L'article V est abrogé.", "article_deleted", "5", None),
    ],
)
def test_whole_articles(body: str, sort: str, article: str, new: str | None) -> None:
    found = changes(body)
    assert [(one.sort, one.article) for one in found] == [(sort, article)]
    assert found[0].new is None if new is None else new in (found[0].new or "")


def test_several_articles_are_deleted() -> None:
    assert [(one.sort, one.article) for one in changes("Les articles 5 et 7 de la convention sont supprimés.")] == [
        ("article_deleted", "5"),
        ("article_deleted", "7"),
    ]


def test_a_rewritten_article_gives_its_end() -> None:
    found = changes("L'article 4 est remplacé par : « La convention prend fin le 30 juin 2024. »")
    assert [(one.sort, one.article, one.new_values.end) for one in found] == [
        ("article_replaced", "4", None),
        ("end", "4", date(2024, 6, 30)),
    ]


ROWS = """Au tableau de l'article 3, {what} :

| Année | AE | CP |
|---|---|---|
| 2023 | 15 000 € | 40 000 € |
| 2024 | | 25 000 € |
"""


def test_rows_are_replaced() -> None:
    found = changes(ROWS.format(what="la ligne 2023 est remplacée par les lignes suivantes"))
    assert [(one.sort, one.article, one.column, one.year, one.new_values.amount) for one in found] == [
        ("table_row", "3", "AE", 2023, D(15_000)),
        ("table_row", "3", "CP", 2023, D(40_000)),
        ("table_row", "3", "AE", 2024, None),
        ("table_row", "3", "CP", 2024, D(25_000)),
    ]


def test_a_table_is_replaced() -> None:
    found = changes(
        ROWS.replace("Au tableau de l'article 3, {what}", "À l'article 3, le tableau est remplacé par celui-ci")
    )
    assert [(one.sort, one.article) for one in found][:2] == [("table_replaced", "3"), ("table_row", "3")]


@pytest.mark.parametrize(
    ("body", "every", "day"),
    [
        (
            "À l'article 2, « chaque mois » est remplacé par « chaque trimestre, au plus tard le 15 du mois suivant ».",
            Duration(3, "month"),
            15,
        ),
        (
            "À l'article 2, les mots « chaque mois » sont remplacés par « tous les deux mois ».",
            Duration(2, "month"),
            None,
        ),
        ("Les comptes rendus prévus à l'article 2 deviennent trimestriels.", Duration(3, "month"), None),
        ("À l'article 2, le compte rendu est désormais semestriel.", Duration(6, "month"), None),
        ("Le comité prévu à l'article 2 se réunit dorénavant tous les six mois.", Duration(6, "month"), None),
    ],
)
def test_a_recurrence_is_changed(body: str, every: Duration, day: int | None) -> None:
    found = changes(body)
    assert [(one.sort, one.article) for one in found] == [("recurrence", "2")]
    assert (found[0].new_values.every, found[0].new_values.day_of_month) == (every, day)


def test_words_without_figures_are_text() -> None:
    found = changes("Au deuxième alinéa de l'article 2, « son site » est remplacé par « le site du délégant ».")
    assert [(one.sort, one.article, one.place, one.old, one.new) for one in found] == [
        ("text", "2", "deuxième alinéa", "son site", "le site du délégant")
    ]


LETTER = """AVENANT N°3 À LA CONVENTION « RADEAU VIF »

Entre le BDB et l'ODM,

Il est convenu ce qui suit :

Le premier alinéa de l'article 4 est remplacé par :
« La convention prend effet le 3 mai 2022 et s'achève le 30 juin 2026. »
Le montant de 80 000 € mentionné à l'article 3 est porté à 90 000 €.
À l'article 2, le deuxième tiret est supprimé.
Il est inséré, après l'article 5, un article 5 bis :
« Article 5 bis – Sûreté. Le mot « balise » désigne un feu. »
L'annexe 2 est remplacée par celle du présent avenant.
Toutes les autres dispositions restent inchangées.

Fait à Quimper, le 3 mars 2025
"""


def test_an_avenant_without_articles() -> None:
    blocks = read_blocks(LETTER)
    found = read_amendments(LETTER, blocks, read_facts(LETTER, blocks), read_identity(LETTER, blocks, "a.txt"))
    assert [(one.sort, one.article, one.place) for one in found] == [
        ("text", "4", "premier alinéa"),
        ("end", "4", "premier alinéa"),
        ("amount", "3", None),
        ("text", "2", "deuxième tiret"),
        ("article_added", "5 bis", None),
        ("text", None, "annexe 2"),
    ]
    assert found[1].new_values.end == date(2026, 6, 30)
    assert found[4].new == "Article 5 bis – Sûreté. Le mot « balise » désigne un feu."
    assert {one.effect for one in found} == {date(2025, 3, 3)}


@pytest.mark.parametrize(
    "body",
    [
        "Les autres articles de la convention restent en vigueur.",
        "Le délégataire a engagé 60 000 € sur les 80 000 € prévus à l'article 3.",
        "L'article 5 du décret n° 2004-1085 du 14 octobre 2004 est respecté.",
        "Le présent avenant est conclu jusqu'au terme de la convention.",
        "Il est rappelé que le comité se réunit tous les six mois.",
        "Les termes définis à l'article 1 s'appliquent au présent avenant.",
    ],
)
def test_what_changes_nothing_is_no_amendment(body: str) -> None:
    assert changes(body) == ()


def test_a_convention_has_no_amendment() -> None:
    one = filed(CONVENTION)
    text = one.document.text
    assert read_amendments(text, read_blocks(text), one.facts, one.identity) == ()


# --- which convention


def test_an_avenant_finds_its_convention() -> None:
    avenant, convention = filed(AVENANT.format(body="L'article 5 est supprimé.")), filed(CONVENTION)
    other = filed(CONVENTION.replace("Radeau Vif", "Phare Doux").replace("3 mai 2022", "9 juin 2021"), "b.txt")
    found = attach([other, avenant, convention])[avenant.document.id]
    assert found.convention == convention.document.id
    assert set(found.grounds) == {"name", "date", "parties"}


def test_a_number_is_enough() -> None:
    convention = filed(
        CONVENTION.replace("GESTION\n", "GESTION n° BDB-2022-07\n", 1).replace("Radeau Vif", "Loup Gris")
    )
    avenant = filed(AVENANT.format(body="L'article 5 est supprimé.").replace("« Radeau Vif »", "n° BDB-2022-07"))
    assert attach([convention, avenant])[avenant.document.id].convention == convention.document.id


def test_another_date_is_another_convention() -> None:
    avenant = filed(AVENANT.format(body="L'article 5 est supprimé."))
    earlier = filed(CONVENTION.replace("3 mai 2022", "4 avril 2020"))
    found = attach([earlier, avenant])[avenant.document.id]
    assert (found.convention, found.candidates) == (None, ())


def test_two_that_fit_are_both_named() -> None:
    avenant = filed(AVENANT.format(body="L'article 5 est supprimé."))
    twins = [filed(CONVENTION), filed(CONVENTION + "\n")]
    found = attach([*twins, avenant])[avenant.document.id]
    assert found.convention is None
    assert set(found.candidates) == {twin.document.id for twin in twins}


def test_a_missing_convention_is_said() -> None:
    avenant = filed(AVENANT.format(body="L'article 5 est supprimé."))
    assert attach([avenant])[avenant.document.id].convention is None


# --- what is in force


def holding(body: str, on: date, kind: type[object]) -> Sequence[tuple[object, object, str]]:
    facts = filed(CONVENTION).facts
    state = in_force(facts, changes(body), on)
    assert [one.former or one.fact for one in state][: len(facts)] == list(facts)
    return [(one.former, one.fact, one.status) for one in state if isinstance(one.former or one.fact, kind)]


BEFORE, AFTER = date(2023, 9, 30), date(2023, 10, 1)
RAISE = "À l'article 3, le montant de 80 000 € est porté à 95 000 €."


def test_a_sum_before_and_after() -> None:
    (_, before, unchanged), *_ = holding(RAISE, BEFORE, Amount)
    (former, now, changed), *_ = holding(RAISE, AFTER, Amount)
    assert isinstance(before, Amount) and isinstance(former, Amount) and isinstance(now, Amount)
    assert (before.value, unchanged) == (D(80_000), "unchanged")
    assert (former.value, now.value, changed) == (D(80_000), D(95_000), "changed")
    assert "95 000" in now.evidence[0].quote
    assert "95 000" not in former.evidence[0].quote


def test_an_end_in_force() -> None:
    found = holding("La convention est prolongée jusqu'au 30 juin 2024.", AFTER, Term)
    assert [(now.end, status) for _, now, status in found if isinstance(now, Term)] == [(date(2024, 6, 30), "changed")]
    longer = holding("La convention est prolongée de six mois.", AFTER, Term)
    assert [now.end for _, now, _ in longer if isinstance(now, Term)] == [date(2024, 6, 30)]


def test_rows_in_force() -> None:
    found = holding(ROWS.format(what="la ligne 2023 est remplacée par les lignes suivantes"), AFTER, BudgetLine)
    lines = {(now.column, now.year): (now.value, status) for _, now, status in found if isinstance(now, BudgetLine)}
    assert lines == {
        ("AE", 2022): (D(80_000), "unchanged"),
        ("CP", 2022): (D(30_000), "unchanged"),
        ("AE", 2023): (D(15_000), "changed"),
        ("CP", 2023): (D(40_000), "changed"),
        ("AE", 2024): (None, "added"),
        ("CP", 2024): (D(25_000), "added"),
    }


def test_a_whole_table_in_force() -> None:
    body = ROWS.replace("Au tableau de l'article 3, {what}", "À l'article 3, le tableau est remplacé par celui-ci")
    found = holding(body, AFTER, BudgetLine)
    assert [
        (own.year, own.column) for own, _, status in found if status == "removed" and isinstance(own, BudgetLine)
    ] == [
        (2022, "AE"),
        (2022, "CP"),
    ]


def test_a_deleted_article_in_force() -> None:
    found = holding("L'article 5 est supprimé.", AFTER, Obligation)
    removed = [
        own.what for own, now, status in found if status == "removed" and isinstance(own, Obligation) and now is None
    ]
    assert removed and all("logotype" in what for what in removed)


def test_a_recurrence_in_force() -> None:
    body = "À l'article 2, les mots « chaque mois » sont remplacés par les mots « chaque trimestre »."
    deadlines = [now.every for _, now, _ in holding(body, AFTER, Deadline) if isinstance(now, Deadline) and now.every]
    duties = [
        now.what
        for _, now, status in holding(body, AFTER, Obligation)
        if status == "changed" and isinstance(now, Obligation)
    ]
    assert deadlines == [Duration(3, "month")]
    assert len(duties) == 1 and "chaque trimestre" in duties[0]


def test_the_last_avenant_holds() -> None:
    first, second = changes(RAISE), changes(RAISE.replace("80 000", "95 000").replace("à 95 000 €.", "à 99 000 €."))
    later = [
        Amendment(**{name: getattr(one, name) for name in one.__slots__} | {"effect": date(2024, 1, 1)})
        for one in second
    ]
    facts = filed(CONVENTION).facts
    sums = {
        on: [one for one in in_force(facts, [*later, *first], on) if one.status == "changed"]
        for on in (AFTER, date(2024, 1, 1))
    }
    assert [[one.fact.value for one in found if isinstance(one.fact, Amount)] for found in sums.values()] == [
        [D(95_000)],
        [D(99_000)],
    ]


def test_without_a_known_effect_it_is_pending() -> None:
    text = (
        AVENANT.format(body=RAISE)
        .replace("Le présent avenant entre en vigueur le 1er octobre 2023.", "")
        .replace("12 septembre 2023", "")
    )
    blocks = read_blocks(text)
    found = read_amendments(text, blocks, read_facts(text, blocks), read_identity(text, blocks, "a.txt"))
    assert [one.effect for one in found] == [None]
    assert pending(found, date(2030, 1, 1)) == found
    assert all(one.status == "unchanged" for one in in_force(filed(CONVENTION).facts, found, date(2030, 1, 1)))


# --- the sample avenant


def test_the_sample_avenant(root: Path) -> None:
    text = (root / "conventions" / "avn-8c2e.txt").read_text(encoding="utf-8")
    blocks = read_blocks(text)
    found = read_amendments(text, blocks, read_facts(text, blocks), read_identity(text, blocks, "x.txt"))
    assert [(one.sort, one.article, one.column, one.year) for one in found] == [
        ("amount", "5", None, None),
        ("amount", "5", None, None),
        ("table_row", "5", "AE", 2024),
        ("table_row", "5", "CP", 2024),
        ("table_row", "5", "AE", 2025),
        ("table_row", "5", "CP", 2025),
        ("table_row", "5", "AE", None),
        ("table_row", "5", "CP", None),
        ("end", "8", None, None),
        ("article_added", "4 bis", None, None),
        ("article_deleted", "9", None, None),
        ("recurrence", "3", None, None),
    ]
    assert {one.effect for one in found} == {date(2024, 12, 1)}
