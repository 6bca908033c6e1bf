"""Sums: amounts of sentences that do not add up, disagree with their words, or are stated with two values."""

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingestion.anomaly.finding import Anomaly, anomaly
from ingestion.anomaly.reading import Reading
from ingestion.blocks import BlockKind
from ingestion.facts.amounts import Amount
from ingestion.facts.budget import BudgetLine
from ingestion.facts.clauses import Clause, spaced
from ingestion.facts.evidence import State
from ingestion.facts.instalments import Instalment
from ingestion.french.amounts import find_amounts
from ingestion.french.durations import find_durations
from ingestion.french.folding import fold
from ingestion.french.numbers import read_words
from ingestion.french.percentages import find_percentages

_EACH = spaced(r" ?par (?P<unit>\w+)[^.;:]{0,30}?,? ?soit (?:un total de |au total )?\Z")
_COUNT = spaced(r" ?(?:au total )?pour (?:les |l'ensemble des )?(?P<count>[\w-]+)(?P<unit> \w+)?")
_TOGETHER = spaced(r"\b(?:ensemble|au total|reparti\w*|se decompos\w*|ventil\w*|soit|comme suit|total\w*|global\w*)\b")
_PARTIAL = spaced(r"\b(?:dont|notamment|en outre|supplementaire|y compris|par exemple|au plus|maximum|maximal)\b")
_REST = spaced(r"\b(?:restant\w*|reste|solde|surplus|difference)\b")
_OF_WHOLE = ("cofinancement", "subvention")
_STEP = spaced(
    r"\b(?:dont|avance|acompte|tranche|versement|solde|restant\w*|premiere?|seconde?|deuxieme|complement\w*|supplement\w*"
    r"|initial\w*|chacune?|chaque|autre|precedent\w*|deja|minimum|minimal|part|ecretee?)\b"
)
_WHOLE = Decimal(100)


def find_disagreeing_words(reading: Reading) -> Iterator[Anomaly]:
    """Figures and words of one sum, one duration or one share that differ: « 18 000 € (dix-neuf mille euros) »."""
    for fact in reading.of(Amount):
        if fact.value is not None and fact.words is not None and fact.value != fact.words:
            yield anomaly("words_differ_from_digits", "grave", fact.evidence[:1], digits=fact.value, words=fact.words)
    for clause in reading.clauses:
        if "(" not in clause.text:  # the second form of a number stands between brackets
            continue
        for found in find_durations(clause.text):
            if found.agrees is False:
                quote = clause.words(found.start, found.end)
                yield anomaly("count_words_differ", "grave", clause.evidences(), quote=quote)
        for share in find_percentages(clause.text):
            if share.agrees is False:
                yield anomaly(
                    "count_words_differ", "grave", clause.evidences(), quote=clause.words(share.start, share.end)
                )


def find_wrong_products(reading: Reading) -> Iterator[Anomaly]:
    """« 140 000 € par équipe, soit 420 000 € pour les trois » where the product is another."""
    for clause in reading.sentences():
        found = find_amounts(clause.text)
        for each, whole in itertools.pairwise(found):
            times = _times(clause, each.end, whole.start, whole.end)
            if times and each.value * times != whole.value:
                yield anomaly(
                    "product_differs", "grave", clause.evidences(), each=each.value, times=times,
                    product=each.value * times, stated=whole.value,
                )  # fmt: skip


def _times(clause: Clause, after: int, before: int, end: int) -> int | None:
    """How many units the second sum is for, where the first is said to be for one and the second for all."""
    each, count = _EACH.search(clause.folded[after:before]), _COUNT.match(clause.folded, end)
    if not each or not count:
        return None
    said = count["count"]
    number = int(said) if said.isdecimal() else read_words(said)
    same = not count["unit"] or count["unit"].strip().rstrip("s") == each["unit"].rstrip("s")
    return number if number and same else None


def find_wrong_lists(reading: Reading) -> Iterator[Anomaly]:
    """Sums of a list that do not make the total of the sentence that introduces it."""
    for index, block in enumerate(reading.blocks):
        items = [b for b in reading.blocks if b.kind is BlockKind.ITEM and b.lead_in == index]
        lead = reading.clause_at(block.body_end - 1) if len(items) > 1 else None
        if lead is None or not _TOGETHER.search(lead.folded) or _PARTIAL.search(lead.folded):
            continue
        totals = find_amounts(lead.text)
        parts = [find_amounts(item.text) for item in items]
        if len(totals) != 1 or any(
            len(part) != 1 or "dont" in fold(item.text) for part, item in zip(parts, items, strict=True)
        ):
            continue
        found = sum((part[0].value for part in parts), Decimal(0))
        if found != totals[0].value:
            evidence = [*lead.evidences(), *(reading.quoted(item.body_start, item.body_end) for item in items)]
            yield anomaly("parts_do_not_add_up", "grave", evidence, total=totals[0].value, sum=found)


def find_wrong_remainders(reading: Reading) -> Iterator[Anomaly]:
    """A whole, the part kept on it and « le solde »: W − K is not the rest that the text states."""
    whole = _only(
        [a for a in reading.of(Amount) if a.nature in ("cofinancement", "enveloppe", "subvention") and _plain(a)]
    )
    kept = _only([a for a in reading.of(Amount) if a.nature == "retenu" and _plain(a)])
    rest = _only([a for a in reading.of(Amount) if a.nature in ("délégué", "solde") and _plain(a) and _says_rest(a)])
    if not whole or not kept or not rest or None in (whole.value, kept.value, rest.value):
        return
    assert whole.value is not None and kept.value is not None and rest.value is not None
    if whole.value - kept.value != rest.value:
        evidence = (*whole.evidence[:1], *kept.evidence[:1], *rest.evidence[:1])
        yield anomaly(
            "remainder_differs", "grave", evidence, whole=whole.value, kept=kept.value, rest=rest.value,
            difference=whole.value - kept.value,
        )  # fmt: skip


def _says_rest(amount: Amount) -> bool:
    return bool(_REST.search(fold(amount.evidence[0].quote)))


def _plain(amount: Amount) -> bool:
    """A whole sum in figures, not one by year, by day or by team."""
    return amount.state is State.STATED and amount.per is None and amount.year is None


def _only(amounts: Sequence[Amount]) -> Amount | None:
    """The amount, when all those found have the same value."""
    return amounts[0] if amounts and len({amount.value for amount in amounts}) == 1 else None


def find_two_values(reading: Reading) -> Iterator[Anomaly]:
    """The same cofinancing or subsidy stated with two values that no third sum explains."""
    for nature in _OF_WHOLE:
        stated = [
            a
            for a in reading.of(Amount)
            if a.nature == nature and _plain(a) and not _STEP.search(fold(a.evidence[0].quote))
        ]
        values = list(dict.fromkeys(a.value for a in stated if a.value is not None))
        if reading.amends or len(values) != 2 or len({a.evidence[0] for a in stated}) != len(stated):
            continue
        first, second = values
        others = {a.value for a in reading.of(Amount)} | {line.value for line in reading.of(BudgetLine)}
        if abs(first - second) in others or first + second in others or _holders(stated):
            continue
        yield anomaly(
            "same_money_two_values", "grave", [a.evidence[0] for a in stated], first=first, second=second, nature=nature
        )


def _holders(stated: Sequence[Amount]) -> bool:
    """Whether several are said to give, or several to receive: their sums may differ."""
    bearers = {a.bearer.party or a.bearer.words for a in stated if a.bearer}
    receivers = {a.beneficiary.party for a in stated if a.beneficiary and a.beneficiary.party}
    return len(bearers) > 1 or len(receivers) > 1


def find_wrong_shares(reading: Reading) -> Iterator[Anomaly]:
    """Shares of instalments that do not make 100 %; a series with a rest or a sum in it is not added."""
    for series in _series(reading.of(Instalment)):
        shares = [one.share for one in series if one.share is not None]
        total = sum(shares, Decimal(0))
        if len(shares) == len(series) > 1 and total != _WHOLE:
            evidence = [one.evidence[0] for one in series]
            told = f"{total.normalize():f}".replace(".", ",")
            yield anomaly(
                "shares_do_not_make_100",
                "grave",
                evidence,
                shares=" + ".join(f"{s.normalize():f}" for s in shares),
                total=told,
            )


def _series(instalments: Sequence[Instalment]) -> Iterator[list[Instalment]]:
    """Instalments of one list: their order starts again, or another article begins."""
    run: list[Instalment] = []
    for one in instalments:
        if run and (one.order <= run[-1].order or one.evidence[0].article != run[-1].evidence[0].article):
            yield run
            run = []
        run.append(one)
    if run:
        yield run
