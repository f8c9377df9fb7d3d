"""Log-linear Poisson capture-recapture over many lists, fast by fitting many tables at once."""

from waymark.evidence.loglinear.allmodels import AllModels
from waymark.evidence.loglinear.average import BicAverage
from waymark.evidence.loglinear.existence import Existence, existence
from waymark.evidence.loglinear.fixed import Fixed
from waymark.evidence.loglinear.result import Candidate, LoglinearEstimate, Step
from waymark.evidence.loglinear.stepwise import Stepwise

__all__ = [
    "AllModels",
    "BicAverage",
    "Candidate",
    "Existence",
    "Fixed",
    "LoglinearEstimate",
    "Step",
    "Stepwise",
    "existence",
]
