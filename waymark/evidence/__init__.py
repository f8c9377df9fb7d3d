"""How many people nobody has found: multiple systems estimation over lists, without Django.

from waymark.evidence import Stepwise, assess, read_lists
table = read_lists(Path("lists.csv").read_bytes()).table
print(assess(table).verdict.sentence)
print(Stepwise(seed=1).fit(table).intervals)
"""

from typing import TYPE_CHECKING

from waymark.evidence.exports import attach

if TYPE_CHECKING:
    from waymark.evidence.bayes import DecomposableGraphs, LatentClasses
    from waymark.evidence.estimate import Estimate, Estimator, Interval
    from waymark.evidence.lists import ListError, ListTable
    from waymark.evidence.loglinear import AllModels, BicAverage, Fixed, Stepwise
    from waymark.evidence.reading import Reading, read_lists
    from waymark.evidence.reliability import Reliability, assess
    from waymark.evidence.simple import Chao, Chapman
    from waymark.evidence.simulate import Coverage, Population, coverage
    from waymark.evidence.stratified import Stratified, StratifiedEstimate

__all__ = [
    "AllModels",
    "BicAverage",
    "Chao",
    "Chapman",
    "Coverage",
    "DecomposableGraphs",
    "Estimate",
    "Estimator",
    "Fixed",
    "Interval",
    "LatentClasses",
    "ListError",
    "ListTable",
    "Population",
    "Reading",
    "Reliability",
    "Stepwise",
    "Stratified",
    "StratifiedEstimate",
    "assess",
    "coverage",
    "read_lists",
]

__getattr__ = attach(
    __name__,
    {
        "bayes": ("DecomposableGraphs", "LatentClasses"),
        "estimate": ("Estimate", "Estimator", "Interval"),
        "lists": ("ListError", "ListTable"),
        "loglinear": ("AllModels", "BicAverage", "Fixed", "Stepwise"),
        "reading": ("Reading", "read_lists"),
        "reliability": ("Reliability", "assess"),
        "simple": ("Chao", "Chapman"),
        "simulate": ("Coverage", "Population", "coverage"),
        "stratified": ("Stratified", "StratifiedEstimate"),
    },
)
