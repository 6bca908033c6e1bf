import re
from datetime import date

import pytest

from ingestion.facts.deadlines import Deadline, read_deadlines
from ingestion.facts.evidence import Actor
from ingestion.french.durations import Duration
from ingestion.structure import read_blocks


class Names:
    """Finds « le Moulin » and « la Ville » by their names."""

    def find_actors(self, text: str, sentence: str | None = None) -> tuple[tuple[int, int, Actor], ...]:
        found = re.finditer(r"(?:\b[Ll]e |\b[Ll]a )?(Moulin|Ville)\b", text)
        return tuple((match.start(), match.end(), Actor(match[0], None, match[1])) for match in found)


def deadlines(body: str) -> list[Deadline]:
    text = f"Article 1 : Objet\n\nLe prêt des ruches.\n\nArticle 2 : Dispositions\n\n{body}\n"
    facts = list(read_deadlines(read_blocks(text), Names()))  # type: ignore[arg-type]
    assert all(text[place.start : place.end] == place.quote for fact in facts for place in fact.evidence)
    return facts


def only(body: str) -> Deadline:
    (fact,) = deadlines(body)
    return fact


@pytest.mark.parametrize(
    ("sentence", "offset", "direction", "event"),
    [
        ("Le Moulin livre dans les six mois suivants la signature.", Duration(6, "month"), "after", "signature"),
        (
            "La Ville paie dans un délai de trente jours à compter de la réception de la facture.",
            Duration(30, "day"),
            "after",
            "reception",
        ),
        (
            "Le Moulin répond sous quinze jours ouvrés aux demandes de la Ville.",
            Duration(15, "working_day"),
            "after",
            "request",
        ),
        ("La Ville publie la convention dans le mois de sa signature.", Duration(1, "month"), "after", "signature"),
        ("L'ordre du jour est adressé huit jours avant la séance.", Duration(8, "day"), "before", "other"),
        ("Le rapport est rendu six mois avant la fin de la convention.", Duration(6, "month"), "before", "end"),
        ("Les sacs sont détruits treize mois après leur réception.", Duration(13, "month"), "after", "reception"),
        ("La Ville est prévenue un mois auparavant.", Duration(1, "month"), "before", "other"),
        ("Le délai de paiement est de trente jours.", Duration(30, "day"), "after", "other"),
        ("Tout incident est signalé dans les 24 heures.", Duration(24, "hour"), "after", "other"),
        (
            "À la fin de la convention, le Moulin remet, sous deux mois, un état des sacs.",
            Duration(2, "month"),
            "after",
            "end",
        ),
    ],
)
def test_times_from_an_event(sentence: str, offset: Duration, direction: str, event: str) -> None:
    fact = only(sentence)
    assert (fact.offset, fact.direction, fact.event) == (offset, direction, event)
    assert (fact.date, fact.every, fact.what) == (None, None, sentence.rstrip("."))


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Le rapport est remis au plus tard le 30 septembre 2024.", date(2024, 9, 30)),
        ("Le service ouvre avant le 31 mars 2025.", date(2025, 3, 31)),
        ("Le four est mis en service d'ici la fin du mois de juin 2025.", date(2025, 6, 30)),
        ("La redevance est payable au 31 mars 2026.", date(2026, 3, 31)),
        ("Aucune commande ne peut être passée après le 15 mai 2025.", date(2025, 5, 15)),
        ("Date limite de remise des sacs : 30 juin 2026.", date(2026, 6, 30)),
    ],
)
def test_fixed_dates(sentence: str, day: date) -> None:
    assert only(sentence).date == day


@pytest.mark.parametrize(
    ("sentence", "every", "day", "months", "words"),
    [
        ("Le comité se réunit tous les six mois.", (6, "month"), None, (), "tous les six mois"),
        ("Le Moulin rend compte mensuellement à la Ville.", (1, "month"), None, (), "mensuellement"),
        (
            "Le comité se réunit deux fois par an, en mars et en septembre.",
            (6, "month"),
            None,
            (3, 9),
            "deux fois par an, en mars et en septembre",
        ),
        (
            "Un bilan est remis chaque mois, au plus tard le 10, à la Ville.",
            (1, "month"),
            10,
            (),
            "chaque mois, au plus tard le 10",
        ),
        ("Le Moulin livre le 5 de chaque mois.", (1, "month"), 5, (), "le 5 de chaque mois"),
        (
            "Les prévisions sont remises avant le 15 octobre de chaque année.",
            (1, "year"),
            15,
            (10,),
            "avant le 15 octobre de chaque année",
        ),
        (
            "Le bilan annuel est remis avant le 15 mars de chaque année.",
            (1, "year"),
            15,
            (3,),
            "avant le 15 mars de chaque année",
        ),
        ("Une réunion mensuelle est tenue.", (1, "month"), None, (), "mensuelle"),
        (
            "Le relevé est pris le dernier jour de chaque trimestre.",
            (3, "month"),
            -1,
            (),
            "le dernier jour de chaque trimestre",
        ),
    ],
)
def test_recurrences(
    sentence: str, every: tuple[int, str], day: int | None, months: tuple[int, ...], words: str
) -> None:
    fact = only(sentence)
    assert fact.every == Duration(*every)  # type: ignore[arg-type]
    assert (fact.day_of_month, fact.months, fact.recurrence_words, fact.following) == (day, months, words, False)


def test_a_day_of_the_month_after_the_period() -> None:
    fact = only("Le Moulin remet ses comptes chaque trimestre, au plus tard le 15 du mois suivant.")
    assert (fact.every, fact.day_of_month, fact.following) == (Duration(3, "month"), 15, True)


def test_two_moments_of_one_sentence_are_two_deadlines() -> None:
    first, second = deadlines("Le Moulin rend compte mensuellement ainsi qu'au terme de la convention des sacs livrés.")
    assert (first.every, second.event, second.event_words) == (Duration(1, "month"), "end", "au terme de la convention")
    assert first.what == second.what


@pytest.mark.parametrize(
    ("sentence", "event", "words"),
    [
        ("Le Moulin prévient la Ville sans délai.", None, None),
        ("Le Moulin prévient la Ville dans les meilleurs délais.", None, None),
        (
            "Dès la signature de la convention, la Ville ouvre les crédits.",
            "signature",
            "Dès la signature de la convention",
        ),
        ("La retenue est levée dès réception du compte rendu.", "reception", "dès réception du compte rendu"),
    ],
)
def test_at_once(sentence: str, event: str | None, words: str | None) -> None:
    fact = only(sentence)
    assert (fact.immediate, fact.event, fact.event_words) == (True, event, words)


@pytest.mark.parametrize("words", ["en temps utile", "en fin de gestion", "à l'issue de la moisson"])
def test_moments_without_a_length(words: str) -> None:
    fact = only(f"La Ville fournit {words} les sacs vides.")
    assert (fact.event, fact.event_words, fact.immediate, fact.offset) == ("other", words, False, None)


def test_a_lead_in_gives_its_moment_and_its_subject_to_each_item() -> None:
    facts = deadlines("Dès la signature de la convention, le Moulin :\n\n- ouvre le four ;\n- forme deux boulangers.")
    assert [fact.what for fact in facts] == ["ouvre le four", "forme deux boulangers"]
    assert {fact.event for fact in facts} == {"signature"}
    assert {fact.who.party for fact in facts if fact.who} == {"Moulin"}
    assert len(facts[0].evidence) == 2


def test_items_that_only_say_when_take_what_from_their_lead_in() -> None:
    items = "- réunir les boulangers :\n   - une première fois avant le 3 mai 2025 ;\n   - puis tous les six mois."
    body = f"La Ville s'engage à :\n\n{items}"
    facts = deadlines(body)
    assert [fact.what for fact in facts] == ["réunir les boulangers"] * 2
    assert [fact.who.party for fact in facts if fact.who] == ["Ville", "Ville"]


@pytest.mark.parametrize(
    ("body", "who"),
    [
        ("La Ville informe le Moulin sans délai.", "Ville"),
        ("Le rapport est transmis sans délai par le Moulin à la Ville.", "Moulin"),
        ("Le Moulin est prévenu sans délai.", None),
        ("Le Moulin cuit le pain. Il prévient la Ville sans délai.", "Moulin"),
        ("Si le pain n'est pas livré par le Moulin, celui-ci en informe la Ville sans délai.", "Moulin"),
        ("Le solde est versé au Moulin, qui devra l'employer dans les six mois suivant la signature.", "Moulin"),
        ("Lorsque la Ville le demande, le Moulin répond sans délai.", "Moulin"),
    ],
)
def test_who_is_to_do_it(body: str, who: str | None) -> None:
    fact = only(body)
    assert (fact.who.party if fact.who else None) == who


def test_a_table_of_dates_gives_its_rows() -> None:
    fact = only("| Livrable | Échéance |\n|---|---|\n| Plan du four | 3 mai 2025 |")
    assert (fact.what, fact.date) == ("Plan du four", date(2025, 5, 3))


@pytest.mark.parametrize(
    "body",
    [
        "Le Moulin prête un boulanger 1 jour par semaine pendant trois mois.",
        "Le budget annuel est de 100 000 €.",
        "Le four est réglé pour quinze jours au plus.",
        "Les boulangers de plus de 18 ans sont admis.",
        "Le Moulin achète la farine le jour dit.",
        "Le rapport a été adressé le 7 juin 2021.",
        "Le numéro est ouvert du 15 août au 31 octobre.",
        "La convention est conclue pour trois ans à compter de sa notification.",
        "Chaque partie peut résilier avec un préavis de trois mois.",
        "Les dépenses engagées avant la fin de la convention restent dues.",
        "Nul ne travaille avant huit heures ni après dix-huit heures.",
        "Une mise à jour (annuelle par exemple) est possible.",
        "Le Moulin apprend en se confrontant au plus vite à ses clients.",
        "La convention est tacitement reconduite chaque année.",
        "L'abonnement est renouvelable tous les ans.",
        "À l'article 3, les mots « chaque mois » sont remplacés par les mots « chaque trimestre ».",
    ],
)
def test_what_is_no_deadline(body: str) -> None:
    assert deadlines(body) == []


def test_a_table_tells_who_is_in_charge() -> None:
    fact = only("| Étape | Date limite | Responsable |\n|---|---|---|\n| Plan | 3 mai 2025 | le Moulin |")
    assert fact.who and fact.who.party == "Moulin"


def test_a_long_chain_of_pronouns_ends() -> None:
    facts = deadlines("Le Moulin cuit. " + "Il répond sans délai. " * 400)
    assert [bool(fact.who) for fact in facts] == [True] * 8 + [False] * 392


def test_the_preamble_tells_no_deadline() -> None:
    text = "Préambule\n\nVingt mille fours ferment chaque année.\n\nArticle 1 : Objet\n\nLe prêt des ruches.\n"
    assert read_deadlines(read_blocks(text), Names()) == ()  # type: ignore[arg-type]
