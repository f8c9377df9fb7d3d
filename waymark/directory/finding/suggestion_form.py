"""The form of a suggestion: plain classes; whatever was typed is shown again."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.directory.actions.suggesting import Said


@dataclass(frozen=True)
class Box:
    """One box to write in; `most` is in letters, `rows` 0 means a single line."""

    name: str
    label: Promise
    hint: Promise | str = ""
    most: int = 500
    rows: int = 0
    needed: bool = False


WHAT = Box(
    "said",
    gettext_lazy("What should we change?"),
    gettext_lazy("For instance: the number is wrong, they moved, they do not take men."),
    most=4000,
    rows=5,
    needed=True,
)
WHAT_NEW = Box(
    "said",
    gettext_lazy("What do they do, and for whom?"),
    most=4000,
    rows=5,
    needed=True,
)
NAME = Box("service_name", gettext_lazy("What is it called?"), most=200, needed=True)
REACH = Box(
    "reach",
    gettext_lazy("How can we reach them?"),
    gettext_lazy("A telephone number, a website or an address that is public."),
)
HOW = Box(
    "how",
    gettext_lazy("How do you know?"),
    gettext_lazy("For instance: I called there, I read it on their page."),
    most=1000,
    rows=2,
)


@dataclass
class Filled:
    """A box with what was typed, and what is wrong with it."""

    field: Box
    value: str = ""
    error: str = ""

    @property
    def described(self) -> str:
        """The ids of the hint and the error, for assistive technology."""
        parts = (("hint", self.field.hint), ("error", self.error))
        return " ".join(f"{self.field.name}_{part}" for part, shown in parts if shown)


@dataclass
class SuggestionForm:
    """The form as it was sent, or empty."""

    boxes: list[Filled] = field(default_factory=list)

    @classmethod
    def empty(cls, *, new: bool) -> "SuggestionForm":
        """Nothing typed yet; `new` asks for a service that is missing."""
        return cls([Filled(box) for box in _boxes(new=new)])

    @classmethod
    def read(cls, sent: QueryDict, *, new: bool) -> "SuggestionForm":
        """Read and check what was sent."""
        return cls([_filled(box, sent.get(box.name, "")) for box in _boxes(new=new)])

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """What is wrong, each with the id of its box."""
        yield from ((each.field.name, each.error) for each in self.boxes if each.error)

    def said(self, language: str) -> Said:
        """What is sealed."""
        value = {each.field.name: each.value for each in self.boxes}
        return Said(
            what=value["said"],
            how=value["how"],
            name=value.get("service_name", ""),
            reach=value.get("reach", ""),
            language=language,
        )


def _boxes(*, new: bool) -> tuple[Box, ...]:
    return (NAME, WHAT_NEW, REACH, HOW) if new else (WHAT, HOW)


def _filled(box: Box, text: str) -> Filled:
    value = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if box.needed and not value:
        return Filled(box, value, _("Please write something here. A few words are enough."))
    over = len(value) - box.most
    if over <= 0:
        return Filled(box, value)
    message = ngettext(
        "This is %(over)s letter too long: %(most)s fit. Please shorten it.",
        "This is %(over)s letters too long: %(most)s fit. Please shorten it.",
        over,
    )
    return Filled(box, value, message % {"over": over, "most": box.most})
