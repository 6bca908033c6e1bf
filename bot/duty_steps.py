"""Duty steps: what the team and its administration owe, as steps with a title that says what to do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.amended import Amended
from bot.answer import Citation
from bot.answers.people import parties_of
from bot.coming import cited
from bot.deadlines import DueDate
from bot.steps import TITLE, Step, clause, cut, opened, step
from ingestion.facts.deadlines import Deadline
from ingestion.facts.evidence import Actor, Evidence
from ingestion.facts.obligations import Obligation
from ingestion.facts.themes import find_themes
from ingestion.french.folding import fold
from ingestion.french.numbers import Language
from ingestion.lines import display
from prompts import message

_NAMING = r"\A(?:\w+ ){0,2}(?:nomm|design|identifi)\w* .{0,80}"
_CUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("name_intrapreneur", re.compile(_NAMING + "intrapreneu")),
    ("name_sponsor", re.compile(_NAMING + "sponsor")),
    ("name_contact", re.compile(_NAMING + r"\b(?:referent|correspondant|interlocut|contact|responsable|charge)")),
    ("stats", re.compile(r"/stats\b|pages? de statistiques|pages? statistiques")),
    ("feedback", re.compile(r"je donne mon avis")),
    ("franceconnect", re.compile(r"france ?connect")),
    ("report", re.compile(r"\A(?:\w+ ){0,2}rend\w* compte\b")),
    ("forecast", re.compile(r"\bprevisions? (?:de|d'|budgetaire)")),
    ("certify", re.compile(r"\bcertifi(?:er|e|ent) .{0,20}service fait\b")),
    ("approve", re.compile(r"\bhomologu")),
    ("after", re.compile(r"\bperennis|\breversib|plan de transfert")),
    ("handover", re.compile(r"\b(?:remet\w*|restitu\w*) .{0,60}(?:donnees|documentation|acces)\b")),
    ("report", re.compile(r"\b(?:rend\w* compte|comptes? rendus?|bilans?|rapports?)\b")),
)
"""What a duty is about, more closely than its theme; compared folded, the first that fits."""
_TEAM = re.compile(r"\b(?:equipes?|intrapreneu\w*|sponsors?|start-?ups?|laureate?s?|parties|partenaires)\b")
_NOT_OURS = frozenset(("litiges", "modification", "durée"))
"""Themes of clauses that ask nothing of somebody who starts."""
_FIRM = ("s'engage", "doit", "est chargé", "est tenu", "veille")
_LEAVES = ("peut", "n'engage pas")
_INFINITIVE = re.compile(r"\A(?:ne (?:pas )?|n'|s'|se )?\w+(?:er|ir|re|oir)\b")
_TOLD = 18
"""Characters under which a duty says nothing by itself, as the cells of a table do."""
_RECURRING = frozenset(("gouvernance", "suivi et comptes rendus"))
_COMMITTEE = re.compile(r"\bcomité(?P<rest> (?:d'|de |des |du )?\w+)", re.IGNORECASE)
_NOBODY = frozenset(("open source", "rgpd", "sécurité", "accessibilité", "impact", "données", "publication", "budget"))
"""Themes on which a duty that names nobody is the team's business."""
_PRONOUN = re.compile(r"\A(?:il|elle|ils|elles|celui-ci|celle-ci)\b")
_NO_VERB = re.compile(r"\A(?:l'|(?:les?|la|des?|du|une?|aux?|en|pour|par|dans)\b)")
"""How a duty of a named bearer begins when its verb was not read."""
_EXPECTED = (
    "stats", "theme_open_source", "theme_impact", "theme_accessibilite", "theme_rgpd", "theme_securite", "feedback",
    "forecast", "certify", "approve", "after", "report",
)  # fmt: skip
"""What a public digital service is nearly always asked, before the rest."""
_MOST_DATED = 4
_MOST_NAMED = 3
_MOST_MEETINGS = 3
_MOST_OWN = 1
_SHORTEST_TITLE = 15
_MAIN = 80
"""Characters in which a duty says what it is mainly about."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Who is who, for somebody of the team."""

    dinum: frozenset[str]
    """Labels of the parties that are the DINUM."""
    ours: frozenset[str]
    """Labels of the administrations that carry the service: the others, or the one that is helped."""


def sides_of(view: Amended) -> Sides:
    """The sides of a convention, by its parties."""
    parties = parties_of(view.current)
    dinum = frozenset(party.label for party in parties if party.is_dinum)
    helped = frozenset(party.label for party in parties if party.role and "bénéficiaire" in party.role)
    others = frozenset(party.label for party in parties) - dinum
    return Sides(dinum, others if dinum or not helped else helped)


def owed_by(bearer: Actor | None, sides: Sides) -> bool:
    """Whether a duty is the team's or its administration's; one that nobody bears by name may be."""
    if bearer is None:
        return True
    if bearer.party is not None:
        return bearer.party in sides.ours
    return bearer.role == "parties" or bool(_TEAM.search(fold(bearer.words)))


def naming(view: Amended, calendar: Sequence[DueDate], on: date, language: Language) -> list[Step]:
    """Who is to be named: intrapreneur, sponsor, contacts."""
    duties = [duty for duty in _duties(view) if (_cue(duty.what) or "").startswith("name_")]
    return [_duty_step(view, duty, calendar, on, language) for duty in duties[:_MOST_NAMED]]


def meetings(view: Amended, calendar: Sequence[DueDate], on: date, language: Language) -> Iterator[Step]:
    """Committees and reports that come back, the day of the next one when it is known."""
    sides, seen = sides_of(view), set[Evidence]()
    for fact in view.current.facts:
        if not isinstance(fact, Deadline) or not fact.recurrence_words or fact.evidence[0] in seen:
            continue
        committee = _COMMITTEE.search(display(f"{fact.what} {fact.who.words if fact.who else ''}"))
        regular = _RECURRING & set(find_themes(fact.what)) or _cue(fact.what) == "forecast"
        told = committee or (fact.who and regular)
        if told and (committee or owed_by(fact.who, sides)) and len(seen) < _MOST_MEETINGS:
            seen.add(fact.evidence[0])
            yield _meeting(view, fact, "comité" + committee["rest"] if committee else None, calendar, on, language)


def _meeting(
    view: Amended, fact: Deadline, committee: str | None, calendar: Sequence[DueDate], on: date, language: Language
) -> Step:
    _, citation = cited(view, fact.evidence[0])
    cue = _cue(fact.what)
    key = "committee" if committee else cue if cue in ("report", "forecast") else "recurring"
    often = display(fact.recurrence_words or "").split(",")[0]
    title = message(f"onboarding.meeting_{key}", language, what=committee or "", often=often)
    days = [line.date for line in calendar if line.date and line.evidence and line.evidence[0] == fact.evidence[0]]
    quote = display(citation.quote)
    detail = quote if fold(display(fact.what)[:40]) in fold(quote) else f"{display(fact.what)} : {quote}"
    return step("meeting", title, detail, citation, min((day for day in days if day >= on), default=None))


def duties(
    view: Amended, calendar: Sequence[DueDate], on: date, language: Language, told: Sequence[Citation]
) -> Iterator[Step]:
    """The dated ones by date, what is past last; then one a theme, those said with « s'engage » first.

    `told`: passages of the steps made before, left out here.
    """
    found = [duty for duty in _duties(view) if not _among(cited(view, duty.evidence[0])[1], told)]
    days = {duty: _day(duty, calendar, on) for duty in found}
    seen: set[str] = set()
    for duty in _next(days, on):
        seen.add(_key(duty))
        yield _duty_step(view, duty, calendar, on, language)
    own = 0
    for duty in sorted((duty for duty in found if days[duty] is None), key=_rank):
        key = _key(duty)
        own += key == ""
        if key not in seen and (key or own <= _MOST_OWN):
            seen |= {key} - {""}
            yield _duty_step(view, duty, calendar, on, language)


def _next(days: Mapping[Obligation, date | None], on: date) -> list[Obligation]:
    """The few dated duties to show, the soonest to come first: those of a named bearer and one a subject before."""
    by_day = sorted((day < on, day, _rank(duty), duty) for duty, day in days.items() if day)
    firsts = {_key(duty) or duty.what: duty for *_, duty in reversed(by_day) if duty.bearer}
    kept = [duty for *_, duty in by_day if firsts.get(_key(duty) or duty.what) is duty]
    return kept[:_MOST_DATED]


def _among(citation: Citation, told: Sequence[Citation]) -> bool:
    """Whether a passage overlaps one of those told."""
    return any(one.source == citation.source and one.start < citation.end and citation.start < one.end for one in told)


def _rank(duty: Obligation) -> tuple[bool, bool, bool, int, int]:
    """What is refused last, before it what names nobody, before it what is not « s'engage »; what is expected first."""
    key = _key(duty)
    expected = _EXPECTED.index(key) if key in _EXPECTED else len(_EXPECTED)
    firm = duty.modality in _FIRM
    return duty.modality == "ne peut pas", duty.bearer is None, not firm, expected, duty.evidence[0].start


def _duties(view: Amended) -> list[Obligation]:
    sides = sides_of(view)
    return [
        fact
        for fact in view.current.facts
        if isinstance(fact, Obligation)
        and owed_by(fact.bearer, sides)
        and not fact.condition
        and fact.modality not in _LEAVES
        and len(display(fact.what)) >= _TOLD
        and not (fact.themes and fact.themes[0] in _NOT_OURS)
        and _speaks(fact)
    ]


def _speaks(duty: Obligation) -> bool:
    """Whether its words can be read alone: a verb for whoever bears it, a subject and a known theme for nobody."""
    folded = fold(display(duty.what)).lstrip("-–•* ")
    if duty.bearer is not None:
        return not _NO_VERB.match(folded)
    return bool(duty.themes) and duty.themes[0] in _NOBODY and not _PRONOUN.match(folded)


def _cue(what: str) -> str | None:
    folded = fold(display(what))
    return next((key for key, pattern in _CUES if pattern.search(folded)), None)


def _key(duty: Obligation) -> str:
    """What makes two duties one step: what is refused, the closer subject, the theme; empty when nothing tells."""
    if duty.modality == "ne peut pas":
        return "limit"
    themes = find_themes(duty.what[:_MAIN]) or duty.themes
    return _cue(duty.what) or (f"theme_{fold(themes[0]).replace(' ', '_')}" if themes else "")


def _duty_step(view: Amended, duty: Obligation, calendar: Sequence[DueDate], on: date, language: Language) -> Step:
    _, citation = cited(view, duty.evidence[0])
    return step("duty", _title(duty, language), _detail(duty), citation, _day(duty, calendar, on))


def _title(duty: Obligation, language: Language) -> str:
    """The message of its subject; in French, its own first words if they are an infinitive and no closer one fits."""
    key = _key(duty)
    what = re.split(r" ?[,;:(]", opened(duty.what))[0]
    own = language == "fr" and key.startswith("theme_") and _INFINITIVE.match(fold(what))
    if (own and _SHORTEST_TITLE <= len(what) <= TITLE) or not key:
        return what if own else _unthemed(what, language)
    return message(f"onboarding.{key}", language)


def _unthemed(what: str, language: Language) -> str:
    if language == "fr" and _INFINITIVE.match(fold(what)):
        return cut(what, TITLE)
    return message("onboarding.commitment", language)


def _detail(duty: Obligation) -> str:
    """Who, then the duty in its own words, its time limit in sight."""
    what = clause(duty.what, display(duty.deadline or "")).lstrip("-–•* ")
    if duty.bearer is None:
        return what
    who = display(duty.bearer.words)
    if what.startswith("…"):
        return what
    return f"{who} : {what}" if _INFINITIVE.match(fold(what)) else f"{who} {what}"


def _day(duty: Obligation, calendar: Sequence[DueDate], on: date) -> date | None:
    """The next day on which it is due, else the last one that is past; `None` when none is known."""
    days = [line.date for line in calendar if line.date and line.nature in ("deadline", "recurrence")
            and line.evidence and _same(duty, line)]  # fmt: skip
    coming = [day for day in days if day >= on]
    return min(coming) if coming else max(days, default=None)


def _same(duty: Obligation, line: DueDate) -> bool:
    """Whether a line of the calendar is this duty's: the same place, and the words of one in those of the other."""
    mine, its = duty.evidence[0], line.evidence[0]
    if mine.end <= its.start or its.end <= mine.start or (mine.quote not in its.quote and its.quote not in mine.quote):
        return False
    one, other = fold(display(duty.what)), fold(display(line.what))
    limit = fold(display(duty.deadline or ""))
    return one[:60] in other or other[:60] in one or bool(limit and limit in other)
