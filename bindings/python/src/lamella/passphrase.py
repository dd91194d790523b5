"""Passphrases as bytes: the same one typed on two keyboards opens the same diary."""

import unicodedata

from lamella.errors import InvalidArgument


def prepare_passphrase(passphrase: str | bytes) -> bytes:
    """The bytes of a passphrase, by the OpaqueString profile of RFC 8265.

    Text is brought to Unicode NFC, every space to U+0020, and control characters are refused.
    Bytes are taken as they are. An empty passphrase, or text that is no Unicode, fails with
    ``InvalidArgument``.

    >>> prepare_passphrase("Cafe\\u0301\\u00a0noir") == "Caf\\u00e9 noir".encode()
    True
    """
    if isinstance(passphrase, bytes):
        prepared = passphrase
    elif isinstance(passphrase, str):
        prepared = _prepare_text(passphrase)
    else:
        raise TypeError("a passphrase is str or bytes")
    if not prepared:
        raise InvalidArgument("a passphrase has at least one character")
    return prepared


def _prepare_text(passphrase: str) -> bytes:
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in passphrase)
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in spaced):
        raise InvalidArgument("a passphrase has no control characters and no lone surrogates")
    return unicodedata.normalize("NFC", spaced).encode()
