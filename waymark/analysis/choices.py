"""What an analyst chose for an estimate: everything but the lists that the result depends on.

These are the methods and options of `waymark evidence estimate`, which a test compares, with the
limits of a page: what is stored is read as strictly as what a browser sends.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from waymark.evidence.lists import ListError

METHODS = {
    "stepwise": _("Log-linear, pairs chosen step by step"),
    "all-models": _("Log-linear, the best of all models"),
    "average": _("Log-linear, the average of all models"),
    "graphs": _("Bayesian, average over decomposable graphs (up to 6 lists)"),
    "classes": _("Bayesian, latent classes (takes minutes)"),
    "chao": _("Chao’s lower bound"),
    "chapman": _("Chapman, for exactly two lists"),
}
USUAL = ("stepwise", "all-models", "average", "graphs", "chao")
# A page lets nobody hold the machine for a day; the command line has no such limits.
FEWEST_REPLICATES, MOST_REPLICATES = 20, 10_000
MOST_SEED = 2**32 - 1
MOST_ORDER, MOST_TOP = 5, 1000
TAMPERED = "The stored options cannot be used. Start again from the file."


@dataclass(frozen=True)
class Choice:
    """Methods by the names that the command has for them, and their options.

    Attributes:
        methods: in the order in which they are told.
        threshold: of the stepwise choice, a p-value.
        replicates: bootstrap samples.
        seed: of everything that is drawn.
        order: the largest number of lists in a term where all models are tried; None lets the
            program choose.
        top: how many of the best models every bootstrap sample is given.
    """

    methods: tuple[str, ...] = USUAL
    threshold: float = 0.02
    replicates: int = 1000
    seed: int = 1234
    order: int | None = None
    top: int = 60

    def __post_init__(self) -> None:
        """Refuse what no page offers."""
        whole = (self.replicates, self.seed, self.top, self.order or 1)
        if any(type(number) is not int for number in whole) or not _is_share(self.threshold):
            raise ListError(TAMPERED)
        if not self.methods or len(set(self.methods)) < len(self.methods):
            raise ListError(TAMPERED)
        fits = (
            set(self.methods) <= set(METHODS)
            and FEWEST_REPLICATES <= self.replicates <= MOST_REPLICATES
            and 0 <= self.seed <= MOST_SEED
            and (self.order is None or 1 <= self.order <= MOST_ORDER)
            and 1 <= self.top <= MOST_TOP
        )
        if not fits:
            raise ListError(TAMPERED)

    def to_store(self) -> dict[str, Any]:
        """As it is stored."""
        return {**asdict(self), "methods": list(self.methods)}

    @classmethod
    def from_store(cls, stored: Mapping[str, Any]) -> "Choice":
        """Read what is stored. Raises ListError for what no page can have written."""
        if set(stored) != {each.name for each in fields(cls)}:
            raise ListError(TAMPERED)
        methods = stored["methods"]
        if not isinstance(methods, list) or not all(isinstance(name, str) for name in methods):
            raise ListError(TAMPERED)
        return cls(**{**stored, "methods": tuple(methods)})


def _is_share(number: object) -> bool:
    return type(number) in {int, float} and 0 <= float(str(number)) < 1
