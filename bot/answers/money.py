"""Money: amounts said in sentences, credits said in tables, instalments."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.answer import Language
from bot.answers.claim import Claim, Value, money
from bot.answers.matching import spoken_of, text_of
from bot.plan import Ask
from bot.vocabulary import Subject
from ingestion.blocks import Block
from ingestion.corpus import Entry
from ingestion.facts.amounts import Amount, Nature
from ingestion.facts.budget import BudgetLine
from ingestion.facts.evidence import Actor, Evidence, State, evidence
from ingestion.facts.instalments import Instalment
from ingestion.facts.parties import Party
from ingestion.french.durations import find_durations
from ingestion.french.percentages import find_percentages
from ingestion.french.sentences import sentences
from ingestion.french.folding import fold
from ingestion.lines import display
from ingestion.naming import name_key
from prompts import message

_MAIN = (
    "cofinancement",
    "subvention",
    "enveloppe",
    "délégué",
    "plafond",
    "contribution",
    "participation",
    "coût",
    "par équipe",
    "retenu",
)
"""Natures by how well they answer « how much », the best first."""
_NATURES = {"retained": ("retenu",), "delegated": ("délégué",), "penalty": ("pénalité",)}
_NATURE_STEMS: dict[str, Nature] = {
    "cofinanc": "cofinancement", "subvent": "subvention", "envelopp": "enveloppe", "contrib": "contribution", "particip": "participation",
}  # fmt: skip
"""Natures by the start of the word's stem."""
_MOST_AMOUNTS = 5


def amounts(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """The amounts that the question speaks of; the main ones when it speaks of none in particular."""
    facts = [fact for fact in entry.facts if isinstance(fact, Amount)]
    share = next((mention.value for mention in find_percentages(ask.words)), None)
    paid = [f for f in entry.facts if isinstance(f, Instalment)]
    if share is not None and any(f.share == share for f in paid):
        return tuple(_instalment_claim(entry, f, language) for f in paid if f.share == share)
    if subject.id == "penalty":
        return _penalties(entry, [f for f in facts if f.nature == "pénalité"], ask, language)
    wanted = _NATURES.get(subject.id)
    if wanted:
        facts = [fact for fact in facts if fact.nature in wanted]
    elif subject.id == "per_team" or "per_team" in ask.subjects:
        facts = [fact for fact in facts if fact.per and "equipe" in display(fact.per).replace("é", "e")] or facts
    else:
        facts = [fact for fact in facts if fact.nature != "pénalité"]
    facts = [fact for fact in facts if not ask.years or fact.year in (None, *ask.years)]
    words = ask.words_beside("amount", "per_team", *_NATURES)
    chosen = spoken_of(
        facts, [*words, *_nature_words(ask)], lambda fact: f"{text_of(fact.evidence)} {fact.nature}", ask.essential
    )
    if not chosen:
        return ()
    borne = [
        fact for fact in chosen if ask.bearer and fact.bearer and name_key(ask.bearer) in _names(entry, fact.bearer)
    ]
    ranked = sorted(_by_value(borne or (chosen if words else facts)), key=_weight)
    share = _asked_share(ask)
    if share is not None and ranked:
        return (_share_claim(entry, share, ranked[0][0], language),)
    return tuple(_amount_claim(group, language) for group in ranked[:_MOST_AMOUNTS])


def _names(entry: Entry, actor: Actor) -> set[str]:
    """Keys of every name of the party that an actor is."""
    party = next((f for f in entry.facts if isinstance(f, Party) and f.label == actor.party), None)
    return (
        {name_key(name) for name in (party.label, party.name, *party.short_names)} if party else {name_key(actor.words)}
    )


def _asked_share(ask: Ask) -> Decimal | None:
    """« 60 % de … », « la moitié »: the share that the question states."""
    if re.search(r"\b(?:la moitie|half)\b", fold(ask.words)):
        return Decimal(50)
    return next((mention.value for mention in find_percentages(ask.words)), None)


def _share_claim(entry: Entry, share: Decimal, fact: Amount, language: Language) -> Claim:
    value = share_of(entry, share, fact, language)
    base = money("", fact.value or Decimal(0), language).shown
    text = message("fact.of_amount", language, amount=value.shown, share=f"{share.normalize():f} %", base=base)
    return Claim(text, fact.evidence[:1], (value,), value.shown, value.value, order=Decimal(value.value))


def _penalties(entry: Entry, facts: Sequence[Amount], ask: Ask, language: Language) -> tuple[Claim, ...]:
    """Penalties, what a delay that the question counts would cost, and their ceiling where a share of a sum is one."""
    claims = [_amount_claim([fact], language) for fact in facts]
    days = next((m.value.count for m in find_durations(ask.words) if m.value.unit in ("day", "working_day", "business_day")), None)
    for fact in facts:
        if days and fact.value is not None and fact.per and "jour" in fact.per:
            total = fact.value * days
            how = f"{days} × {money('', fact.value, language).shown} = {money('', total, language).shown}"
            value = money(message("fact.nature_penalite", language), total, language, how)
            claims.insert(0, Claim(f"**{value.shown}** — {how}", fact.evidence[:1], (value,), value.shown, value.value, order=total))
    ceilings = [claim for claim in (_ceiling(entry, block, language) for block in entry.blocks) if claim]
    capped = any(stem.startswith(("plafon", "maxim", "limit")) for stem, _ in ask.content)
    return (*ceilings, *claims) if capped else (*claims, *ceilings)


def _ceiling(entry: Entry, block: Block, language: Language) -> Claim | None:
    """« Le total des pénalités ne peut dépasser 5 % du montant de la subvention. »"""
    for start, end in sentences(block.text):
        text = fold(block.text[start:end])
        shares = find_percentages(block.text[start:end]) if "penalit" in text and re.search(r"depass|exced|plafon|limit|maxim", text) else ()
        base = _base(entry)
        if shares and base is not None:
            part = share_of(entry, shares[0].value, base, language)
            line = f"**{part.shown}** — {part.how} : « {display(block.text[start:end])} »"
            return Claim(line, (evidence(block, block.start + start, block.start + end), base.evidence[0]), (part,), part.shown, part.value)
    return None


def _nature_words(ask: Ask) -> list[str]:
    """Cue words of « amount » that name a nature: « cofinancement », « subvention »."""
    return [root for stem, cues in ask.content if "amount" in cues for root in _NATURE_STEMS if stem.startswith(root)]


def _by_value(facts: Sequence[Amount]) -> list[list[Amount]]:
    """Facts that state the same money together, in the order of the text."""
    groups: dict[tuple[Decimal | None, str | None], list[Amount]] = {}
    for fact in facts:
        groups.setdefault((fact.value, fact.per), []).append(fact)
    return list(groups.values())


def _weight(group: Sequence[Amount]) -> tuple[int, int]:
    ranks = [_MAIN.index(fact.nature) if fact.nature in _MAIN else len(_MAIN) for fact in group]
    return min(ranks), group[0].evidence[0].start


def _amount_claim(group: Sequence[Amount], language: Language) -> Claim:
    fact = min(group, key=lambda f: _MAIN.index(f.nature) if f.nature in _MAIN else len(_MAIN))
    quoted = tuple(other.evidence[0] for other in [fact, *(f for f in group if f is not fact)][:2])
    nature = message(f"fact.nature_{_plain(fact.nature)}", language)
    if fact.value is None:
        blank = message("fact.blank", language)
        return Claim(f"{nature} : {blank}", quoted, cell=blank, state="blank")
    value = money(nature, fact.value, language)
    ceiling = message("fact.ceiling", language) + " " if fact.ceiling else ""
    details = [display(fact.per) if fact.per else None, str(fact.year) if fact.year else None]
    if fact.bearer and fact.bearer.party:
        details.append(message("fact.paid_by", language, who=fact.bearer.party))
    told = ", ".join(part for part in (nature, *details) if part)
    text = f"**{value.shown}** — {ceiling}{told}"
    if fact.condition:
        text += f" ({display(fact.condition)})"
    warning = None
    if fact.words is not None and fact.words != fact.value:
        warning = message("fact.words_disagree", language, quote=display(fact.evidence[0].quote)[:200])
    return Claim(text, quoted, (value,), value.shown, value.value, warning, fact.value)


def _plain(nature: str) -> str:
    return nature.replace("é", "e").replace("û", "u").replace(" ", "_")


def budget(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Credits by year: the columns asked for (AE, CP), added up when a total is asked."""
    lines = [fact for fact in entry.facts if isinstance(fact, BudgetLine) and fact.column in ("AE", "CP")]
    columns = [name for name in ("AE", "CP") if name.lower() in ask.subjects] or ["AE", "CP"]
    lines = [line for line in lines if line.column in columns]
    if ask.years:
        lines = [line for line in lines if line.year in ask.years]
    if not lines:
        return ()
    if ask.operation == "add":
        return tuple(_total(name, [line for line in lines if line.column == name], language) for name in columns)
    return tuple(_year_claim(group, language) for group in _by_row(lines))


def _by_row(lines: Sequence[BudgetLine]) -> list[list[BudgetLine]]:
    rows: dict[tuple[int | None, str | None, bool], list[BudgetLine]] = {}
    for line in lines:
        rows.setdefault((line.year, line.label, line.total), []).append(line)
    return list(rows.values())


def _year_claim(group: Sequence[BudgetLine], language: Language) -> Claim:
    first = group[0]
    head = message("fact.total", language) if first.total else " ".join(str(p) for p in (first.label, first.year) if p)
    parts, values = [], []
    for line in group:
        if line.value is None:
            parts.append(f"{line.column} : {message('fact.no_amount' if len(group) == 1 else 'fact.dash', language)}")
            continue
        value = money(f"{line.column} {head}".strip(), line.value, language)
        values.append(value)
        parts.append(f"{line.column} : **{value.shown}**{_per_team(line, values, language)}")
    amounts = [line.value for line in group if line.value is not None]
    cell = " · ".join(parts).replace("**", "")
    key = ";".join(f"{line.column}{line.year}{line.value}" for line in group)
    evidence = tuple(dict.fromkeys(line.evidence[0] for line in group))
    state = "stated" if values else "blank"
    return Claim(
        f"{head} — " + " · ".join(parts), evidence, tuple(values), cell, key, None, max(amounts, default=None), state
    )  # type: ignore[arg-type]


def _per_team(line: BudgetLine, values: list[Value], language: Language) -> str:
    if line.per_team is None:
        return ""
    value = money(f"{line.column} par équipe", line.per_team, language)
    values.append(value)
    key = "fact.per_team_estimate" if line.estimate else "fact.per_team"
    return message(key, language, amount=value.shown)


def _total(column: str, lines: Sequence[BudgetLine], language: Language) -> Claim:
    """The sum over the years; never a total row added to its parts, never AE added to CP."""
    parts = [line for line in lines if not line.total and line.value is not None]
    stated = next((line for line in lines if line.total and line.year is None and line.value is not None), None)
    evidence = tuple(dict.fromkeys(line.evidence[0] for line in (*parts, *([stated] if stated else []))))
    if not parts and stated is None:
        return Claim(f"{column} : {message('fact.blank', language)}", evidence, state="blank")
    if len(parts) == 1 or (stated and not parts):
        only = parts[0] if parts else stated
        assert only is not None and only.value is not None
        value = money(column, only.value, language)
        text = f"**{value.shown}** — " + message("fact.sum_one", language, column=column, year=only.year or "")
        return Claim(text.strip(), evidence, (value,), value.shown, value.value, None, only.value)
    total = sum((line.value for line in parts if line.value is not None), Decimal(0))
    terms = [money("", line.value, language).shown for line in parts if line.value is not None]
    how = f"{' + '.join(terms)} = {money('', total, language).shown}"
    value = money(message("fact.sum_label", language, column=column), total, language, how)
    text = f"**{value.shown}** — {value.label} ({how})"
    warning = None
    if stated and stated.value is not None and stated.value != total:
        warning = message("fact.total_differs", language, stated=money("", stated.value, language).shown)
    return Claim(text, evidence, (value,), value.shown, value.value, warning, total)


def instalments(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Payments with what releases each."""
    facts = [fact for fact in entry.facts if isinstance(fact, Instalment)]
    shares = {f"{fact.share.normalize():f}" for fact in facts if fact.share is not None}
    words = [w for w in ask.words_beside("amount", "deadline", "instalment", "signature_date") if w not in shares]
    chosen = spoken_of(facts, words, lambda fact: text_of(fact.evidence), ask.essential) if words else facts
    if _asks_rest(ask) and len(facts) > 1:
        chosen = [fact for fact in facts if fact.order > 1]
    order = _asked_order(ask)
    if order and order <= len(facts):
        chosen = [fact for fact in facts if fact.order == order]
    return tuple(_instalment_claim(entry, fact, language) for fact in (chosen or facts))


def _asked_order(ask: Ask) -> int | None:
    """« le deuxième versement »: its rank."""
    match = re.search(r"\b(premi\w+|1er|deuxieme|second\w*|2e|troisieme|3e|first|third)\b", fold(ask.words))
    return (
        {"prem": 1, "1er": 1, "firs": 1, "deux": 2, "seco": 2, "2e": 2, "troi": 3, "3e": 3, "thir": 3}.get(match[1][:4])
        if match
        else None
    )


def _base(entry: Entry) -> Amount | None:
    """The sum that shares are shares of: what is handed over, else the main amount."""
    facts = main_amounts(entry)
    return next(
        (f for nature in ("délégué", "subvention", "cofinancement", "enveloppe") for f in facts if f.nature == nature),
        None,
    )


def share_of(entry: Entry, share: Decimal, base: Amount, language: Language) -> Value:
    """A share of an amount, exact, with its arithmetic."""
    assert base.value is not None
    part = base.value * share / 100
    shown = money("", base.value, language).shown
    how = f"{share.normalize():f} % × {shown} = {money('', part, language).shown}"
    return money(message("fact.share", language), part, language, how)


def _asks_rest(ask: Ask) -> bool:
    return any(stem.startswith(("rest", "sold", "dern", "secon", "deuxiem", "remain")) for stem, _ in ask.content)


def _instalment_claim(entry: Entry, fact: Instalment, language: Language) -> Claim:
    values: list[Value] = []
    if fact.share is not None:
        shown = f"{fact.share.normalize():f}".replace(".", "," if language == "fr" else ".") + " %"
        values.append(Value(message("fact.share", language), f"{fact.share.normalize():f}", "percent", shown))
    elif fact.amount is not None:
        values.append(money(message("fact.instalment", language), fact.amount, language))
    head = f"**{values[0].shown}** — " if values else ""
    text = head + display(fact.evidence[0].quote).lstrip("-–• ").rstrip(" ;.")
    base = _base(entry) if fact.share is not None else None
    evidence = fact.evidence[:1]
    if base is not None and fact.share is not None:
        part = share_of(entry, fact.share, base, language)
        values.append(part)
        evidence = (*evidence, base.evidence[0])
        text = f"{head}**{part.shown}** ({part.how}) — {text.removeprefix(head)}"
    return Claim(
        text,
        evidence,
        tuple(values),
        values[-1].shown if values else "",
        display(fact.trigger),
        order=values[-1].unit == "EUR" and Decimal(values[-1].value) or None,
    )


def main_amounts(entry: Entry) -> list[Amount]:
    """Stated amounts that are no penalty, the most telling first."""
    facts = [f for f in entry.facts if isinstance(f, Amount) and f.state is State.STATED and f.nature != "pénalité"]
    return [group[0] for group in sorted(_by_value(facts), key=_weight)]


def main_claim(entry: Entry, ask: Ask, language: Language) -> tuple[Claim, ...]:
    """The one amount that a ranking or a sum takes of a convention: of the nature asked, whole, never one of its parts."""
    natures = {_NATURE_STEMS[word] for word in _nature_words(ask)}
    facts = [f for f in main_amounts(entry) if f.per is None and f.nature != "retenu" and (not natures or f.nature in natures)]
    return (_amount_claim(facts[:1], language),) if facts else ()
