"""Where is that? A place name or postcode becomes a point, from data that comes with the install.

Why it is a file of its own: docs/decisions/0016-gazetteer-file.md.
"""

from waymark.directory.gazetteer.finding import find_place
from waymark.directory.gazetteer.places import FoundPlace, Kind, Place, Several, Unknown
from waymark.directory.gazetteer.store import prepare

__all__ = ["FoundPlace", "Kind", "Place", "Several", "Unknown", "find_place", "prepare"]
