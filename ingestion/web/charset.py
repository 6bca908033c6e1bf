"""Characters of a web page: told by its byte-order mark, by its bytes, or by what it declares."""

import re

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_HEAD = 4_096
"""Bytes in which a declaration is looked for; browsers look in 1,024, Word writes more before it."""
_ENCODINGS = {
    "iso-8859-15": "iso-8859-15",
    "latin-9": "iso-8859-15",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}
_OTHERS = "cp1252"
"""What « latin-1 » means on the web (WHATWG, Encoding, 4.2), and what French pages without a declaration are in."""


def decode(content: bytes) -> str:
    """The page's text. Bytes that are valid UTF-8 are UTF-8, whatever is declared: no other French text is, by chance.

    >>> decode("<p>été 12 €</p>".encode()), decode("<p>été 12 €</p>".encode("cp1252"))
    ('<p>été 12 €</p>', '<p>été 12 €</p>')
    >>> decode('<meta charset="iso-8859-15">12 €'.encode("iso-8859-15"))[-4:]
    '12 €'
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if content[1:2] == b"\x00" or content[:1] == b"\x00":
        return content.decode("utf-16-le" if content[1:2] == b"\x00" else "utf-16-be", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(content[:_HEAD])
        name = declared[1].decode("ascii").lower() if declared else ""
        return content.decode(_ENCODINGS.get(name, _OTHERS) if not name.startswith("utf-16") else _OTHERS, "replace")
