"""Rephrasing: a question that was not understood, said again by a model with the vocabulary's own words.

The model only offers other words for the same question: no name, figure or convention may join it, and the path without
a model answers it.
"""

import logging
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field

from bot.answer import Answer, Language
from bot.openness import Composed
from bot.plan import Plan
from bot.prompt_data import inert, prompt
from bot.question import Question, clean
from bot.stated_figures import carried, stated
from bot.vocabulary import vocabulary
from ingestion.french.folding import fold
from prompts import has_message, message
from prompts.chat_model import ChatModel, ModelError

log = logging.getLogger(__name__)
_LONGEST = 300
"""Characters of a question said again."""
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"[^\W_][.@/:\\][^\W_]|[<>\[\]{}`|#*@]")


class _Rephrased(BaseModel):
    """The model's reply."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    question: str = Field(min_length=3, max_length=_LONGEST)


def unsure(composed: Composed) -> bool:
    """Whether the question may not have been understood: no subject was found in it and no passage answers it.

    A name that no convention answers to is understood well enough: leaving it out would change the question.
    """
    plan = composed.plan
    refused = plan.idle or plan.off_topic or plan.unknown or plan.scope.alternatives
    asks = all(not ask.subjects and ask.operation == "look up" for ask in plan.asks)
    return composed.answer.status == "not_found" and not refused and asks


def rephrased(
    question: Question, plan: Plan, model: ChatModel, *, seconds: float, stop: threading.Event | None = None
) -> Question | None:
    """The question in other words; `None` when the model gives none, or adds something to it. Never raises."""
    data = {
        "thread": "\n".join(map(inert, question.thread[-3:])),
        "question": inert(question.text),
        "subjects": "\n".join(_subjects(plan.language)),
    }
    try:
        reply = model.complete(prompt("rephrase", plan.language, **data), _Rephrased, seconds=seconds, stop=stop)
    except ModelError as error:
        log.info("question %s not rephrased: %s", question.id, type(error).__name__)
        return None
    except Exception:
        log.exception("question %s not rephrased", question.id)
        return None
    return replace(question, text=clean(reply.question)) if _adds_nothing(reply.question, question, plan) else None


def _subjects(language: Language) -> Iterator[str]:
    """Each subject by its label; those of other people's vocabularies by their id."""
    for name in vocabulary().subjects:
        key = f"plan.subject_{name}"
        yield message(key, language) if has_message(key, language) else name


def _adds_nothing(said: str, question: Question, plan: Plan) -> bool:
    """Whether names, figures and marks of the new wording are all those of the question or its thread."""
    known = " ".join((question.text, *question.thread))
    if (
        any(unicodedata.category(c)[0] == "C" for c in said)
        or _ADDRESS.search(said)
        or fold(said) == fold(question.text)
    ):
        return False
    words = frozenset(_WORD.findall(fold(known)))
    first = _WORD.search(said)
    names = [w for w in _WORD.finditer(said) if w.group() != w.group().lower()]
    new = [w for w in names if fold(w.group()) not in words]
    if any(w.start() != (first.start() if first else 0) or w.group()[1:] != w.group()[1:].lower() for w in new):
        return False
    return stated(said, plan.language) <= carried(known) | stated(known, plan.language)


def same_scope(one: Plan, other: Plan) -> bool:
    """Whether two plans are about the same conventions, in the same language."""
    return (one.scope.kind, one.scope.documents, one.language) == (
        other.scope.kind,
        other.scope.documents,
        other.language,
    )


def told(answer: Answer, said: Question) -> Answer:
    """The answer with the words in which its question was understood."""
    warning = message("answer.rephrased", answer.language, question=said.text)
    return answer.model_copy(update={"warnings": (warning, *answer.warnings)})
