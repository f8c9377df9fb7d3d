"""One import at a time."""

from contextlib import AbstractContextManager

from waymark.vault.alone import Busy
from waymark.vault.alone import alone as only_one

__all__ = ["Busy", "alone"]

# Any fixed number that no other lock of this database uses.
IMPORT_LOCK = 7_237_041


def alone() -> AbstractContextManager[None]:
    """Be the only import of this installation. Raises Busy at once where another one runs."""
    return only_one("import", IMPORT_LOCK)
