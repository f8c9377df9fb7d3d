"""The forms that a text can be printed in: a closed list, which is also part of the addresses."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POSTER, CARDS, CARD = "poster", "cards", "card"
ENDINGS = {"pdf": "application/pdf", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Form:
    """One form: a poster, a sheet of cards to cut, or one card; and the paper."""

    kind: str
    size: str
    paper: str
    title: Promise
    rows: int = 0
    most_lines: int = 1

    @property
    def key(self) -> str:
        """How it is called in addresses and in the names of files."""
        return f"{self.kind}-{self.size}"

    @property
    def template(self) -> str:
        """The Typst file that lays it out."""
        return "poster.typ" if self.kind == POSTER else "card.typ"


FORMS = {
    form.key: form
    for form in (
        Form(POSTER, "a4", "a4", _("Poster, A4"), most_lines=2),
        Form(POSTER, "letter", "us-letter", _("Poster, US Letter"), most_lines=2),
        Form(CARDS, "a4", "a4", _("Ten pocket cards on a sheet of A4"), rows=5),
        Form(CARDS, "letter", "us-letter", _("Eight pocket cards on a sheet of US Letter"), rows=4),
        Form(CARD, "single", "", _("One pocket card")),
    )
}
KINDS = (POSTER, CARDS, CARD)
SIZES = ("a4", "letter", "single")


def form_and_choice(name: str) -> tuple[Form, str] | None:
    """What a name such as `poster-a4-us` means: the form, and whose lines."""
    for key, form in FORMS.items():
        if name.startswith(f"{key}-"):
            return form, name.removeprefix(f"{key}-")
    return None
