"""Traces of a draft: changes that nobody has accepted yet, comments between authors."""

from ingestion.documents import Remark


def remarks(tracked: bool, comments: int) -> tuple[Remark, ...]:
    """What the reader of any format says of a draft: its changes are taken as accepted, its comments left out."""
    found = [Remark("tracked_changes")] if tracked else []
    return (*found, Remark("comments", {"count": str(comments)})) if comments else tuple(found)
