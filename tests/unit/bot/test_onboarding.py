"""The path of somebody who starts: which steps, in which order, each on a verbatim passage."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from bot.duty_steps import owed_by, sides_of
from bot.onboarding import path
from bot.state import TeamState, open_state
from bot.steps import DETAIL, TITLE, Step, clause, cut, opened, step
from ingestion.facts.evidence import Actor
from ingestion.facts.obligations import Obligation
from ingestion.facts.parties import Party
from ingestion.facts.register import Fact
from ingestion.french.durations import Duration
from ingestion.french.folding import fold
from ingestion.french.numbers import Language
from ingestion.names import DocumentKind
from prompts import messages
from tests.made_facts import quoted
from tests.made_register import (
    AMOUNTS,
    AUDIT,
    BILAN,
    COMMITTEE,
    CREDITS,
    DUTIES,
    ENDS,
    NOTICE,
    PARTIES,
    RENEWS,
    date_fact,
    deadline,
    quai,
    shelf,
)  # fmt: skip
from tests.made_texts import structured

ON = date(2025, 1, 15)
ALL: tuple[Fact, ...] = (*PARTIES, *AMOUNTS, *CREDITS, ENDS, RENEWS, NOTICE, COMMITTEE, AUDIT, *DUTIES)
DCX = Actor("La DCX", "délégataire", "DCX")
TEAM = """Article 1 : Devoirs

La DINUM, délégant, et la Direction des canaux (DCX), délégataire.
La DCX s'engage à :
- désigner un sponsor de haut niveau dans les deux mois suivant la signature ;
- nommer une intrapreneuse, agent public, qui consacre trois jours par semaine au produit ;
- publier une page /stats avant le 31 mars 2025 ;
- rendre le service accessible ;
- homologuer le service avant son ouverture ;
- ne transmettre aucune donnée ;
Les codes sources sont publiés en open source.
Il est informé des dépenses engagées.
En cas de retard, la DCX rembourse les sommes versées.
Les données sont effacées par l'équipe du port voisin.
"""


@pytest.fixture
def state(tmp_path: Path) -> TeamState:
    return open_state(tmp_path)


def walk(state: TeamState, *facts: Fact, on: date = ON, text: str | None = None) -> tuple[Step, ...]:
    entry = quai(*facts) if text is None else structured("Quai Ouvert", text, facts)
    return path(shelf(entry), entry.document.id, state, on, "fr")


def duty(
    words: str, *themes: str, bearer: Actor | None = DCX, modality: str = "s'engage", **more: object
) -> Obligation:
    made = Obligation(bearer, None, words, "s'engage", None, themes, None, quoted(TEAM, words))
    return replace(made, modality=modality, **more)  # type: ignore[arg-type]


def titles(steps: Sequence[Step]) -> list[str]:
    return [one.title.replace("\u00a0", " ").replace("\u202f", " ") for one in steps]


def test_the_facts_come_in_their_order_then_the_duties_of_our_side(state: TeamState) -> None:
    assert titles(walk(state, *ALL)) == [
        "Savoir qui s'engage, et dans quel rôle",
        "Savoir qui paie quoi : 80 000 € (cofinancement)",
        "Savoir qui paie quoi : 60 000 € (montant délégué)",
        "Suivre les crédits, année par année",
        "Noter la fin : 31 décembre 2025",
        "Savoir comment elle se reconduit",
        "Noter le dernier jour du préavis : 30 septembre 2025",
        "Préparer le comité de suivi (chaque trimestre)",
        "Publier le code source",
        "Faire vivre la gouvernance",
    ]


def test_each_step_fits_and_quotes_its_passage_word_for_word(state: TeamState) -> None:
    entry = quai(*ALL, BILAN)
    languages: tuple[Language, ...] = ("fr", "en")
    for language in languages:
        steps = path(shelf(entry), "Quai Ouvert", state, ON, language)
        assert 5 < len(steps) <= 15 and len({one.id for one in steps}) == len(steps)
        for one in steps:
            assert re.fullmatch("[0-9a-f]{12}", one.id) and one.citation
            assert 0 < len(one.title) <= TITLE and 0 < len(one.detail) <= DETAIL
            quote = one.citation.quote
            assert quote == entry.document.text[one.citation.start : one.citation.end]


def test_days_and_details_are_the_facts_own(state: TeamState) -> None:
    by_title = dict(zip(titles(steps := walk(state, *ALL)), steps, strict=True))
    end = by_title["Noter la fin : 31 décembre 2025"]
    assert (end.day, end.detail) == (date(2025, 12, 31), "Elle s'achève le 31 décembre 2025.")
    notice = by_title["Noter le dernier jour du préavis : 30 septembre 2025"]
    assert notice.day == date(2025, 9, 30) and "2025-12-31 − 3 mois" in notice.detail
    credits = by_title["Suivre les crédits, année par année"].detail.replace("\u00a0", " ")
    assert credits == "2024 : AE 40 000 €, CP 25 000 € · 2025 : CP 15 000 €"
    who = by_title["Savoir qui s'engage, et dans quel rôle"].detail
    assert who == "Direction du numérique (DINUM) : délégant · Direction des canaux (DCX) : délégataire"


def test_an_id_changes_with_the_quote_or_the_kind_only(state: TeamState) -> None:
    one, two = walk(state, ENDS)[0], walk(state, ENDS, *AMOUNTS, on=date(2025, 12, 30))[-1]
    assert one.citation and one.id == two.id
    assert step("end", "autre", "autre", one.citation).id == one.id
    assert step("notice", one.title, one.detail, one.citation).id != one.id


def test_a_missing_signature_is_a_step_until_the_team_records_it(state: TeamState) -> None:
    facts = (date_fact("signature", None, "Fait à Paris, le"), BILAN, deadline(
        "Les pièces", "Les pièces sont certifiées sous huit jours ouvrés à réception.",
        offset=Duration(1, "month"), event="signature",
    ))  # fmt: skip
    (unsigned,) = walk(state, *facts)
    assert unsigned.title.startswith("Retrouver la date de signature") and unsigned.detail.startswith("2 échéances")
    assert unsigned.citation and unsigned.citation.quote == "Fait à Paris, le"
    row = shelf(quai()).documents()[0]
    state.record(row, "signature", date(2025, 1, 2), "Ysaure", ON)
    assert walk(state, *facts) == ()


def test_who_is_to_be_named_comes_before_what_is_due_and_what_is_expected_before_the_rest(state: TeamState) -> None:
    stats = duty("publier une page /stats avant le 31 mars 2025", "impact", deadline="avant le 31 mars 2025")
    due = replace(AUDIT, what=stats.what, who=DCX, date=date(2025, 3, 31), evidence=stats.evidence)
    steps = walk(
        state, *PARTIES,
        duty("désigner un sponsor de haut niveau dans les deux mois suivant la signature", "gouvernance"),
        duty("nommer une intrapreneuse, agent public, qui consacre trois jours par semaine au produit", "gouvernance"),
        stats, due,
        duty("homologuer le service avant son ouverture", "sécurité"),
        duty("rendre le service accessible", "accessibilité"),
        duty("ne transmettre aucune donnée", "données", modality="ne peut pas"),
        duty("Les codes sources sont publiés en open source", "open source", bearer=None, modality="présent"),
        text=TEAM,
    )  # fmt: skip
    assert titles(steps)[1:] == [
        "Nommer un sponsor", "Nommer l'intrapreneur et lui donner du temps", "Publier la page /stats",
        "Rendre le service accessible", "Faire homologuer le service", "Publier le code source",
        "Savoir ce qui est exclu",
    ]  # fmt: skip
    assert steps[3].day == date(2025, 3, 31) and steps[4].day is None
    assert steps[1].detail.startswith("La DCX : désigner un sponsor")


def test_what_is_not_ours_or_cannot_be_read_alone_is_left_out(state: TeamState) -> None:
    dinum = Actor("La DINUM", "délégant", "DINUM")
    facts = (
        duty("rendre le service accessible", "accessibilité", bearer=dinum),
        duty("Il est informé des dépenses engagées", "budget", bearer=None),
        duty("rembourse les sommes versées", "budget", condition="En cas de retard"),
        duty("sont effacées par l'équipe", "données", bearer=Actor("Le port", None, None)),
        duty("Les données sont effacées", "données"),
    )
    assert walk(state, *PARTIES, *facts, text=TEAM)[1:] == ()


def test_sides_are_told_by_the_parties() -> None:
    sides = sides_of(shelf(quai(*PARTIES)).amended("Quai Ouvert", ON))
    assert (sides.dinum, sides.ours) == (frozenset(("DINUM",)), frozenset(("DCX",)))
    assert owed_by(Actor("L'équipe lauréate", None, None), sides) and not owed_by(Actor("Un audit", None, None), sides)
    first, second = PARTIES
    helped = replace(cast(Party, second), role="bénéficiaire")
    plain = replace(cast(Party, first), is_dinum=False)
    alone = sides_of(shelf(quai(plain, helped)).amended("Quai Ouvert", ON))
    assert alone.ours == frozenset(("DCX",))


def test_an_unknown_convention_is_refused_and_a_bare_one_has_no_step(state: TeamState) -> None:
    with pytest.raises(KeyError):
        path(shelf(quai()), "absente", state, ON, "fr")
    assert walk(state) == ()
    entry = quai()
    bare = replace(entry, identity=replace(entry.identity, kind=DocumentKind.DOCUMENT))
    assert path(shelf(bare), "Quai Ouvert", None, ON, "fr") == ()


def test_texts_are_cut_where_their_sense_allows() -> None:
    assert cut("court", 10) == "court"
    assert cut("Respecter le manifeste de la communauté", 28) == "Respecter le manifeste …"
    assert opened("- tenir le journal ;") == "Tenir le journal"
    long = "Chaque partie peut y mettre fin, " + "à tout moment, " * 30 + "sous réserve d'un préavis de trois mois."
    shown = clause(long, "préavis", 120)
    assert shown.startswith("… ") and "préavis de trois mois" in shown and len(shown) <= 120


def test_titles_of_the_messages_fit() -> None:
    for language in ("fr", "en"):
        found = {key: text for key, text in messages(language).items() if key.startswith("onboarding.")}
        assert found and all(len(text) <= TITLE or "detail" in key for key, text in found.items())


def test_every_theme_has_its_title(root: Path) -> None:
    themes = tomllib.loads((root / "prompts" / "themes.toml").read_text(encoding="utf-8"))["duties"]
    keys = {f"onboarding.theme_{fold(theme).replace(' ', '_')}" for theme in themes}
    assert keys - messages("fr").keys() == set()
