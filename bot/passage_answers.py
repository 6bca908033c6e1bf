"""Answers from passages: the sentences that answer when no fact covers the question, or an honest refusal."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Literal

from bot.answer import Language
from bot.answer_types import counts, has_type, identifies, numbers, states
from bot.answers.claim import Claim
from bot.answers.people import parties_of
from bot.citing import Citations
from bot.decisive import case_of, covers, decides, leans, opened
from bot.extracts import Extract, Wanted, rank, synonyms, translations, wanted
from bot.library import Library
from bot.plan import Ask, Plan
from bot.quoting import quote, shortened
from bot.verdicts import verdict
from bot.vocabulary import Vocabulary
from index.words import tokens
from ingestion.facts.parties import Party
from ingestion.french.folding import fold, squash
from ingestion.lines import display
from prompts import message

_BLANK = re.compile(r"\.{5,}|…{2,}|_{4,}|\[(?:à compléter|a completer|champ|nom|date)[^\]]{0,30}\]", re.IGNORECASE)
"""A place left blank."""
ENOUGH = 0.5
"""Part of the question's own words, by weight, that an extract must hold to be an answer."""
HITS = 10
_RIVAL = 0.78
"""Another convention whose best extract is this near may be the one meant."""
_RIVAL_SUPPORT = 0.9
"""And it holds about as many of the question's words."""
_CLOSE = 0.88
"""Another extract this near to the best one says it too."""
_CLOSE_CASE = 0.85
"""The same where a case is decided: a rule and its exception are read together."""
_MOST_EXTRACTS = 2
_ALL, _NONE = 0.8, 0.5
"""What a passage and what the facts rest on hold of the words that a question adds, for the passage to be meant."""
_DEMANDING = frozenset(
    (
        "amount",
        "per_team",
        "rate",
        "count",
        "frequency",
        "deadline",
        "duration",
        "address",
        "penalty",
        "notice",
        "phone",
    )
) | {"email"}
"""Subjects whose answer is a value, without which a passage answers nothing."""
_COUNTED = re.compile(r"\b(?:(?:combien|cb|nombre) (?:de |d')|how many |number of )(?P<noun>\w+)")
_IDENTITY = re.compile(r"\W*(?:c'est )?(?:qui (?:est|sont) (?:le |la |les |l')|who (?:is|are) the )\w")
_MORE = 0.15
"""How much more of a case a passage must hold than what the facts rest on."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the passages say of one half of a question."""

    best: tuple[Extract, ...]
    """Extracts that answer, the best first; empty when none does."""
    nearest: Extract | None
    """The nearest passage, to offer when nothing answers; `None` when nothing was found at all."""
    rivals: tuple[str, ...]
    """Ids of the conventions that say different things, when the question names none."""
    verdict: Literal["yes", "no"] | None = None
    """What the first extract plainly answers to a question that asks whether; `None` when it does not plainly."""


def find(library: Library, plan: Plan, ask: Ask, vocabulary: Vocabulary) -> Found:
    """Look for the extracts that answer."""
    ask = opened(ask) if decides(ask) else ask
    extracts = _ranked(library, plan, ask, vocabulary)
    wanted_type = ask.interrogative if ask.interrogative in ("person", "date") else _type(ask)
    answering = [e for e in extracts if e.support >= ENOUGH and has_type(_said(library, e), wanted_type)]
    if wanted_type == "count":
        answering = [e for e in answering if _counts(e, ask)]
    if wanted_type == "person":
        answering = [e for e in answering if _identifies(e, ask)]
    answering = _of_years(answering, ask.years)
    rivals = _rivals(answering) if plan.scope.kind != "named" else ()
    nearest = extracts[0] if extracts else None
    if not decides(ask):
        return Found(_chosen(answering), nearest, rivals)
    chosen = _followed(library, _chosen(answering, _CLOSE_CASE))
    return Found(chosen, nearest, rivals, _verdict(library, ask, chosen))


def decisive(
    library: Library, plan: Plan, ask: Ask, vocabulary: Vocabulary, held: Mapping[str, Sequence[Claim]]
) -> Found | None:
    """The clause that decides a case which the facts leave out; `None` when what they rest on says as much of it."""
    if not decides(ask):
        return _elsewhere(library, plan, ask, vocabulary, held)
    if any(_amended(library, d, said) or not case_of(ask, _aliases(library, d, ask)) for d, said in held.items()):
        return None
    extracts = _ranked(library, plan, opened(ask), vocabulary)
    told = max((e.support for e in extracts if covers(held.get(e.document, ()), e.unit)), default=0.0)
    best = extracts[0] if extracts else None
    if best is None or best.support < max(ENOUGH, told + _MORE) or covers(held.get(best.document, ()), best.unit):
        return None
    chosen = _followed(library, _chosen([e for e in extracts if e.support >= ENOUGH], _CLOSE_CASE))
    return Found(chosen, best, (), _verdict(library, ask, chosen))


def _amended(library: Library, document: str, claims: Sequence[Claim]) -> bool:
    """Whether claims rest on another text than the document's own: an avenant has changed what its passages say."""
    text = library.entry(document).document.text
    return any(text[one.start : one.end] != one.quote for claim in claims for one in claim.evidence)


def _elsewhere(
    library: Library, plan: Plan, ask: Ask, vocabulary: Vocabulary, held: Mapping[str, Sequence[Claim]]
) -> Found | None:
    """The passage that says how long or until when of what the question adds, which the convention's term leaves out.

    « Le préavis en cas de manquement grave » is not the ordinary one, « how long are receipts kept » not its duration.
    """
    lasting = ask.subjects and vocabulary.subjects[ask.subjects[0]].kind in ("term", "notice")
    if not lasting or not ask.terms or ask.operation != "look up":
        return None
    extracts = _ranked(library, plan, ask, vocabulary)
    told = max((e.support for e in extracts if covers(held.get(e.document, ()), e.unit)), default=0.0)
    saying = [e for e in extracts if e.support >= _ALL and states(e.unit.text, ask.answer_type)]
    if not saying or told > _NONE or any(covers(held.get(e.document, ()), e.unit) for e in saying):
        return None
    return Found(_chosen(saying), saying[0], ())


def _ranked(library: Library, plan: Plan, ask: Ask, vocabulary: Vocabulary) -> list[Extract]:
    """The extracts of the documents meant, the best first."""
    named = plan.scope.kind == "named"
    documents = tuple(d for one in plan.scope.documents for d in (one, *library.avenants(one))) if named else None
    hints = " ".join(word for subject in ask.subjects for word in vocabulary.subjects[subject].passages)
    hits = library.search(f"{ask.words} {hints}".strip(), HITS, documents, plan.scope.names)
    ranks: dict[str, dict[tuple[int, int], float]] = defaultdict(dict)
    for hit in hits:
        ranks[hit.document][(hit.passage.start, hit.passage.end)] = hit.score
    extracts = [
        extract
        for document in (documents or tuple(ranks))
        for extract in rank(
            document, library.units(document), ask, _wanted(library, document, ask, plan, vocabulary), ranks[document]
        )[:6]
    ]
    return sorted(extracts, key=lambda extract: -extract.score)


def _verdict(library: Library, ask: Ask, chosen: Sequence[Extract]) -> Literal["yes", "no"] | None:
    if not chosen:
        return None
    return verdict(ask, _said(library, chosen[0]), _aliases(library, chosen[0].document, ask))


def _followed(library: Library, chosen: tuple[Extract, ...]) -> tuple[Extract, ...]:
    """The best extract with the sentence after it, when that one limits it: « il ne peut y mettre fin »."""
    if not chosen:
        return ()
    best, units = chosen[0], library.units(chosen[0].document)
    after = next((u for u in units if u.start >= best.unit.end and u.block == best.unit.block), None)
    if after is None or not leans(after):
        return chosen
    return (best, replace(best, unit=after), *chosen[1:])[:_MOST_EXTRACTS]


def _said(library: Library, extract: Extract) -> str:
    """The words of an extract, what introduces it included: « Le comité : … - peut suspendre »."""
    blocks = library.entry(extract.document).blocks
    lead = blocks[extract.unit.block].lead_in
    return extract.unit.text if lead is None else f"{blocks[lead].body} {extract.unit.text}"


def _counts(extract: Extract, ask: Ask) -> bool:
    """Whether a number counts what is asked about: beside it, or in the header above it."""
    noun = _COUNTED.search(fold(ask.words))
    asked = _said_otherwise(tokens(noun["noun"]) if noun else ()) or frozenset(ask.terms)
    return (bool(extract.unit.led & asked) and numbers(extract.unit.text)) or counts(extract.unit.text, asked)


def _of_years(extracts: list[Extract], years: Sequence[int]) -> list[Extract]:
    """Those that state a year asked about, where some do."""
    return [e for e in extracts if any(str(year) in e.unit.text for year in years)] or extracts


def _identifies(extract: Extract, ask: Ask) -> bool:
    """Whether « qui est le sponsor ? » is told who that is."""
    return _IDENTITY.match(fold(ask.words)) is None or identifies(extract.unit.text, _said_otherwise(ask.terms))


def _said_otherwise(terms: Iterable[str]) -> frozenset[str]:
    """Stems with those of their synonyms and translations."""
    return frozenset(s for term in terms for s in (term, *translations(term), *chain(*synonyms(term))))


def _type(ask: Ask) -> str | None:
    """What a passage must hold: a subject that only a noun suggests (« à la fin ») demands nothing of it."""
    subject = ask.subjects[0] if ask.subjects else None
    return ask.answer_type if subject in _DEMANDING or ask.answer_type in ("code", "list") else None


def _wanted(library: Library, document: str, ask: Ask, plan: Plan, vocabulary: Vocabulary) -> Wanted:
    return wanted(ask, vocabulary, plan.language == "en", _aliases(library, document, ask))


def _aliases(library: Library, document: str, ask: Ask) -> dict[str, frozenset[str]]:
    """Other names of the parties, their representatives' titles among them where it matters who acts."""
    aliases = library.aliases(document)
    return {**_titles(library, document), **aliases} if decides(ask) else aliases


def _titles(library: Library, document: str) -> dict[str, frozenset[str]]:
    """For the title of who represents a party (« le gérant »), the stems of the party's names."""
    found: dict[str, list[Party]] = defaultdict(list)
    for party in parties_of(library.entry(document)):
        for stem in tokens(party.representative_title or "")[:1]:
            found[stem].append(party)
    return {
        stem: frozenset(tokens(" ".join((held[0].label, *held[0].short_names))))
        for stem, held in found.items()
        if len(held) == 1
    }


def each(library: Library, plan: Plan, ask: Ask, vocabulary: Vocabulary, enough: float) -> list[Extract]:
    """The best extract of each document that plainly says it, in the order of the documents."""
    if not ask.terms:
        return []
    ids = [row.id for row in library.documents()]
    best = (
        next(iter(rank(d, library.units(d), ask, _wanted(library, d, ask, plan, vocabulary), {})), None) for d in ids
    )
    return [e for e in best if e and e.support >= enough and has_type(e.unit.text, ask.answer_type)]


def short(extract: Extract) -> str:
    """An extract on one short line."""
    return shortened(display(extract.unit.text), 220)


def _chosen(extracts: Sequence[Extract], close: float = _CLOSE) -> tuple[Extract, ...]:
    """The best extract, and those nearly as good that add to it."""
    kept: list[Extract] = []
    for extract in extracts:
        near = not kept or extract.score >= kept[0].score * close
        if near and len(kept) < _MOST_EXTRACTS and not any(_overlap(extract, other) for other in kept):
            kept.append(extract)
    return tuple(kept)


def _overlap(one: Extract, other: Extract) -> bool:
    same = one.document == other.document and one.unit.start < other.unit.end and other.unit.start < one.unit.end
    return same or squash(one.unit.text) == squash(other.unit.text)


def _rivals(extracts: Sequence[Extract]) -> tuple[str, ...]:
    """Conventions whose best extract is as good and says something else."""
    if not extracts:
        return ()
    best: dict[str, Extract] = {}
    for extract in extracts:
        best.setdefault(extract.document, extract)
    first = extracts[0]
    near = [e for e in best.values() if e.score >= first.score * _RIVAL and e.support >= first.support * _RIVAL_SUPPORT]
    texts = {squash(e.unit.text) for e in near}
    return tuple(e.document for e in near) if len(near) > 1 and len(texts) > 1 else ()


def written(library: Library, found: Found, ask: Ask, citations: Citations, several: bool, language: Language) -> str:
    """The extracts as a person reads them; the convention is named where several are."""
    parts: list[str] = []
    lead = f"**{message(f'fact.{found.verdict}', language)}** " if found.verdict else ""
    wants_list = (
        ask.answer_type in ("list", "summary")
        or (ask.interrogative == "person" and "sieg" in ask.terms)
        or ask.operation == "list"
    )
    for document, extracts in groupby(found.best, key=lambda extract: extract.document):
        entry = library.entry(document)
        name = f"**{entry.identity.short_name}** : " if several else ""
        for extract in extracts:
            quoted = quote(entry, extract, library.units(document), citations, wants_list)
            blank = f" — {message('fact.blank', language)}" if _BLANK.search(extract.unit.text) else ""
            parts.append((name if parts else lead + name) + "\n".join(quoted.lines) + blank)
            if quoted.is_list:
                return "\n\n".join(parts)
    return "\n\n".join(parts)
