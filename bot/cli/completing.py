"""Completion of names at the prompt of `alinea chat`, by the standard library's readline where there is one."""

from collections.abc import Sequence

from ingestion.french.folding import fold

_LEAST = 2
"""Letters from which a word is completed: with one, almost every name would be proposed."""


def completions(line: str, names: Sequence[str]) -> list[str]:
    """Lines that a line may become: the longest of its ends that begins a name gives way to that name.

    Case and accents do not matter. A name that begins with `/` is a command and stands first on its line.

    >>> completions("la fin de quai o", ["Quai Ouvert", "/aide"]), completions("/a", ["Quai Ouvert", "/aide"])
    (['la fin de Quai Ouvert'], ['/aide'])
    """
    if line.startswith("/"):
        return [name for name in names if name.startswith("/") and name.startswith(line)]
    starts = [0, *(at + 1 for at, mark in enumerate(line) if mark in " '’(«\u00a0")]
    proper = [name for name in names if not name.startswith("/")]
    for start in starts:
        typed = fold(line[start:])
        found = [name for name in proper if len(typed) >= _LEAST and fold(name).startswith(typed)]
        if found:
            return [line[:start] + name for name in found]
    return []


def complete_with(names: Sequence[str]) -> None:
    """Have `input` complete these names on Tab. Does nothing where Python has no readline (Windows)."""
    try:
        import readline
    except ImportError:
        return

    def complete(line: str, state: int) -> str | None:
        found = completions(line, names)
        return found[state] if state < len(found) else None

    readline.set_completer_delims("")  # the whole line is given: names hold blanks, hyphens and apostrophes
    readline.set_completer(complete)
    libedit = "libedit" in (readline.__doc__ or "")  # macOS
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
