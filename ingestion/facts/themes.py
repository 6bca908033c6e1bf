"""Themes: the subjects of a duty or a right, from the cues of prompts/themes.toml."""

import re
import tomllib
from functools import cache
from typing import Literal

import prompts
from ingestion.french.folding import fold


@cache
def _cues(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    tables = tomllib.loads(prompts.read("themes.toml"))
    return tuple((theme, _pattern(cues)) for theme, cues in tables[table].items())


def _pattern(cues: list[str]) -> re.Pattern[str]:
    forms = (
        re.escape(fold(cue.rstrip("$"))).replace(r"\ ", r"[ \n]+") + (r"(?!\w)" if cue.endswith("$") else "")
        for cue in cues
    )
    return re.compile(rf"(?<![\w])(?:{'|'.join(forms)})")


def find_themes(text: str, table: Literal["duties", "rights"] = "duties") -> tuple[str, ...]:
    """Themes whose cues are in the text, in the order of the file.

    >>> find_themes("publier le code source sous licence libre")
    ('open source', 'publication')
    >>> find_themes("résilier la convention", "rights"), find_themes("cueillir des cerises")
    (('résiliation',), ())
    """
    folded = fold(text)
    return tuple(theme for theme, pattern in _cues(table) if pattern.search(folded))
