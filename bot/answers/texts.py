"""Texts: laws and circulars cited, annexes, definitions."""

import re
from collections.abc import Sequence

from bot.answer import Language
from bot.answers.claim import Claim, day, money
from bot.answers.matching import spoken_of, text_of
from bot.citing import in_its_sentence
from bot.plan import Ask
from bot.vocabulary import Subject
from index.words import tokens
from ingestion.amending.change import Amendment
from ingestion.blocks import BlockKind
from ingestion.corpus import Entry
from ingestion.facts.definitions import Definition
from ingestion.facts.evidence import evidence
from ingestion.facts.references import Reference
from ingestion.french.folding import fold
from ingestion.headings import normalise_number
from ingestion.lines import display
from prompts import message

_LAWS = ("décret", "loi", "ordonnance", "arrêté", "circulaire", "règlement", "code")
_STEMS = {tokens(nature)[0]: nature for nature in _LAWS} | {"decre": "décret", "law": "loi", "circular": "circulaire"}
_ARTICLE = re.compile(
    r"\b(?P<kind>article|art\.?|annexe)\s*(?:n\s*°\s*)?(?P<number>\d+(?:[.-]\d+)?(?:\s*(?:bis|ter|quater)\b)?|1er|premier|[ivx]+\b|[a-h]\b)"
    r"(?!\s*(?:du|de la|de l'|des)\s+(?:decret|loi|code|reglement|ordonnance|circulaire))"
)
_SHOWN = 300
_MOST_BLOCKS = 4
_MOST = 6


_NUMBERED = re.compile(r"\b\d{2,4}-\d{1,6}\b")
"""« 2019-123 »: the number of a law or a decree."""


def names_number(ask: Ask) -> bool:
    """Whether the question is about one text, by its number."""
    return bool(_NUMBERED.search(ask.words))


def references(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Laws, decrees and circulars cited, each once, those that the question speaks of."""
    natures = {_STEMS[stem] for stem, _ in ask.content if stem in _STEMS} or set(_LAWS)
    facts = [
        f for f in entry.facts if isinstance(f, Reference) and f.nature in natures and (f.number or f.date or f.object)
    ]
    numbered = [f for f in facts if f.number and f.number in ask.words]
    if numbered or names_number(ask):
        written = [fact for fact in numbered if (fact.number or "") in fact.evidence[0].quote] or numbered
        each = {(fact.nature, fact.date): fact for fact in reversed(written)}
        dated = "signature_date" in ask.subjects
        return tuple(_reference_claim(fact, language if dated else None) for fact in list(each.values())[:_MOST])
    words = [
        w
        for w in ask.words_beside("reference")
        if w not in _STEMS and w not in ("encadr", "reg", "prevu", "vis", "fond", "appliqu")
    ]
    chosen = (
        spoken_of(facts, words, lambda f: f"{f.nature} {f.number} {f.object} {text_of(f.evidence[:1])}", ask.essential)
        if words
        else facts
    )
    return tuple(_reference_claim(group) for group in _by_number(chosen)[:_MOST])


def _by_number(facts: Sequence[Reference]) -> list[Reference]:
    """One mention a text: the fullest."""
    best: dict[tuple[str, str], Reference] = {}
    for fact in facts:
        key = (fact.nature, fact.number or str(fact.date) or fact.object or "")
        if key not in best or len(fact.object or "") > len(best[key].object or ""):
            best[key] = fact
    return list(best.values())


def _reference_claim(fact: Reference, dated: Language | None = None) -> Claim:
    """A text cited; its date first, in a language, when that is asked."""
    quote = display(fact.evidence[0].quote).rstrip(" ;,")
    head = " ".join(part for part in (fact.nature, fact.number) if part)
    if dated and fact.date:
        value = day(head, fact.date, dated)
        return Claim(f"**{value.shown}** — « {quote[:220]} »", fact.evidence[:1], (value,), value.shown, value.value)
    return Claim(f"**{head}** — « {quote[:220]} »", fact.evidence[:1], cell=head, key=head)


def annexes(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Annexes that the document holds, and those that it cites and does not hold."""
    held = [block for block in entry.blocks if block.kind is BlockKind.ANNEXE]
    missing = {
        f.number: f for f in entry.facts if isinstance(f, Reference) and f.nature == "annexe" and f.present is False
    }
    asked = asked_article(ask)
    if asked and asked[1] in missing:
        held, missing = [], {asked[1]: missing[asked[1]]}
    claims = [
        Claim(f"**{display(block.body)}**", (evidence(block),), cell=display(block.body), key=display(block.body))
        for block in held
    ]
    for number, fact in missing.items():
        text = message("fact.annexe_missing", language, number=number or "")
        claims.append(Claim(text, (in_its_sentence(entry, fact.evidence[0]),), cell=text, state="blank"))
    return tuple(claims)


def services(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """The services that the convention lists by name, the list whole."""
    listed = [alias for alias in entry.identity.aliases if alias.origin == "annexe"]
    if not listed:
        return ()
    first = next((b for b in entry.blocks if b.start <= listed[0].start < b.end), None)
    items = [b for b in entry.blocks if first and b.kind is BlockKind.ITEM and b.lead_in == first.lead_in]
    return tuple(Claim(display(b.body).lstrip("-–•* ").rstrip(" ;."), (evidence(b),), key=b.body) for b in items)


def amendments(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """What an avenant changes, one line a change."""
    words = ask.words_beside("amendment", "definition")
    spoken = spoken_of(entry.amendments, words, lambda change: f"{text_of(change.evidence)} article {change.article}")
    return tuple(_change_claim(change, language) for change in spoken)


def _change_claim(change: Amendment, language: Language) -> Claim:
    where = message("fact.article", language, article=change.article) if change.article else ""
    what = message(f"fact.change_{change.sort}", language)
    row = " ".join(str(part) for part in (change.column, change.year or change.label) if part)
    if change.column and change.new_values.amount is None:
        told = message("fact.no_amount", language)
        return Claim(f"{' '.join(part for part in (where, what, row) if part)} : {told}", change.evidence[:2], key=row)
    if change.column and change.new_values.amount is not None:
        was = change.old_values.amount
        values = tuple(money(row, value, language) for value in (was, change.new_values.amount) if value is not None)
        told = (
            " → ".join(value.shown for value in values[:-1])
            + (" → " if was is not None else "")
            + f"**{values[-1].shown}**"
        )
        return Claim(
            f"{' '.join(part for part in (where, what, row) if part)} : {told}", change.evidence[:2], values, key=row
        )
    old, new = (display(text or "")[: _SHOWN // 2] for text in (change.old, change.new))
    arrow = f"« {old} » → « {new} »" if old and new else f"« {new or old} »" if new or old else ""
    head = " ".join(part for part in (where, what, row) if part)
    return Claim(f"{head} : {arrow}" if arrow else head, change.evidence[:2], key=head)


def asked_article(ask: Ask) -> tuple[str, str] | None:
    """« l'article 4 bis », « l'annexe 3 »: the kind and the normalised number asked about; a law's article is none."""
    match = _ARTICLE.search(fold(ask.words))
    return (match["kind"], normalise_number(match["number"])) if match else None


def article(entry: Entry, kind: str, number: str, language: Language) -> tuple[Claim, ...]:
    """What an article or annexe says: its heading and its first paragraphs or items."""
    blocks = [
        b
        for b in entry.blocks
        if (b.annexe == number if kind == "annexe" else b.annexe is None and b.article == number)
    ]
    said = [b for b in blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.TABLE)]
    if not said:
        return ()
    head = next((b for b in blocks if b.kind in (BlockKind.ARTICLE, BlockKind.ANNEXE)), said[0])
    lines = [Claim(f"**{display(head.body)}**", (evidence(head),), key=head.body)]
    return (*lines, *(Claim(_cut(display(b.body)), (evidence(b),), key=b.body) for b in said[:_MOST_BLOCKS]))


def added(avenant: Entry, number: str) -> tuple[Claim, ...]:
    """An article that an avenant adds or rewrites, in its words."""
    changes = [
        c
        for c in avenant.amendments
        if c.article == number and c.sort in ("article_added", "article_replaced") and c.new
    ]
    return tuple(Claim(display(change.new or ""), change.evidence, key=number) for change in changes[:1])


def _cut(text: str) -> str:
    text = text.lstrip("-–•* ")
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def definitions(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """What the convention itself says a word means."""
    words = set(ask.words_beside("definition"))
    facts = [f for f in entry.facts if isinstance(f, Definition) and words and words == set(tokens(f.term))]
    return tuple(
        Claim(f"**{f.term}** : {display(f.meaning)}", f.evidence[:1], cell=f.meaning, key=f.term) for f in facts[:2]
    )
