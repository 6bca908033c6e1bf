"""Anomalies: what does not hold together in a document, every detector in order."""

from collections.abc import Callable, Iterator, Sequence

from ingestion.anomaly.annexes import find_misnamed_annexes, find_missing_annexes
from ingestion.anomaly.articles import find_broken_numbering, find_missing_articles, find_wrong_articles
from ingestion.anomaly.citations import find_denied_dates, find_two_dates
from ingestion.anomaly.duties import find_own_requests
from ingestion.anomaly.finding import Anomaly
from ingestion.anomaly.frequencies import find_two_paces
from ingestion.anomaly.layout import find_bad_headers, find_missing_page
from ingestion.anomaly.purposes import find_other_purposes
from ingestion.anomaly.reading import Reading, read
from ingestion.anomaly.schedules import find_late_credits, find_other_sum, find_payments_above, find_uneven_teams
from ingestion.anomaly.signatories import find_blanks, find_other_signatories
from ingestion.anomaly.spellings import find_two_codes, find_two_programmes, find_two_spellings
from ingestion.anomaly.sums import (
    find_disagreeing_words,
    find_two_values,
    find_wrong_lists,
    find_wrong_products,
    find_wrong_remainders,
    find_wrong_shares,
)
from ingestion.anomaly.terms import (
    find_denied_durations,
    find_early_effect,
    find_ends_before_start,
    find_long_notices,
    find_two_ends,
    find_two_notices,
)
from ingestion.anomaly.totals import find_wrong_totals
from ingestion.blocks import Block
from ingestion.facts.register import Fact
from ingestion.names import DocumentKind, Identity

_MONEY = (
    find_wrong_totals, find_disagreeing_words, find_wrong_products, find_wrong_lists, find_wrong_remainders,
    find_two_values, find_other_sum, find_payments_above, find_uneven_teams, find_wrong_shares, find_late_credits,
)  # fmt: skip
_TIME = (
    find_two_ends, find_ends_before_start, find_early_effect, find_denied_durations, find_long_notices,
    find_two_notices, find_two_paces,
)  # fmt: skip
_PEOPLE = (find_other_signatories, find_own_requests, find_other_purposes)
_REFERENCES = (
    find_missing_annexes, find_misnamed_annexes, find_missing_articles, find_wrong_articles, find_broken_numbering,
    find_two_dates, find_denied_dates,
)  # fmt: skip
_WRITING = (find_two_spellings, find_two_codes, find_two_programmes, find_bad_headers, find_missing_page, find_blanks)
DETECTORS: tuple[Callable[[Reading], Iterator[Anomaly]], ...] = (*_MONEY, *_TIME, *_PEOPLE, *_REFERENCES, *_WRITING)
"""Every detector, in the order in which its anomalies are listed."""


def find_anomalies(
    text: str, blocks: Sequence[Block], facts: Sequence[Fact], identity: Identity
) -> tuple[Anomaly, ...]:
    """What does not hold together in one convention or avenant, family by family; nothing for any other document.

    Each is certain: where the text can be read in a way that holds, nothing is told. `facts` are all the document's,
    as `read_facts` gives them.
    """
    if identity.kind is DocumentKind.DOCUMENT:
        return ()
    reading = read(text, blocks, facts, identity)
    return tuple(dict.fromkeys(found for detect in DETECTORS for found in detect(reading)))


__all__ = ["DETECTORS", "Anomaly", "find_anomalies"]
