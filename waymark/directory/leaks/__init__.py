"""What tells where a closed place is, and is stopped before it goes live."""

from waymark.directory.leaks.finding import check_fields, find_leaks
from waymark.directory.leaks.showing import marked
from waymark.directory.leaks.types import Kind, KnownPlace, Leak

__all__ = ["Kind", "KnownPlace", "Leak", "check_fields", "find_leaks", "marked"]
