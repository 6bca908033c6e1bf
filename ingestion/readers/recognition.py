"""Recognition: which engine of the system reads the pages that are only pictures."""

import shutil
from functools import cache
from typing import Literal

from ingestion.readers.engine import Recogniser
from ingestion.reading_rules import ReadingRules

Lack = Literal["off", "no_engine", "no_language"]
"""Why nothing is recognised: the rules say so, the engine is not installed, or not for this language."""
_TESSERACT = "tesseract"


def lack(rules: ReadingRules) -> Lack | None:
    """Why scans cannot be read here; `None` when they can."""
    if not rules.ocr:
        return "off"
    if _binary() is None:
        return "no_engine"
    from ingestion.readers.tesseract_door import languages

    held = languages(_binary() or "")
    return None if set(rules.ocr_language.split("+")) <= held else "no_language"


def recogniser(rules: ReadingRules) -> Recogniser | None:
    """The system's engine; `None` where `lack` says why. Two calls with the same rules give engines that read alike."""
    if lack(rules) is not None:
        return None
    from ingestion.readers.tesseract_door import Tesseract

    return Tesseract(_binary() or "", rules.ocr_language, rules.seconds)


@cache
def _binary() -> str | None:
    return shutil.which(_TESSERACT)
