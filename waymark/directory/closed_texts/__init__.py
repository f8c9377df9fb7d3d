"""Free text that leaves the house, held against the closed places that it is near."""

from waymark.directory.closed_texts.gate import TellsPlace, Told, leaking, refuse_leaks
from waymark.directory.closed_texts.judge import Judge
from waymark.directory.closed_texts.known import known_places
from waymark.directory.closed_texts.leaving import Said, texts_that_leave

__all__ = [
    "Judge",
    "Said",
    "TellsPlace",
    "Told",
    "known_places",
    "leaking",
    "refuse_leaks",
    "texts_that_leave",
]
