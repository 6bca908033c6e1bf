"""What a language model writes, in the terminal: shown as it comes, stopped by Ctrl-C, signed."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from bot.answer import Answer, Checked, Citation
from bot.assistant import Piece
from bot.cli.asking import heard
from bot.cli.terminal import Terminal, interruptible
from bot.question import Question

Alinea = Callable[..., tuple[int, str, str]]
Double = Callable[..., None]
QUESTION = Question("1", "Comment ?")
CITED = Citation(source="a.txt", convention="Portulan", article="3", heading=None, start=0, end=3, quote="Oui")
FIRST, SECOND = Checked("Une phrase.", (1,), (CITED,)), Checked("Une\x1b[31m autre.", (1,), (CITED,))
WRITTEN = Answer(
    id="1", status="answered", language="fr", text=f"{FIRST.marked} {SECOND.marked}", citations=(CITED,),
    written_by="made:model",
)  # fmt: skip
QUOTED = Answer(id="1", status="answered", language="fr", text="« Oui » [1]", citations=(CITED,))
SIGNED = (
    "Rédigé par un modèle de langue (made:model) à partir des passages cités ; chaque phrase a été vérifiée.",
    "Written by a language model (made:model) from the passages quoted; each sentence was checked.",
)


class Writer:
    """An assistant whose model writes two sentences, and presses Ctrl-C some times after the first."""

    def __init__(self, presses: int = 0, look: Callable[[], str] = str) -> None:
        self._presses, self._look = presses, look
        self.seen: list[str] = []
        """What is on the screen before each piece, and in the end."""

    def ask(self, question: Question) -> Answer:
        return WRITTEN

    def stream(self, question: Question, stop: Event | None = None) -> Iterator[Piece]:
        assert stop is not None
        for piece in (FIRST, SECOND):
            self.seen.append(self._look())
            yield piece
            for _ in range(self._presses):
                os.kill(os.getpid(), signal.SIGINT)
                assert stop.wait(5)
            if stop.is_set():
                yield QUOTED
                return
        self.seen.append(self._look())
        yield WRITTEN

    def close(self) -> None:
        pass


def screen(*, terminal: bool) -> tuple[Terminal, io.StringIO]:
    out = io.StringIO()
    return replace(Terminal({}, Path("none")), out=Console(file=out, force_terminal=terminal, width=100)), out


def test_sentences_are_shown_as_they_come_then_go() -> None:
    terminal, out = screen(terminal=True)
    writer = Writer(look=out.getvalue)
    assistant: Any = writer
    assert heard(terminal, assistant, QUESTION) == WRITTEN
    before, first, second = writer.seen
    assert "Une" not in before
    assert "Une phrase. [1]" in first and "autre" not in first
    assert second.rstrip().endswith("Une phrase. [1] Une[31m autre. [1]")
    assert out.getvalue().endswith("\x1b[1A\x1b[2K"), "the sentences are wiped: the answer takes their place"


def test_nothing_passes_in_a_pipe() -> None:
    terminal, out = screen(terminal=False)
    assistant: Any = Writer()
    assert heard(terminal, assistant, QUESTION) == WRITTEN
    assert out.getvalue() == ""


@pytest.mark.parametrize("shown", [True, False])
def test_ctrl_c_gives_the_answer_without_a_model(shown: bool) -> None:
    former = signal.getsignal(signal.SIGINT)
    terminal, _ = screen(terminal=shown)
    assistant: Any = Writer(presses=1)
    assert heard(terminal, assistant, QUESTION) == QUOTED
    assert signal.getsignal(signal.SIGINT) is former


def test_ctrl_c_again_leaves() -> None:
    former = signal.getsignal(signal.SIGINT)
    terminal, out = screen(terminal=True)
    assistant: Any = Writer(presses=2)
    with pytest.raises(KeyboardInterrupt):
        heard(terminal, assistant, QUESTION)
    assert signal.getsignal(signal.SIGINT) is former
    assert out.getvalue().endswith("\x1b[1A\x1b[2K") and "\x1b[?25h" in out.getvalue(), "the cursor is back"


def test_ctrl_c_before_anything_is_written() -> None:
    with interruptible() as stop:
        assert not stop.is_set()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(5)


@pytest.fixture
def writer(double: Double, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts an assistant that writes in the place of the real one."""

    def put(assistant: object) -> None:
        double("bot.assistant", open_assistant=lambda settings: assistant)
        monkeypatch.setattr("bot.cli.listing.open_records", lambda settings: SimpleNamespace(documents=list))

    return put


@pytest.mark.parametrize(("language", "signed"), [("fr", SIGNED[0]), ("en", SIGNED[1])])
def test_an_answer_is_signed(alinea: Alinea, writer: Callable[..., None], language: str, signed: str) -> None:
    writer(Writer())
    code, out, err = alinea("ask", "Comment ?", ALINEA_MODEL="openai:made", ALINEA_LANGUAGE=language)
    lines = out.replace("\u00a0", " ").replace("\u202f", " ").splitlines()
    assert (code, err, lines[-1]) == (0, "", signed)
    assert lines[0] == "Une phrase. [1] Une[31m autre. [1]"
    assert out.count("Une phrase") == 1


def test_the_answer_without_a_model_is_not_signed(alinea: Alinea, writer: Callable[..., None]) -> None:
    writer(Writer(presses=1))
    code, out, err = alinea("ask", "Comment ?", ALINEA_MODEL="openai:made")
    assert (code, err, out.splitlines()[0]) == (0, "", "« Oui » [1]")
    assert "Rédigé" not in out and "Une phrase" not in out


@pytest.mark.parametrize("option", ["--json", "--jsonl"])
def test_a_program_reads_the_final_answer(
    alinea: Alinea, writer: Callable[..., None], monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    writer(Writer())
    monkeypatch.setattr("sys.stdin", io.StringIO('{"id": "1", "question": "Comment ?"}\n'))
    question = [] if option == "--jsonl" else ["Comment ?"]
    code, out, err = alinea("ask", option, *question, ALINEA_MODEL="openai:made")
    assert (code, err) == (0, "")
    assert Answer.model_validate(json.loads(out)) == WRITTEN


def test_a_conversation_goes_on_after_ctrl_c(
    alinea: Alinea, writer: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = Writer(presses=1)
    writer(assistant)

    def lines() -> Iterator[str]:
        yield "Comment ?\n"
        assistant._presses = 0
        yield "Et ensuite ?\n"

    monkeypatch.setattr("bot.cli.chatting._lines", lambda terminal, names: lines())
    code, out, err = alinea("chat", ALINEA_MODEL="openai:made")
    stopped, _, after = out.replace("\u00a0", " ").partition("\n\n")
    assert (code, err) == (0, "")
    assert stopped.splitlines() == ["« Oui » [1]", "[1] Portulan · article 3 · a.txt"]
    assert after.splitlines() == [
        "Une phrase. [1] Une[31m autre. [1]", "[1] Portulan · article 3 · a.txt", SIGNED[0], "", "À bientôt.",
    ]  # fmt: skip


def test_without_a_model_nothing_is_streamed_nor_imported() -> None:
    """Ctrl-C is then what it was: an interruption."""
    order = """
import sys
from bot.answer import Answer
import bot.assistant

class Plain:
    def ask(self, question):
        return Answer(id="1", status="answered", language="fr", text=question.text)
    # without `stream`: calling it would fail

bot.assistant.open_assistant = lambda settings: Plain()
from bot.cli.app import run
from pathlib import Path
code = run(["ask", "Oui ?"], {}, Path("none"))
print(code, sorted(name for name in sys.modules if name.partition(".")[0].startswith(("langchain", "openai"))))
"""
    done = subprocess.run([sys.executable, "-c", order], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["Oui ?", "0 []"]
