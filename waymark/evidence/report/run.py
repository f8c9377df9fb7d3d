"""One piece of work on one file: what went in, with which options, and what came out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from waymark.evidence.estimate import Estimate
from waymark.evidence.reading import Reading
from waymark.evidence.reliability import Reliability
from waymark.evidence.stratified import StratifiedEstimate

Option = str | int | float | bool | None


@dataclass(frozen=True)
class Run:
    """Everything that a report tells.

    Attributes:
        reading: the file.
        options: by name, as they were given; with the file they repeat the work.
        estimates: in the order in which they are told.
        reliability: the verdict with its findings.
        stratified: estimates by stratum, where they were asked for.
        failed: sentences by method on why it gives nothing.
    """

    reading: Reading
    options: Mapping[str, Option]
    estimates: tuple[Estimate, ...]
    reliability: Reliability
    stratified: StratifiedEstimate | None = None
    failed: Mapping[str, str] = field(default_factory=dict)
