"""Text that is safe to print: no terminal escape, no line break, no reordering of what is read.

A record holds whatever a person or a file brought in. Before it reaches a terminal or a line of a
file, each character that would act instead of show becomes a visible escape, and ``unescape`` gives
the same text back.
"""

import re
import unicodedata

from lamella.errors import InvalidArgument

_ESCAPED = re.compile(r"\\(?:\\|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))|\\")
# Controls, and the formats that reorder or hide text; the joiners of emoji and of scripts stay.
_JOINERS = "\u200c\u200d"


def escape(text: str) -> str:
    r"""The text with a backslash before what acts: ``\x1b``, ``\u202e``, and ``\\`` for itself.

    >>> print(escape("itch\x1b[31m at C:\\"))
    itch\x1b[31m at C:\\
    """
    if text.isascii() and text.isprintable() and "\\" not in text:
        return text
    return "".join(map(_visible, text))


def unescape(text: str) -> str:
    r"""What ``escape`` was given. Fails with ``InvalidArgument`` for a backslash out of place.

    >>> unescape(escape("a\tb\\")) == "a\tb\\"
    True
    """
    return _ESCAPED.sub(_meant, text) if "\\" in text else text


def _visible(character: str) -> str:
    if character == "\\":
        return "\\\\"
    acts = unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs")
    if not acts or character in _JOINERS:
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _meant(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits is not None:
        code = int(digits, 16)
        if code > 0x10FFFF:
            raise InvalidArgument("a backslash begins no escape of a character")
        return chr(code)
    if match[0] == "\\":
        raise InvalidArgument("a backslash begins no escape of a character")
    return "\\"
