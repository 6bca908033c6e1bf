"""Words placed by hand on a page: each letter half as wide as its type is high, a blank a quarter."""

from dataclasses import replace

from ingestion.layout.page import Page, Rule, Word

LEFT, TOP, SIZE = 70.0, 100.0, 10.0


def placed(text: str, left: float = LEFT, baseline: float = TOP, size: float = SIZE, bold: bool = False) -> list[Word]:
    """The words of one line, from its left end; `baseline` is 0.2 sizes above the words' lower end."""
    words = []
    for part in text.split(" "):
        width = 0.5 * size * len(part)
        if part:
            words.append(Word(part, left, baseline - 0.8 * size, left + width, baseline + 0.2 * size, size, bold))
        left += width + 0.25 * size
    return words


def lined(*texts: str, left: float = LEFT, top: float = TOP, step: float = 13.0, size: float = SIZE) -> list[Word]:
    """Words of lines under one another; an empty text leaves a line out."""
    return [word for row, text in enumerate(texts) for word in placed(text, left, top + row * step, size)]


def page_of(words: list[Word], number: int = 1, rules: tuple[Rule, ...] = ()) -> Page:
    """An A4 page."""
    return Page(number, 595.0, 842.0, tuple(words), rules)


def grid(xs: tuple[float, ...], ys: tuple[float, ...]) -> tuple[Rule, ...]:
    """All the rules of a table."""
    across = [Rule(xs[0], y, xs[-1], y) for y in ys]
    return (*across, *(Rule(x, ys[0], x, ys[-1]) for x in xs))


def doubted(words: list[Word], text: str, confidence: float) -> list[Word]:
    """The words as recognised, all surely but one."""
    return [replace(word, confidence=confidence if word.text == text else 0.95) for word in words]
