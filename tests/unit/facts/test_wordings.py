"""Wordings seen in letters and short conventions: bare names, brackets, dashes, rates, places without « à »."""

from datetime import date
from decimal import Decimal

import pytest

from ingestion.facts.evidence import State
from ingestion.facts.register import Fact, read_facts
from ingestion.structure import read_blocks

PARTIES = """Convention de partenariat « Grange Ouverte »

Entre

La Commune de Belval, 12 rue du Four, 70000 Vesoul, représentée par sa maire, Mme Ombeline Sarre (« la Commune ») ;

Et

Le groupement agricole Luzerne, 4 rue de l'Établi, 70100 Gray, représenté par M. Odon Taillis, directeur (« Luzerne »).

Article 1 – Objet

La convention porte sur une grange.

"""


def facts(body: str, kind: str, opening: str = PARTIES) -> list[Fact]:
    text = opening + body
    return [fact for fact in read_facts(text, read_blocks(text)) if fact.kind == kind]


def said(body: str, kind: str, *names: str, opening: str = PARTIES) -> list[tuple[object, ...]]:
    """The named fields of each fact of a kind."""
    return [tuple(getattr(fact, name) for name in names) for fact in facts(body, kind, opening)]


def article(sentence: str) -> str:
    return f"Article 2 – Dispositions\n\n{sentence}\n"


def test_a_short_name_without_article_bears_duties() -> None:
    body = article("Luzerne publie le plan de la grange. En cas de gel, Luzerne prévient la Commune.")
    found = [(fact.bearer.party if fact.bearer else None) for fact in facts(body, "obligation")]  # type: ignore[union-attr]
    assert found == ["groupement agricole Luzerne"] * 2
    assert said(body, "party", "short_names")[1] == (("Luzerne",),)


@pytest.mark.parametrize(
    "clause", ["soutenue par le programme (« Essor »), représentée par M. Luc Orme", "(le « Pré »)"]
)
def test_a_quoted_name_in_passing_is_no_short_name(clause: str) -> None:
    opening = PARTIES.replace("12 rue du Four, 70000 Vesoul", clause)
    assert not {"Essor", "Pré"} & set(said("", "party", "short_names", opening=opening)[0][0])  # type: ignore[call-overload]


def test_a_representative_ends_at_the_bracket() -> None:
    assert said("", "party", "representative", "representative_title", "address") == [
        ("Ombeline Sarre", "maire", "12 rue du Four, 70000 Vesoul"),
        ("Odon Taillis", "directeur", "4 rue de l'Établi, 70100 Gray"),
    ]


@pytest.mark.parametrize(
    ("sentence", "nature", "ceiling"),
    [
        ("L'aide est de 40 % des dépenses retenues, plafonnée à 9 000 €.", "subvention", True),
        ("La subvention, calculée sur les frais de toiture, est limitée à 7 500 €.", "subvention", True),
        ("La participation de la Commune aux dépenses est fixée à 3 000 €.", "participation", False),
        ("Les dépenses de toiture sont évaluées à 22 000 €.", "coût", False),
        ("L'aide couvre des travaux dont le coût est fixé à 5 000 €.", "coût", False),
    ],
)
def test_a_sum_is_what_its_sentence_is_about(sentence: str, nature: str, ceiling: bool) -> None:
    assert said(article(sentence), "amount", "nature", "ceiling") == [(nature, ceiling)]


@pytest.mark.parametrize(
    "sentence",
    [
        "« Dormance » : arrêt d'un service avant la fin de la saison.",
        "« Rebond » désigne le retour d'un outil avant l'échéance de son prêt.",
        "Indicateurs :\n\n- 70 % de réponses aux voisins sous dix jours.",
    ],
)
def test_a_meaning_or_a_measure_is_no_deadline(sentence: str) -> None:
    assert not facts(article(sentence), "deadline")


@pytest.mark.parametrize(
    "sentence",
    [
        "« Cahier des semis » : remis sous dix jours.",
        "La Commune verse l'aide comme suit :\n\n- 60 % de l'aide sous trente jours.",
        "70 % des demandes sont traitées sous dix jours.",
    ],
)
def test_what_is_due_stays_a_deadline(sentence: str) -> None:
    assert len(facts(article(sentence), "deadline")) == 1


def test_a_formal_notice_is_an_event_in_full() -> None:
    sentence = "Luzerne rend les clés un mois après mise en demeure restée vaine pendant vingt et un jours."
    words = "mise en demeure restée vaine pendant vingt et un jours"
    assert said(article(sentence), "deadline", "event_words") == [(words,)]


@pytest.mark.parametrize("dash", ["–", "-", "/", "- €"])
def test_a_dash_is_no_sum_left_blank(dash: str) -> None:
    table = f"Les crédits sont :\n\n| Année | AE | CP |\n|---|---|---|\n| 2031 | 50 € | {dash} |\n| 2032 | | 50 € |\n"
    values = said(article(table), "budget", "value", "state")
    assert values[1:3] == [(Decimal(0), State.STATED), (None, State.BLANK)]


def test_a_dash_may_stand_beside_its_column_of_a_drawn_table() -> None:
    rows = (
        "Année        AE              CP",
        "2031         26 000 €        18 000 €",
        "2032               –         8 000 €",
    )
    values = said(article("Les crédits sont :\n\n" + "\n".join(f"   {row}" for row in rows)), "budget", "value")
    assert values == [(Decimal(26_000),), (Decimal(18_000),), (Decimal(0),), (Decimal(8_000),)]


def test_dashes_alone_are_sums_to_come() -> None:
    table = "Les crédits sont :\n\n| Année | AE | CP |\n|---|---|---|\n| 2031 | – | – |\n"
    assert {state for _, state in said(article(table), "budget", "value", "state")} == {State.BLANK}


def test_a_place_and_a_date_above_names_are_those_of_the_signatures() -> None:
    body = (
        article("La grange ouvre.") + "\nVesoul, le 3 mai 2031\n\nLa Commune : Ombeline Sarre\nLuzerne : Odon Taillis\n"
    )
    assert said(body, "date", "nature", "value") == [("signature", date(2031, 5, 3))]
    signed = said(body, "signature", "signatory", "place", "date")
    assert signed == [(name, "Vesoul", date(2031, 5, 3)) for name in ("Ombeline Sarre", "Odon Taillis")]


def test_a_place_and_a_date_above_a_text_head_a_letter() -> None:
    long = "Comme convenu, la grange ouvre chaque matin aux voisins qui en ont demandé la clé à la mairie."
    body = article("La grange ouvre.") + f"\nVesoul, le 3 mai 2031\n\nMadame,\n\n{long}\n"
    assert not facts(body, "signature")


def test_a_place_and_a_date_above_the_first_article_are_no_signature() -> None:
    opening = "Lettre d'accord\n\nVesoul, le 3 mai 2031\n\nMadame,\n\nObjet : la grange\n\n"
    opening += "Article 1 – Objet\n\nLa grange ouvre.\n\n"
    assert not facts(article("La grange ferme."), "signature", opening)


def test_an_agreement_holds_from_a_day_to_another() -> None:
    found = said(article("Cet accord vaut du 1er mai 2031 au 30 avril 2032."), "term", "nature", "start", "end")
    assert found == [("period", date(2031, 5, 1), date(2032, 4, 30))]


def test_a_letter_says_what_you_will_do() -> None:
    sentence = (
        "Vous entretiendrez la grange et vous me remettrez un bilan avant le 4 mai 2031. Vous ne céderez pas la clé."
    )
    sentence += " Vous recevrez une clé. Vous vous engagez à fermer la porte."
    assert said(article(sentence), "obligation", "what", "modality") == [
        ("entretiendrez la grange", "présent"),
        ("me remettrez un bilan avant le 4 mai 2031", "présent"),
        ("ne céderez pas la clé", "ne peut pas"),
        ("fermer la porte", "s'engage"),
    ]
