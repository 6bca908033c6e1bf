"""`alinea search`: what search alone finds, with its scores."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import Terminal, cell, terminal_of
from prompts import message

if TYPE_CHECKING:
    from index.search import Hit

_EXTRACT = 300
"""Characters of a passage shown in the table: enough to judge it."""


def search(
    context: typer.Context,
    words: Annotated[str, typer.Argument(metavar="MOTS", help=message("cli.help_search_words"))],
    k: Annotated[int, typer.Option("-k", metavar="N", min=1, help=message("cli.help_search_k"))] = 8,
) -> None:
    """Print the best passages for these words, in all the conventions."""
    from index.search import Search

    terminal = terminal_of(context)
    settings = terminal.settings()
    hits = Search(settings.index, chroma_url=settings.chroma_address).search(words, k)
    if not hits:
        return terminal.say("cli.nothing_found")
    columns = ("score", "words_score", "sense_score", "passage")
    table = terminal.table(*(f"cli.column_{column}" for column in columns))
    table.show_lines = True
    for hit in hits:
        scores = (f"{hit.score:.3f}", f"{hit.lexical:.2f}", f"{hit.dense:.3f}")
        table.add_row(*map(cell, scores), cell(_shown(terminal, hit)))
    terminal.out.print(table)


def _shown(terminal: Terminal, hit: "Hit") -> str:
    """Where a passage stands, then its first words."""
    passage = hit.passage
    article = terminal.text("cli.place_article", article=passage.article) if passage.article else None
    place = " · ".join(part for part in (passage.convention, article, *passage.path[-1:]) if part)
    extract = " ".join(passage.text[: 2 * _EXTRACT].split())
    return f"{place}\n{extract[:_EXTRACT]}{'…' if len(extract) > _EXTRACT else ''}"
