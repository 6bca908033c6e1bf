"""Terms: how long the convention lasts, how it ends, how it is renewed, and with which notice it is left."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ingestion.blocks import Block
from ingestion.facts.clauses import Clause, read_clauses, segments, spaced
from ingestion.facts.effects import Effect, effect_of
from ingestion.facts.events import event_at
from ingestion.facts.evidence import Actor, Evidence
from ingestion.facts.figures import dates_in, durations_in, periods_in
from ingestion.facts.ownership import about_the_act, quotes_a_change
from ingestion.facts.renewals import OF_ANOTHER, Renewal, renewal_of
from ingestion.french.dates import DateMention
from ingestion.french.durations import Duration, DurationMention

_LASTING = spaced(
    r"(?:\b(?:valable|valide|pour|pendant|durant|sur|est|de|d'|a|au|dure|dureront|durera|court|portee a|fixee a"
    r"|duree|periode)|[:(]|\A)"
    r"(?: (?:est )?(?:de |d'))? ?(?:(?:une )?(?:duree|periode) (?:\w+ ){0,2}(?:de|d'))? ?(?:(?:ferme|initiale"
    r"|totale) (?:de|d') ?)?"
    r"(?:maximum |environ )?\Z"
)
_NOT_LASTING = spaced(
    r"(?:preavis|delai|exceder|depasser|superieure|dans les|sous|renouvel\w+|reconduc\w+|reconduit\w*|prolong\w+"
    r"|prorog\w+|mise en demeure|dispos(?:e|ent|era|eront|ant) d)[^,;.]{0,60}\Z|\b(?:depuis|par|chaque|tous les) \Z"
)
_AFTER = spaced(r" ?(?:avant|apres|suivant|de preavis|au moins|a l'avance|ouvres|par (?:semaine|mois|an))")
_ENDING = spaced(
    r"\b(?:s'ach[eè]v\w+|s'etein\w+|prend(?:ra)? fin|expir\w+|se termin\w+|cess\w+(?: de [a-z ]{0,30})?"
    r"|arriv\w+ a (?:son )?(?:terme|echeance)) \Z"
)
_ONCE = spaced(r" ?(?:apres|a compter d|a partir d|suivant) ?(?!.{0,30}mise en demeure)")
"""« s'achève douze mois après cette date »: a duration told by its end."""
_FROM = spaced(
    r"\b(?:apres|a compter|a partir|courant|commencant|debutant|des|suivant"
    r"|qui suit)(?: de| du| d'| a)?(?= |la|le|l'|sa)"
)
_TO = spaced(
    r"\b(?:jusqu'(?:au|a|en)(?: la fin (?:du mois )?(?:de|d'))?"
    r"|(?:prend|prendra|prenne) fin|(?:s'|a)?ach(?:e|ev)\w+"
    r"|s'etein\w+|expir\w+|(?:se )?termin\w+|(?:echeance|terme)(?: normal)?(?: est)?(?: fixee?)?"
    r"|cess\w+(?: [a-z ]{0,30})?|fin) ?:? ?"
    r"(?:le|la|au|en|a|de plein droit le|a la date du|a compter du)? ?(?:soir du |jour du |fin du )?\Z"
)
_UNTIL = spaced(
    r"\b(?:jusqu'(?=a |au |aux )|(?:prend(?:ra)? fin|expire(?:ra)?|s'acheve(?:ra)?|s'etein(?:t|dra)) (?=a la |a l'|au )"
    r"|pour (?=(?:toute )?la duree (?:de|du|des) (?!\d)))"
)
_YEAR_LONG = spaced(
    r"\b(?:conclue?|consentie?|etablie?|accordee?|signee?|valable) (?:pour|au titre de) (?:la seule |l')?"
    r"(?:annee|exercice)(?: civile?| budgetaire)? (?P<year>20\d\d)(?! ?[-/a]|\d)"
)
"""« La délégation est consentie pour l'année 2025. »"""
_OPEN_ENDED = spaced(
    r"\b(?:(?:une )?duree(?: d[^.;,]{1,50})? (?:est |sera )?(?:indeterminee|illimitee|non determinee)"
    r"|sans (?:limitation|limite) de duree)\b"
)
_SURVIVAL = spaced(
    r"\b(?:survi(?:v\w+|t)|(?:rest|demeur|continu|subsist|perdur|s'appliqu|produi|s'etend|pendant|y compris|pour)\w*"
    r"(?=[^.;]{0,140}(?:apres|au-dela|posterieurement|a l'issue|nonobstant|malgre|a l'expiration)"
    r" (?:de )?(?:la |l'|le |son |sa )?(?:fin|terme|expiration|echeance|cessation|resiliation|execution)\b))"
)
_OUTLIVED = spaced(
    r"\b(?:apres|au-dela|posterieurement|a l'issue|nonobstant|malgre|a l'expiration|survi(?:v\w+|t))\b[^.;]{0,40}"
    r"(?:(?:fin|terme|expiration|echeance|cessation|resiliation)(?: de la| du| de l')?(?: presente?)? ?"
    r"(?:convention|protocole|accord|contrat|partenariat|delegation|(?=,|\.|\Z))|son terme|la convention|du contrat)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A clause on the convention's own duration."""

    nature: Literal["duration", "end", "period", "renewal", "survival"]
    """`period`: « de novembre 2019 à décembre 2020 »; `survival`: clauses that outlive the term."""
    duration: Duration | None
    starts_from: str | None
    """Event that starts it: `signature`, `notification`, `publication`, `effect`; `None` when a date does or none is
    told."""
    start: date | None
    """First day; for a month, its first day (the evidence has the words)."""
    end: date | None
    """Last day; for a month, its last day."""
    renewal: Literal["tacite", "expresse", "exclue"] | None
    times: int | None
    """How many renewals at most; `None` when not told."""
    evidence: tuple[Evidence, ...]
    """The sentence; then the one that gives the start when it is another."""
    until: str | None = None
    """What ends it when no date does, verbatim: « l'extinction des obligations »; « une durée indéterminée » when
    nothing does; `None` otherwise."""
    kind: Literal["term"] = "term"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to give before leaving, opposing a renewal or withdrawing."""

    length: Duration
    purpose: Literal["résiliation", "dénonciation", "retrait", "reconduction"]
    holder: Actor | None
    """Who may; `None` for any party."""
    form: str | None
    """« lettre recommandée avec accusé de réception », verbatim."""
    effect: str | None
    """What it brings, verbatim: « entraîne de plein droit … »."""
    evidence: tuple[Evidence, ...]
    kind: Literal["notice"] = "notice"


def read_terms(blocks: Sequence[Block]) -> tuple[Term, ...]:
    """Every clause on the document's own duration, in reading order; a duration starts as the clause on effect says.

    Left out: durations of orders, of phases, of storage; notices; what an amendment quotes of another text.
    """
    clauses = [clause for clause in read_clauses(blocks) if not quotes_a_change(clause)]
    effects = [found for clause in clauses if (found := effect_of(clause))]
    terms: list[Term] = []
    for clause in clauses:
        if about_the_act(clause):
            terms += _stated(clause, effects)
        terms += _surviving(clause)
    return tuple(terms)


def _stated(clause: Clause, effects: list[Effect]) -> Iterator[Term]:
    renewal, main = renewal_of(clause), None
    periods = [period for period in periods_in(clause.text) if period.first_day or period.last_day]
    year = _YEAR_LONG.search(clause.folded) if not periods else None
    empty = Term("end", None, None, None, None, None, None, clause.with_intros())
    if periods:
        yield replace(empty, nature="period", start=periods[0].first_day, end=periods[0].last_day)
    elif year:
        only = int(year["year"])
        yield replace(empty, nature="period", start=date(only, 1, 1), end=date(only, 12, 31))
    elif (found := term_duration(clause, renewal)) and (main := found.value):
        yield _started(replace(empty, nature="duration", duration=main), clause, found, effects)
    if not (periods or year) and (ends := _ends(clause)):
        yield replace(empty, end=ends)
    elif not (periods or year) and not main and (until := _until(clause)):
        yield replace(empty, until=until)
    if renewal:
        length = renewal.duration or (main if renewal.same else None)
        yield replace(empty, nature="renewal", renewal=renewal.mode, times=renewal.times, duration=length)


def term_duration(clause: Clause, renewal: Renewal | None) -> DurationMention | None:
    """The first duration said to be the document's."""
    for mention in durations_in(clause.text):
        before = clause.folded[max(0, mention.start - 90) : mention.start]
        if OF_ANOTHER.search(before):
            continue
        inside = renewal and renewal.start <= mention.start < renewal.end
        if not inside and _ENDING.search(before) and _ONCE.match(clause.folded, mention.end):
            return mention
        if inside or _NOT_LASTING.search(before) or _AFTER.match(clause.folded, mention.end):
            continue
        if _LASTING.search(before):
            return mention
    return None


def _started(term: Term, clause: Clause, length: DurationMention, effects: list[Effect]) -> Term:
    """The term with what starts it: told after the duration, else by the clause on effect."""
    if found := _FROM.search(clause.folded, length.end, length.end + 40):
        dates = [mention for mention in dates_in(clause.text) if found.end() <= mention.start <= found.end() + 8]
        if dates:
            return replace(term, start=_first_day(dates[0]))
        event = event_at(clause.folded, found.end())
        back = re.match(r" ?(?:cette|ladite) date\b", clause.folded[found.end() :])
        if not (back and effects):
            return replace(term, starts_from=event.event if event else None)
    if not effects:
        return term
    effect = effects[0]
    told = () if effect.clause is clause else effect.clause.evidences()
    return replace(term, starts_from=effect.event, start=effect.value, evidence=term.evidence + told)


def _first_day(mention: DateMention) -> date | None:
    return mention.value or (date(mention.year, mention.month, 1) if mention.year and mention.month else None)


def _last_day(mention: DateMention) -> date | None:
    if mention.value or not mention.year or mention.part in ("start", "middle"):
        return mention.value
    month = mention.month or 12
    return date(mention.year, month, monthrange(mention.year, month)[1])


def end_date(clause: Clause) -> DateMention | None:
    """The date on which a clause about the document says that it ends; `None` when it says none."""
    for mention in dates_in(clause.text):
        if mention.year and _TO.search(clause.folded, max(0, mention.start - 60), mention.start):
            return mention
    return None


def _ends(clause: Clause) -> date | None:
    mention = end_date(clause)
    return _last_day(mention) if mention else None


def _until(clause: Clause) -> str | None:
    """« l'extinction des obligations », « la durée de la séquence »: what ends it when no date does."""
    if open_ended := _OPEN_ENDED.search(clause.folded):
        return clause.words(*open_ended.span())
    found = _UNTIL.search(clause.folded)
    if not found:
        return None
    start = re.compile(r"(?:a (?=l|s)|a |au(?=x? )|)").match(clause.folded, found.end())
    first = start.end() if start else found.end()
    last = re.compile(r"[^,;:.()]*").match(clause.folded, first)
    words = clause.words(first, last.end()) if last else ""
    return words.removeprefix("x ").strip() or None


def _surviving(clause: Clause) -> Iterator[Term]:
    """What outlives the document: « quatre ans après son terme », « survivent à l'expiration »."""
    for start, end in segments(clause):
        if not outlives(clause, start, end):
            continue
        lengths = [found.value for found in durations_in(clause.text[start:end])]
        evidences = clause.evidences(start, end) + (clause.intro.with_intros() if clause.intro else ())
        length = lengths[0] if len(lengths) == 1 else None
        yield Term("survival", length, None, None, None, None, None, evidences)


def outlives(clause: Clause, start: int, end: int) -> bool:
    """Whether a part of a clause says that something lasts beyond the document's term."""
    piece = clause.folded[start:end]
    return not clause.heading and bool(_SURVIVAL.search(piece)) and bool(_OUTLIVED.search(piece))
