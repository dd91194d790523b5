"""Protobuf's wire format by hand: fields that this version does not know."""


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def field(number, payload):
    """A length-delimited field."""
    return varint(number << 3 | 2) + varint(len(payload)) + payload


# When of 2026-11-25, with a field 30 of a newer version.
DAY = 20782
WHEN = field(1, b"\x08" + varint(DAY << 1))
WHEN_OF_THE_FUTURE = field(1, b"\x08" + varint(DAY << 1) + field(30, b"moon phase"))
UNKNOWN_BODY = field(40, b"a body of the future")
