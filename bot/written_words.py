"""Written words: what prompts/writing.toml knows of the sentences that a model writes."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

import prompts


@cache
def writing_words() -> Mapping[str, Any]:
    """The tables of the file."""
    return tomllib.loads(prompts.read("writing.toml"))
