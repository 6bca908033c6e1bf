import pytest

from ingestion.facts.events import event_at


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("la signature", "signature"),
        ("sa signature par la derniere partie", "signature"),
        ("la date de la derniere signature des parties", "signature"),
        ("la signature du bon de commande", "other"),
        ("sa notification, intervenue", "notification"),
        ("la notification de l'incident", "other"),
        ("la publication de la presente convention", "publication"),
        ("la publication du rapport", "other"),
        ("son entree en vigueur", "effect"),
        ("l'entree en vigueur du decret", "other"),
        ("la fin de la periode de la presente convention", "end"),
        ("terme de la periode fixee a l'article 4", "end"),
        ("la fin de la phase", "other"),
        ("la reception de la demande", "reception"),
        ("la demande qui lui en est faite", "request"),
        ("la recolte", "other"),
    ],
)
def test_events_of_the_convention_are_told_from_others(words: str, event: str) -> None:
    found = event_at(words, 0)
    assert found and found.event == event


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("la recolte, le meunier livre", "la recolte"),
        ("le lancement un bilan complet", "le lancement"),
        ("la fin du contrat des sommes dues", "la fin du contrat"),
        ("sa signature et prend fin le 3 mai", "sa signature"),
        ("la moisson pour nettoyer les champs", "la moisson"),
    ],
)
def test_an_event_stops_where_the_sentence_goes_on(text: str, words: str) -> None:
    found = event_at(text, 0)
    assert found and text[found.start : found.end] == words


def test_no_event_at_a_stop() -> None:
    assert event_at("a compter, le meunier", 9) is None
