"""Synthesis: an open question answered in sentences that a model writes, each checked against its own citations.

The answer without a model comes first and is what goes out whenever anything is wrong: an error, no time, nothing left.
"""

import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.answer import Answer, Checked, Citation, Figure
from bot.content_words import content_words, held
from bot.drafted import Drafted, drafted
from bot.exhibits import Exhibit, Exhibits, facts, gathered
from bot.fact_words import KINDS
from bot.grounding import grounded
from bot.library import Library
from bot.openness import how_told
from bot.plan import Plan
from bot.prompt_data import inert, numbered, prompt
from bot.question import Question
from bot.sentence_checks import Ground, Reason, fault
from index.words import tokens
from ingestion.french.folding import squash
from prompts import message, read
from prompts.chat_model import ChatModel, ModelError, ModelStopped, ModelTimeout, Tool

log = logging.getLogger(__name__)
MOST = 8
"""Sentences of an answer: more is no longer read on a phone."""
_THREAD = 3
"""Earlier questions of the thread that the model is shown."""
_MOST_DROPPED = 6
_LIST = 3
"""Items from which an answer is a list, of which none may be left out."""
_ITEM = re.compile(r"- (?P<words>[^«].*?)(?P<marks>(?: \[\d+\])+)")
"""One of its lines; extracts, which begin with a quotation mark, are chosen among others and no list."""


@dataclass(slots=True)
class _Page:
    """What is written of one answer so far."""

    question: Question
    plan: Plan
    answer: Answer
    exhibits: Exhibits
    kept: list[Checked] = field(default_factory=list)
    dropped: list[tuple[str, Reason, str]] = field(default_factory=list)
    """Sentences that did not leave, why, and the words that show it."""

    def check(self, sentence: Drafted) -> Checked | None:
        """The sentence with its marks, when it may leave."""
        exhibits = self.exhibits.numbered(sentence.citations)
        phrase = " ".join(sentence.phrase.split(" "))
        found: tuple[Reason, str] | None = ("citation", "")
        if exhibits is not None:
            found = self._repeated(phrase) or fault(phrase, self._ground(exhibits))
        if exhibits is None or found:
            reason, words = found or ("citation", "")
            self.dropped.append((phrase, reason, words))
            log.info("a sentence of question %s left out: %s", self.question.id, reason)
            return None
        cited = tuple(dict.fromkeys(citation for one in _speaking(phrase, exhibits) for citation in one.citations))
        checked = Checked(_ended(phrase), self._marks(cited), cited)
        self.kept.append(checked)
        return checked

    def _marks(self, cited: Sequence[Citation]) -> tuple[int, ...]:
        order = list(_citations(self.kept))
        order += [one for one in cited if one not in order]
        return tuple(order.index(one) + 1 for one in cited)

    def _repeated(self, phrase: str) -> tuple[Reason, str] | None:
        return ("repeated", "") if any(squash(one.text) == squash(_ended(phrase)) for one in self.kept) else None

    def _ground(self, exhibits: tuple[Exhibit, ...]) -> Ground:
        cited = {citation for one in exhibits for citation in one.citations}
        numbers = {number for number, one in enumerate(self.answer.citations, 1) if one in cited}
        computed = tuple(f"{f.value} ; {f.how}" for f in self.answer.figures if f.how and numbers & set(f.citations))
        return Ground(exhibits, self.plan.language, self.plan.scope.names, computed, self.question.text)


def _speaking(phrase: str, exhibits: tuple[Exhibit, ...]) -> tuple[Exhibit, ...]:
    """The pieces that share a word with a sentence; all of them when none does."""
    own = content_words(phrase)
    near = tuple(one for one in exhibits if held(own, frozenset(tokens(one.shown))))
    return near or exhibits


def written(
    question: Question,
    plan: Plan,
    answer: Answer,
    library: Library,
    model: ChatModel,
    *,
    seconds: float,
    stop: threading.Event | None = None,
) -> Iterator[Checked]:
    """The sentences that passed every check, as they come; one repair is asked when they do not answer.

    `answer`: the one without a model; `seconds`: for all the calls together. Raises ModelError.
    """
    end = time.monotonic() + seconds
    with library.steady():
        page = _Page(question, plan, answer, gathered(answer, plan, library))
    yield from _sentences(page, library, model, "", end, stop)
    if not answers(page.plan, page.kept):
        yield from _sentences(page, library, model, _repair(page), end, stop)


def _sentences(
    page: _Page, library: Library, model: ChatModel, more: str, end: float, stop: threading.Event | None
) -> Iterator[Checked]:
    """One call to the model, line by line."""
    asked = prompt("write", page.plan.language, more, **_data(page))
    pieces = model.stream(asked, seconds=_left(model, end), tools=(_tool(page, library),), stop=stop)
    for sentence in drafted(pieces):
        if stop is not None and stop.is_set():
            raise ModelStopped(model.name)
        _left(model, end)
        checked = page.check(sentence) if sentence else None
        if checked:
            yield checked
        if len(page.kept) >= MOST:
            return


def _left(model: ChatModel, end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise ModelTimeout(model.name, "the reply took too long")
    return left


def _data(page: _Page) -> dict[str, str]:
    texts = [numbered(number, one) for number, one in enumerate(page.exhibits.found, 1)]
    earlier = map(inert, page.question.thread[-_THREAD:])
    return {"thread": "\n".join(earlier), "question": inert(page.question.text), "texts": "\n".join(texts)}


def _repair(page: _Page) -> str:
    """What follows the data when the answer is asked again."""
    language = page.plan.language
    lines = [
        message(f"synthesis.fault_{reason}", language, phrase=inert(phrase), words=inert(words))
        for phrase, reason, words in page.dropped[-_MOST_DROPPED:]
    ]
    dropped = "\n".join(lines or [message("synthesis.fault_none", language)])
    return read(f"write_repair.{language}.txt").format(dropped=dropped)


def _tool(page: _Page, library: Library) -> Tool:
    """The facts of the documents in scope, and of no other."""
    language = page.plan.language
    sources = {citation.source for citation in page.answer.citations}
    named = page.plan.scope.documents if page.plan.scope.kind == "named" else ()
    cited = tuple(row.id for row in library.documents() if row.source in sources)
    give = partial(facts, page.exhibits, library, dict.fromkeys((*named, *cited)), language)
    names = [inert(library.entry(one).identity.short_name) for one in dict.fromkeys((*named, *cited))]
    parameters = {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": list(KINDS)},
            "convention": {"type": "string", "enum": names},
        },
        "required": ["kind", "convention"],
        "additionalProperties": False,
    }
    none = message("synthesis.no_fact", language)
    return Tool(
        "facts", message("synthesis.tool", language), parameters,
        lambda arguments: "\n".join(numbered(number, one) for number, one in give(arguments)) or none,
    )  # fmt: skip


def _ended(phrase: str) -> str:
    phrase = phrase.strip()
    return phrase if phrase.endswith((".", "!", "?", "…")) else phrase.rstrip(" ,;:") + "."


def answers(plan: Plan, kept: Sequence[Checked]) -> bool:
    """Whether something is left, and it is about what was asked: one of its nouns is in it, or above its passages."""
    if not kept:
        return False
    asked = frozenset(stem for ask in plan.asks for stem in (ask.essential or ask.terms)) - how_told()
    said = " ".join(part for one in kept for part in (one.text, *(c.heading or "" for c in one.citations)))
    return not asked or bool(held(asked, frozenset(tokens(said))))


def rewritten(
    question: Question, plan: Plan, answer: Answer, kept: Sequence[Checked], model: ChatModel
) -> Answer | None:
    """The answer in these sentences; `None` when they do not answer, or when grounding would leave some out."""
    if not answers(plan, kept):
        return None
    left_out = tuple(_left_out(answer, kept))
    citations = tuple(dict.fromkeys((*_citations(kept), *(one for _, cited in left_out for one in cited))))
    also = ["", message("synthesis.also", plan.language)] if left_out else []
    items = [f"- {words} " + " ".join(f"[{citations.index(one) + 1}]" for one in cited) for words, cited in left_out]
    text = "\n".join([" ".join(one.marked for one in kept), *also, *items])
    figures = tuple(_figures(answer, citations))
    made = answer.model_copy(
        update={"text": text, "citations": citations, "figures": figures, "written_by": model.name}
    )
    return made if grounded(made, question) == made else None


def _left_out(answer: Answer, kept: Sequence[Checked]) -> Iterator[tuple[str, list[Citation]]]:
    """The items of a list that no sentence cites, with their citations: a list told in prose is told whole."""
    told = frozenset(citation for one in kept for citation in one.citations)
    items = [found for line in answer.text.splitlines() if (found := _ITEM.fullmatch(line))]
    for item in items if len(items) >= _LIST else ():
        cited = [answer.citations[int(number) - 1] for number in re.findall(r"\d+", item["marks"])]
        if cited[0] not in told:
            yield item["words"], cited


def _citations(kept: Sequence[Checked]) -> Iterator[Citation]:
    """Every citation once, in the order of its first mark."""
    yield from dict.fromkeys(citation for one in kept for citation in one.citations)


def _figures(answer: Answer, citations: Sequence[Citation]) -> Iterator[Figure]:
    """The exact values whose passages are still cited, with the new numbers."""
    for one in answer.figures:
        cited = [answer.citations[number - 1] for number in one.citations if number <= len(answer.citations)]
        if cited and all(citation in citations for citation in cited):
            yield one.model_copy(update={"citations": tuple(citations.index(citation) + 1 for citation in cited)})


def pieces(
    question: Question,
    plan: Plan,
    answer: Answer,
    library: Library,
    model: ChatModel,
    *,
    seconds: float,
    stop: threading.Event | None = None,
) -> Iterator[Checked | Answer]:
    """The checked sentences as they come, then the answer to keep: theirs, or the one without a model. Never raises."""
    kept: list[Checked] = []
    try:
        for one in written(question, plan, answer, library, model, seconds=seconds, stop=stop):
            kept.append(one)
            yield one
        made = rewritten(question, plan, answer, kept, model)
    except ModelError as error:
        log.info("question %s answered without the model: %s", question.id, type(error).__name__)
        made = None
    except Exception:
        log.exception("question %s answered without the model", question.id)
        made = None
    yield made or answer
