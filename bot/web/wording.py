"""The language of a page: the one asked for, else the browser's first one that we have, else the settings'."""

from starlette.requests import Request

from bot.answer import Language


def language_of(request: Request, default: Language) -> Language:
    """`?lang=` wins; then `Accept-Language`, in its order of preference."""
    asked = lang_asked(request)
    if asked:
        return asked
    for tag in _preferred(request.headers.get("accept-language", "")):
        if tag in ("fr", "en"):
            return "fr" if tag == "fr" else "en"
    return default


def lang_asked(request: Request) -> Language | None:
    """The language that the address names; `None` when it names none that we have."""
    asked = request.query_params.get("lang")
    return "fr" if asked == "fr" else "en" if asked == "en" else None


def _preferred(header: str) -> list[str]:
    """Languages of a header, without their regions, the preferred one first.

    >>> _preferred("en;q=0.5, fr-FR, *;q=0.1")
    ['fr', 'en', '*']
    """
    weighed: list[tuple[float, int, str]] = []
    for one in header[:500].split(","):
        tag, _, quality = one.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        weighed.append((-weight, len(weighed), tag.partition("-")[0].lower()))
    return [tag for _, _, tag in sorted(weighed) if tag]
