"""A register written by hand: each fact of an invented convention over its own sentence, and what is claimed of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from bot.amended import Amended, amended
from bot.answers.claim import Claim
from bot.answers.facts import claims
from bot.library import Library
from bot.vocabulary import vocabulary
from index.records import DocumentRow
from ingestion.corpus import Entry
from ingestion.facts.amounts import Amount
from ingestion.facts.budget import BudgetLine
from ingestion.facts.chorus import ChorusReference
from ingestion.facts.dates import DateFact
from ingestion.facts.deadlines import Deadline
from ingestion.facts.evidence import Actor, Evidence, State
from ingestion.facts.instalments import Instalment
from ingestion.facts.obligations import Obligation
from ingestion.facts.parties import Party
from ingestion.facts.references import Reference
from ingestion.facts.register import Fact
from ingestion.facts.rights import Right
from ingestion.facts.signatures import Signature
from ingestion.facts.terms import Notice, Term
from ingestion.french.durations import Duration
from tests.made_facts import quoted
from tests.made_plans import plan_of
from tests.made_texts import structured

TEXT = """Convention de délégation de gestion FAST 31 | Quai Ouvert

La Direction du numérique (DINUM), 8 quai des Cordiers, 75020 Paris, représentée par Ida Lormel, directrice, délégant ;
La Direction des canaux (DCX), représentée par …, délégataire ;
Vu le décret n° 1990-111 du 3 mai 1990 relatif aux écluses ;
Vu la loi n° 95-7 du 6 janvier 1995 ;

Article 1 : Argent

Le cofinancement est de 80 000 €.
La DINUM garde 20 000 €.
Le reste, soit 60 000 €, est délégué à la DCX.
Chaque équipe reçoit au plus 30 000 € par équipe.
Chaque jour de retard coûte 50 € à la DCX.
Le total des pénalités ne dépasse pas 5 % du montant délégué.
60 % sont versés à la signature ;
40 % sont versés après le bilan ;
2024 : AE 40 000 €, CP 25 000 €
2025 : CP 15 000 €
Total : AE 40 000 €, CP 40 000 €
Centre financier : 0999-ABCD-EFGH (canaux)
Activité : 099900010203
Centre de coût :

Article 2 : Temps

La convention dure dix-huit mois à compter de sa signature.
Elle s'achève le 31 décembre 2025.
Elle est renouvelable une fois par tacite reconduction.
Elle prend effet à sa notification.
Le préavis est de trois mois, par lettre recommandée.
La DCX remet le bilan dans les six mois suivant la signature.
Le comité de suivi se réunit chaque trimestre.
Les pièces sont certifiées sous huit jours ouvrés à réception.
L'audit a lieu le 1er mars 2025.

Article 3 : Devoirs

La DCX publie le code source.
La DCX réunit le comité de suivi.
La DINUM forme l'équipe.
La DINUM peut suspendre les versements.
Les comptes sont contrôlés pendant quatre ans après son terme.

Fait à Paris, le

Ida Lormel, le 15 mars 2024
"""

_DINUM = Actor("La DINUM", "délégant", "DINUM")
_DCX = Actor("La DCX", "délégataire", "DCX")


def at(quote: str) -> tuple[Evidence, ...]:
    """Evidence for a quote of the text."""
    return quoted(TEXT, quote)


def party(role: str, name: str, label: str, quote: str, **fields: Any) -> Party:
    """A party under its clause."""
    made = Party(label, name, role, (label,), None, None, None, label == "DINUM", (), at(quote))
    return replace(made, **fields)


def amount(value: int | None, nature: str, quote: str, **fields: Any) -> Amount:
    """An amount in euros, blank when there is no value."""
    state = State.BLANK if value is None else State.STATED
    found = None if value is None else Decimal(value)
    made = Amount(found, "EUR", None, cast(Any, nature), False, None, None, None, None, None, None, state, at(quote))
    return replace(made, **fields)


def cell(column: str, year: int | None, value: int | None, quote: str, **fields: Any) -> BudgetLine:
    """A cell of the schedule."""
    found = None if value is None else Decimal(value)
    state = State.BLANK if value is None else State.STATED
    made = BudgetLine(column, year, None, found, None, False, year is None, state, at(quote))
    return replace(made, **fields)


def date_fact(nature: str, value: date | None, quote: str, event: str | None = None) -> DateFact:
    """A date; blank without a value nor an event."""
    state = State.STATED if value or event else State.BLANK
    return DateFact(cast(Any, nature), value, None, None, "", "", event, state, at(quote))


def deadline(what: str, quote: str, **fields: Any) -> Deadline:
    """Something due."""
    made = Deadline(what, None, None, "after", None, None, None, None, None, None, False, at(quote))
    return replace(made, **fields)


def term(nature: str, quote: str, **fields: Any) -> Term:
    """A clause on the duration."""
    return replace(Term(cast(Any, nature), None, None, None, None, None, None, at(quote)), **fields)


PARTIES: tuple[Fact, ...] = (
    party(
        "délégant", "Direction du numérique", "DINUM", TEXT.splitlines()[2],
        address="8 quai des Cordiers, 75020 Paris", representative="Ida Lormel", representative_title="directrice",
    ),
    party("délégataire", "Direction des canaux", "DCX", TEXT.splitlines()[3], blanks=("representative",)),
)  # fmt: skip
AMOUNTS: tuple[Fact, ...] = (
    amount(80_000, "cofinancement", "Le cofinancement est de 80 000 €."),
    amount(20_000, "retenu", "La DINUM garde 20 000 €.", bearer=_DINUM),
    amount(60_000, "délégué", "Le reste, soit 60 000 €, est délégué à la DCX.", beneficiary=_DCX),
    amount(30_000, "par équipe", "Chaque équipe reçoit au plus 30 000 € par équipe.", per="par équipe", ceiling=True),
    amount(50, "pénalité", "Chaque jour de retard coûte 50 € à la DCX.", per="par jour de retard", bearer=_DCX),
)
INSTALMENTS: tuple[Fact, ...] = (
    Instalment(1, Decimal(60), None, "à la signature", None, at("60 % sont versés à la signature ;")),
    Instalment(2, Decimal(40), None, "après le bilan", None, at("40 % sont versés après le bilan ;")),
)
CREDITS: tuple[Fact, ...] = (
    cell("AE", 2024, 40_000, "2024 : AE 40 000 €, CP 25 000 €"),
    cell("CP", 2024, 25_000, "2024 : AE 40 000 €, CP 25 000 €"),
    cell("AE", 2025, None, "2025 : CP 15 000 €"),
    cell("CP", 2025, 15_000, "2025 : CP 15 000 €"),
    cell("AE", None, 40_000, "Total : AE 40 000 €, CP 40 000 €"),
    cell("CP", None, 40_000, "Total : AE 40 000 €, CP 40 000 €"),
)
CODES: tuple[Fact, ...] = (
    ChorusReference("centre_de_coût", None, None, State.BLANK, at("Centre de coût :")),
    ChorusReference("activité", "099900010203", None, State.STATED, at("099900010203")),
    ChorusReference("centre_financier", "0999-ABCD-EFGH", "canaux", State.STATED, at("0999-ABCD-EFGH")),
)
LASTS = term(
    "duration", "La convention dure dix-huit mois à compter de sa signature.",
    duration=Duration(18, "month"), starts_from="signature",
)  # fmt: skip
ENDS = term("end", "Elle s'achève le 31 décembre 2025.", end=date(2025, 12, 31))
RENEWS = term("renewal", "Elle est renouvelable une fois par tacite reconduction.", renewal="tacite", times=1)
NOTICE = Notice(
    Duration(3, "month"), "résiliation", None, "par lettre recommandée", None,
    at("Le préavis est de trois mois, par lettre recommandée."),
)  # fmt: skip
SIGNED = date_fact("signature", date(2024, 3, 15), "Ida Lormel, le 15 mars 2024")
UNSIGNED = date_fact("signature", None, "Fait à Paris, le")
BILAN = deadline(
    "remet le bilan", "La DCX remet le bilan dans les six mois suivant la signature.", who=_DCX,
    offset=Duration(6, "month"), event="signature", event_words="la signature",
)  # fmt: skip
COMMITTEE = deadline(
    "se réunit", "Le comité de suivi se réunit chaque trimestre.", who=Actor("Le comité de suivi", None, None),
    every=Duration(3, "month"), recurrence_words="chaque trimestre",
)  # fmt: skip
CERTIFIED = deadline(
    "Les pièces sont certifiées", "Les pièces sont certifiées sous huit jours ouvrés à réception.",
    offset=Duration(8, "working_day"), event="reception", event_words="réception",
)  # fmt: skip
AUDIT = deadline("L'audit a lieu", "L'audit a lieu le 1er mars 2025.", date=date(2025, 3, 1))
DEADLINES: tuple[Fact, ...] = (BILAN, COMMITTEE, CERTIFIED, AUDIT)


def _duty(bearer: Actor, what: str, quote: str, *themes: str) -> Obligation:
    return Obligation(bearer, None, what, "présent", None, themes, None, at(quote))


DUTIES: tuple[Fact, ...] = (
    _duty(_DCX, "publie le code source", "La DCX publie le code source.", "open source"),
    _duty(_DCX, "réunit le comité de suivi", "La DCX réunit le comité de suivi.", "gouvernance"),
    _duty(_DINUM, "forme l'équipe", "La DINUM forme l'équipe.", "formation"),
    Right(_DINUM, "suspendre les versements", None, ("suspension",), at("La DINUM peut suspendre les versements.")),
)
SIGNATURES: tuple[Fact, ...] = (
    Signature("Ida Lormel", "directrice", None, _DINUM, date(2024, 3, 15), "Paris", State.STATED,
              at("Ida Lormel, le 15 mars 2024")),
    Signature(None, None, None, _DCX, None, "Paris", State.BLANK, at("Fait à Paris, le")),
)  # fmt: skip
TEXTS: tuple[Fact, ...] = (
    Reference("décret", "1990-111", None, date(1990, 5, 3), "relatif aux écluses", None, at(TEXT.splitlines()[4])),
    Reference("loi", "95-7", None, date(1995, 1, 6), None, None, at(TEXT.splitlines()[5])),
)


def quai(*facts: Fact, name: str = "Quai Ouvert") -> Entry:
    """The convention with these facts only."""
    return structured(name, TEXT, facts)


def claimed(question: str, *facts: Fact) -> tuple[Claim, ...]:
    """What these facts say to a question of one half, as an answer would claim it."""
    plan = plan_of(question)
    (ask,) = plan.asks
    return claims(quai(*facts), ask, plan, vocabulary())


def texts(found: tuple[Claim, ...]) -> list[str]:
    """What the claims say, French blanks made plain."""
    return [claim.text.replace("\u00a0", " ") for claim in found]


class Shelf:
    """A library double: entries held in memory, no search, no avenant."""

    def __init__(self, *entries: Entry) -> None:
        self._entries: Mapping[str, Entry] = {entry.document.id: entry for entry in entries}

    def documents(self) -> list[DocumentRow]:
        """The rows of the entries."""
        row: Callable[[Entry], DocumentRow] = lambda e: DocumentRow(  # noqa: E731
            e.document.id, e.document.source, e.identity.kind, e.identity.short_name, e.identity.title, e.identity, 1, 1
        )
        return [row(entry) for entry in self._entries.values()]

    def entry(self, document: str) -> Entry:
        """One entry."""
        return self._entries[document]

    def avenants(self, document: str) -> tuple[str, ...]:
        """None."""
        return ()

    def amended(self, document: str, on: date) -> Amended:
        """The entry as it is."""
        return amended(self._entries[document], (), on)


def shelf(*entries: Entry) -> Library:
    """The double, as the library that it stands for."""
    return cast(Library, Shelf(*entries))
