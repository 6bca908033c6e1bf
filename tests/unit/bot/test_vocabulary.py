"""People's words mapped to subjects."""

import tomllib

import pytest

import prompts
from bot.vocabulary import SLIP_MIN_LETTERS, Cue, vocabulary, words_of


def cues(text: str) -> tuple[Cue, ...]:
    return vocabulary().find(words_of(text))


def subjects(text: str) -> set[str]:
    return {cue.subject for cue in cues(text)}


def test_words_keep_their_places() -> None:
    words = words_of("L'équipe a 96 % de 1 000 €.")
    assert [word.folded for word in words] == ["l", "equipe", "a", "96", "%", "de", "1", "000", "€"]
    assert all("L'équipe a 96 % de 1 000 €."[word.start : word.end] for word in words)
    assert words[1].start == 2 and words[1].end == 8


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("le montant", "amount"),
        ("cb", "amount"),
        ("quels préavis", "notice"),
        ("PREAVIS", "notice"),
        ("centre de coût", "cost_centre"),
        ("les autorisations d'engagement", "ae"),
        ("crédits de paiement", "cp"),
        ("how much money", "amount"),
        ("the notice period", "notice"),
        ("c'est quoi", "definition"),
        ("je débute", "onboarding"),
        ("unité opérationnelle", "financial_centre"),
    ],
)
def test_a_wording_is_found_whatever_its_case_accents_and_endings(text: str, subject: str) -> None:
    assert subject in subjects(text)
    assert all(cue.exact for cue in cues(text) if cue.subject == subject)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("le preavi", "notice"),
        ("le montan", "amount"),
        ("le montnat", "amount"),
        ("subvension", "amount"),
        ("l'anexe 3", "annexe"),
        ("reconducton tacite", "renewal"),
    ],
)
def test_a_slip_is_forgiven_and_told(text: str, subject: str) -> None:
    found = [cue for cue in cues(text) if cue.subject == subject]
    assert found and not any(cue.exact for cue in found)


def test_no_slip_is_forgiven_in_short_words() -> None:
    assert SLIP_MIN_LETTERS == 5
    assert "penalty" in subjects("amende") and subjects("amand") == set()
    assert "reference" in subjects("loi") and "reference" not in subjects("lof")


def test_a_little_word_is_no_cue_although_its_stem_is_one() -> None:
    assert "amount" in subjects("quelle somme") and "amount" not in subjects("nous sommes")


def test_a_longer_wording_hides_the_shorter_inside_it() -> None:
    assert "signature_date" in subjects("date de signature")
    assert "instalment" not in subjects("les crédits de paiement"), "nor « crédit », which is an amount"
    assert "amount" not in subjects("les crédits de paiement")


def test_a_wording_with_a_gap_needs_both_ends_in_order_and_near() -> None:
    assert "signature_date" in subjects("quand la convention a-t-elle été signée")
    assert "signature_date" not in subjects("signe quand tu veux")
    far = " ".join(["mot"] * 12)
    assert "signatory" not in subjects(f"qui {far} signer")
    assert "signatory" in subjects("qui va signer")


def test_longer_wordings_come_first() -> None:
    lengths = [cue.words for cue in cues("montant du centre de coût")]
    assert lengths[0] == 3 and lengths[-1] == 1


def test_every_subject_needed_by_another_exists() -> None:
    known = vocabulary().subjects
    assert {need for subject in known.values() for need in subject.needs} <= set(known)
    assert known["cost_centre"].field == "centre_de_coût" and known["amount"].field is None


def test_no_wording_is_lost() -> None:
    """Each wording of the file finds its own subject when typed as it stands."""
    data = tomllib.loads(prompts.read("vocabulary.toml"))
    lost = [
        (entry["id"], phrase)
        for entry in data["subject"]
        for phrase in (*entry["fr"], *entry["en"])
        if entry["id"] not in subjects(phrase.replace("...", " "))
    ]
    assert lost == []
