"""What a demand says, as it is sealed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

PRODUCES, LEFT = "produces", "left"


@dataclass(frozen=True)
class Asked:
    """What came in: its kind by the list, the law it names, who asks, and what exactly."""

    kind: str = ""
    basis: str = ""
    who: str = ""
    asked: str = ""
    received_on: str = ""  # ISO
    privilege: str = ""


@dataclass(frozen=True)
class Handling:
    """What was done about it. `told` and `not_told`: one of the two has to say something."""

    told: str = ""
    not_told: str = ""
    safety: str = ""
    adviser: str = ""


@dataclass(frozen=True)
class Said:
    """A demand opened."""

    asked: Asked
    handling: Handling
    reason: str = ""
    produces: tuple[str, ...] = ()
    left: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Said":
        """Undo `as_content`; what is not there was not said."""
        return cls(
            Asked(**content.get("asked", {})),
            Handling(**content.get("handling", {})),
            content.get("reason", ""),
            tuple(content.get(PRODUCES, ())),
            tuple(content.get(LEFT, ())),
        )

    def as_content(self) -> dict[str, Any]:
        """As it is sealed; the gate reads `produces`."""
        return {
            "asked": asdict(self.asked),
            "handling": asdict(self.handling),
            "reason": self.reason,
            PRODUCES: sorted(self.produces),
            LEFT: list(self.left),
        }
