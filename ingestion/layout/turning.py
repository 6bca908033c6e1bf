"""Turning: from a sheet's own coordinates, which rise from its bottom left, to the page as a person sees it."""

from dataclasses import dataclass

from ingestion.layout.page import Rule

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the top left corner of the page shown."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A visible area of the sheet, shown turned clockwise."""

    left: float
    low: float
    right: float
    high: float
    """Area in the sheet's coordinates, points."""
    degrees: int
    """0, 90, 180 or 270."""

    @property
    def width(self) -> float:
        """Of the page shown."""
        return self.high - self.low if self.degrees % 180 else self.right - self.left

    @property
    def height(self) -> float:
        """Of the page shown."""
        return self.right - self.left if self.degrees % 180 else self.high - self.low

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the sheet on the page shown.

        >>> [Turn(0, 0, 200, 100, degrees).point(0, 0) for degrees in (0, 90, 180, 270)]
        [(0, 100), (0, 0), (200, 0), (100, 200)]
        """
        if self.degrees == 90:
            return y - self.low, x - self.left
        if self.degrees == 180:
            return self.right - x, y - self.low
        if self.degrees == 270:
            return self.high - y, self.right - x
        return x - self.left, self.high - y

    def box(self, left: float, low: float, right: float, high: float) -> Box:
        """A box of the sheet on the page shown."""
        (x1, y1), (x2, y2) = self.point(left, low), self.point(right, high)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def turned_rule(turn: Turn, rule: Rule) -> Rule:
    """A rule given in the sheet's coordinates (`top` its lower end), on the page shown."""
    return Rule(*turn.box(rule.left, rule.top, rule.right, rule.bottom))
