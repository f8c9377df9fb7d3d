"""Pad plaintext to a few size classes, so that a ciphertext's length tells little."""

from waymark.vault import primitives

KIB = 1024
MIB = 1024 * KIB
SMALL_CLASSES = (KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB)


def size_class(length: int) -> int:
    """Bytes that a text of `length` bytes takes: the next class, or whole megabytes above 1 MiB.

    One byte more than the text is needed for the mark where the padding begins.
    """
    for size in SMALL_CLASSES:
        if length < size:
            return size
    return (length // MIB + 1) * MIB


def pad(plaintext: bytes) -> bytes:
    """Fill up to the size class."""
    return primitives.pad(plaintext, size_class(len(plaintext)))


def unpad(padded: bytes) -> bytes:
    """Undo `pad`. Raises CannotOpen when the padding is damaged."""
    return primitives.unpad(padded)
