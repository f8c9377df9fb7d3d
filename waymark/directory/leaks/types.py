"""What is looked for, and what is found."""

from dataclasses import dataclass, field
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST_SHOWN = 80


class Kind(Enum):
    """What the words give away, the surest first; the value says what to do, around the words."""

    ADDRESS = _("“%(words)s” looks like an address. Take it out: this place is not public.")
    POINT = _("“%(words)s” looks like a point on a map. Take it out: this place is not public.")
    MAP_LINK = _("“%(words)s” leads to a place on a map. Take it out: this place is not public.")
    POSTCODE = _("“%(words)s” looks like a postcode. Take it out: it tells more than the area.")
    PHONE = _(
        "“%(words)s” looks like a telephone number. Take it out: a number can tell where "
        "this place is."
    )
    OWN = _("“%(words)s” belongs to where this place is. Take it out: this place is not public.")
    LANDMARK = _("“%(words)s” may tell where this place is. Take it out, or name the area only.")


@dataclass(frozen=True, order=True)
class Leak:
    """Words of a text, by their place in it, that tell where a closed place is."""

    start: int
    end: int
    kind: Kind = field(compare=False)
    words: str = field(compare=False)

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        said: Promise = self.kind.value
        shown = " ".join(self.words.split())
        if len(shown) > LONGEST_SHOWN:
            shown = f"{shown[:LONGEST_SHOWN]}…"
        return str(said) % {"words": shown}

    @property
    def only_warns(self) -> bool:
        """Whether a person may decide that it stays: "near the station" is right of most towns."""
        return self.kind is Kind.LANDMARK


@dataclass(frozen=True)
class KnownPlace:
    """What a closed place says of itself, so that its own words are known in any form."""

    street: str = ""
    house_number: str = ""
    building: str = ""
    city: str = ""
    postcode: str = ""
    phones: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
