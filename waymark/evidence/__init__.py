"""How many people nobody has found: multiple systems estimation over lists, without Django.

from waymark.evidence import Estimate, ListTable
table = ListTable.from_counts(["police", "shelters"], [([1, 0], 54), ([0, 1], 46), ([1, 1], 12)])
"""

from waymark.evidence.estimate import Estimate, Estimator, Interval
from waymark.evidence.lists import ListError, ListTable

__all__ = ["Estimate", "Estimator", "Interval", "ListError", "ListTable"]
