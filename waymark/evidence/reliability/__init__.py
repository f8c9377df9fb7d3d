"""Whether lists can carry a number, said before any number."""

from waymark.evidence.reliability.assess import Findings, Reliability, assess, with_more
from waymark.evidence.reliability.criteria import Criterion, Outcome
from waymark.evidence.reliability.overlaps import Overlaps, overlaps
from waymark.evidence.reliability.verdict import May, Verdict

__all__ = [
    "Criterion",
    "Findings",
    "May",
    "Outcome",
    "Overlaps",
    "Reliability",
    "Verdict",
    "assess",
    "overlaps",
    "with_more",
]
