"""Committees that a convention names."""

from bot.amended import Amended
from bot.committees import committees
from tests.made_register import COMMITTEE, TEXT, quai, structured


def test_a_committee_is_told_once_with_its_rhythm() -> None:
    entry = quai(COMMITTEE)
    (found,) = committees(Amended(entry, entry, ()))
    assert (found.name, found.often) == ("comité de suivi", "chaque trimestre")
    assert found.evidence == COMMITTEE.evidence[:1]


def test_singular_and_plural_are_one() -> None:
    text = "Les comités d'audits se réunissent. Le comité d'audit statue."
    entry = structured("Halage", text, ())
    (found,) = committees(Amended(entry, entry, ()))
    assert found.name == "comité d'audits"


def test_without_a_rhythm_it_stands_where_it_is_named() -> None:
    entry = quai()
    (found,) = committees(Amended(entry, entry, ()))
    assert found.often is None and TEXT[found.evidence[0].start : found.evidence[0].end] == "comité de suivi"
