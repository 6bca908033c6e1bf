"""`alinea chat`: the thread, the commands, links, completion, and how it ends."""

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from bot.answer import Answer, Citation
from bot.cli.chatting import Talk, address, step
from bot.cli.completing import completions
from bot.cli.terminal import Terminal
from bot.question import Question
from tests.made_plans import ROWS

Alinea = Callable[..., tuple[int, str, str]]
Double = Callable[..., None]
NAMES = ["Quai Ouvert", "Élan d’Été", "/aide", "/sources"]


class Echo:
    """An assistant that answers with its question, and cites it unless told not to."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.closed = False

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        quote = f"Passage de {question.text}"
        cited = Citation(
            source="quai.txt", convention="Quai", article="3", heading=None, start=0, end=len(quote), quote=quote
        )
        return Answer(
            id=question.id,
            status="answered",
            language="en" if question.text.endswith("please") else "fr",
            text=f"→ {question.text}",
            citations=() if "rien" in question.text else (cited, cited.model_copy(update={"quote": "Autre"})),
            warnings=("à voir",) if "blanc" in question.text else (),
        )

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def echo(double: Double, monkeypatch: pytest.MonkeyPatch) -> Echo:
    assistant = Echo()
    double("bot.assistant", open_assistant=lambda settings: assistant)
    records = SimpleNamespace(documents=lambda: list(ROWS))
    monkeypatch.setattr("bot.cli.listing.open_records", lambda settings: records)
    return assistant


@pytest.fixture
def piped(alinea: Alinea, echo: Echo, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What is printed for some lines in a pipe."""

    def talk(*lines: str, **environ: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code, out, err = alinea("chat", **environ)
        assert (code, err) == (0, "")
        return out.replace("\u00a0", " ")

    return talk


def test_each_question_has_those_before_it(piped: Callable[..., str], echo: Echo) -> None:
    out = piped("un ?", "", "  ", "deux ?", "trois ?")
    assert [question.thread for question in echo.asked] == [(), ("un ?",), ("un ?", "deux ?")]
    assert out.index("→ un ?") < out.index("→ deux ?")
    assert "[1] Quai · article 3 · quai.txt" in out
    assert "›" not in out
    assert out.endswith("À bientôt.\n")
    assert echo.closed


def test_a_new_conversation_forgets(piped: Callable[..., str], echo: Echo) -> None:
    out = piped("un ?", "/nouveau", "/sources", "deux ?", "/NEW", "trois ?")
    assert [question.thread for question in echo.asked] == [(), (), ()]
    assert "ne cite aucun passage" in out


def test_sources_are_quoted(piped: Callable[..., str]) -> None:
    out = piped("un ?", "/sources 1")
    assert "    Passage de un ?" in out
    assert "Autre" not in out
    assert "    Autre" in piped("un ?", "/sources")
    assert "    Autre" in piped("un ?", "/sources [2]")


@pytest.mark.parametrize("number", ["0", "3", "deux", "-1", "1 2"])
def test_a_source_that_is_not_there(piped: Callable[..., str], number: str) -> None:
    out = piped("un ?", f"/sources {number}")
    assert f"Pas de passage {number} : la dernière réponse en cite 2." in out
    assert "    " not in out


def test_an_answer_without_a_passage(piped: Callable[..., str]) -> None:
    assert "ne cite aucun passage" in piped("un ?", "rien ?", "/sources 1")


def test_warnings_are_shown(piped: Callable[..., str]) -> None:
    assert "⚠ à voir" in piped("blanc ?")


@pytest.mark.parametrize("word", ["/quitter", "/quit", "/QUITTER maintenant"])
def test_leaving(piped: Callable[..., str], echo: Echo, word: str) -> None:
    out = piped("un ?", word, "deux ?")
    assert len(echo.asked) == 1
    assert out.endswith("À bientôt.\n")


def test_help_and_unknown_commands(piped: Callable[..., str], echo: Echo) -> None:
    out = piped("/aide", "/foo")
    assert "/sources N" in out
    assert "La commande /foo n'existe pas" in out
    assert echo.asked == []


def test_the_language_is_that_of_the_question(piped: Callable[..., str]) -> None:
    assert piped("one please", "/foo").endswith("There is no command /foo; /help shows them.\nGoodbye.\n")
    assert piped("un ?", ALINEA_LANGUAGE="en").endswith("À bientôt.\n")
    assert piped(ALINEA_LANGUAGE="en") == "Goodbye.\n"


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("ending", [EOFError, KeyboardInterrupt])
def test_the_keyboard_ends_politely(
    alinea: Alinea, echo: Echo, monkeypatch: pytest.MonkeyPatch, ending: type[BaseException]
) -> None:
    prompts: list[str] = []
    completed: list[list[str]] = []

    def typed(prompt: str) -> str:
        prompts.append(prompt)
        if len(prompts) > 1:
            raise ending
        return "un ?"

    monkeypatch.setattr("sys.stdin", Keyboard())
    monkeypatch.setattr("builtins.input", typed)
    monkeypatch.setattr("bot.cli.chatting.complete_with", completed.append)
    code, out, err = alinea("chat")
    assert (code, err, prompts) == (0, "", ["› ", "› "])
    assert "Tab complète" in out
    assert out.endswith("À bientôt.\n")
    assert echo.closed
    assert {"/aide", "/quitter", "Quai Ouvert", "Alto Bus"} <= set(completed[0])


def test_ctrl_c_during_an_answer_is_polite_too(alinea: Alinea, echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(question: Question) -> Answer:
        raise KeyboardInterrupt

    monkeypatch.setattr(echo, "ask", interrupted)
    monkeypatch.setattr("sys.stdin", io.StringIO("un ?\ndeux ?\n"))
    code, out, _ = alinea("chat")
    assert (code, out.replace("\u00a0", " ")) == (0, "\nÀ bientôt.\n")


def said(folder: Path, *, terminal: bool) -> str:
    """What one question prints, on a terminal that knows colours or in a file."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, color_system="standard" if terminal else None, width=200)
    step(replace(Terminal({}, folder / ".env"), out=console), Echo().ask, folder, Talk("fr"), "un ?")
    return out.getvalue()


def test_citations_are_links_where_the_terminal_knows_them(tmp_path: Path) -> None:
    folder = tmp_path / "dossier à lire"
    folder.mkdir()
    assert "\x1b]8;" not in said(folder, terminal=True)
    (folder / "quai.txt").write_text("x")
    link = (folder / "quai.txt").as_uri()
    assert "%20" in link
    assert f";{link}\x1b\\" in said(folder, terminal=True)
    assert "\x1b" not in said(folder, terminal=False)


def test_a_link_leads_to_a_file_only(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    assert address(tmp_path, "sub") is None
    assert address(tmp_path, "absent.txt") is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Fin de quai o", ["Fin de Quai Ouvert"]),
        ("QUAI", ["Quai Ouvert"]),
        ("préavis d'elan d’é", ["préavis d'Élan d’Été"]),
        ("fin de q", []),
        ("", []),
        ("/s", ["/sources"]),
        ("fin /s", []),
        ("/quai", []),
    ],
)
def test_completion(line: str, found: list[str]) -> None:
    assert completions(line, NAMES) == found


def test_completion_is_set_where_python_has_readline(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.cli.completing import complete_with

    kept: dict[str, object] = {}
    fake = SimpleNamespace(
        __doc__="GNU",
        set_completer_delims=lambda marks: kept.update(delims=marks),
        set_completer=lambda function: kept.update(complete=function),
        parse_and_bind=lambda rule: kept.update(rule=rule),
    )
    monkeypatch.setitem(sys.modules, "readline", fake)
    complete_with(NAMES)
    complete = kept["complete"]
    assert callable(complete)
    assert [complete("de qua", state) for state in (0, 1)] == ["de Quai Ouvert", None]
    assert (kept["delims"], kept["rule"]) == ("", "tab: complete")
    monkeypatch.setitem(sys.modules, "readline", None)
    kept.clear()
    complete_with(NAMES)
    assert kept == {}
