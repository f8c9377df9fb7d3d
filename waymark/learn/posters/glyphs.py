"""Which signs our fonts have, read from their character maps (OpenType `cmap`)."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
HEADER, RECORD = 12, 16
SEGMENTS, GROUPS = 4, 12
LAST_SEGMENT = 0xFFFF


def printable(text: str) -> bool:
    """Whether every sign of a text can be printed."""
    return not missing(text)


def missing(text: str) -> str:
    """The signs of a text that no font of ours has, each once."""
    known = coverage()
    return "".join(
        sign
        for sign in dict.fromkeys(text)
        # Marks of direction and the like are not drawn.
        if ord(sign) not in known and unicodedata.category(sign) not in ("Cf", "Zs")
    )


@cache
def coverage() -> frozenset[int]:
    """The signs that are there in regular and in bold."""
    signs = {path.stem: frozenset(_signs(path.read_bytes())) for path in FONTS.glob("*.ttf")}
    families = {name.rsplit("-", 1)[0] for name in signs}
    both = [signs[f"{name}-Regular"] & signs[f"{name}-Bold"] for name in families]
    return frozenset().union(*both)


def _signs(font: bytes) -> Iterator[int]:
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", font, table + 8 + 8 * number)
        (kind,) = struct.unpack_from(">H", font, table + offset)
        if kind == SEGMENTS:
            yield from _segments(font, table + offset)
        elif kind == GROUPS:
            yield from _groups(font, table + offset)


def _table(font: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", font, HEADER + RECORD * number)
        if tag == name:
            return int(offset)
    raise LookupError(f"the font has no table {name.decode()}")


def _segments(font: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    shape = f">{doubled // 2}H"
    ends = struct.unpack_from(shape, font, at + 14)
    starts = struct.unpack_from(shape, font, at + 16 + doubled)
    for start, end in zip(starts, ends, strict=True):
        if start != LAST_SEGMENT:
            yield from range(start, end + 1)


def _groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    for number in range(count):
        start, end, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * number)
        yield from range(start, end + 1)
