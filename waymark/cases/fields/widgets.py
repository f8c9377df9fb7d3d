"""Boxes that the browser does not have by itself."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

FEWEST = 2
MOST = 12


class SeveralSelects(forms.SelectMultiple):
    """Several codes of a long list: a box for each, and one more that is empty.

    It needs no script and no second key held down, and it names each box for who cannot see it.
    """

    template_name = "cases/fields/several.html"

    def __init__(self, choices: Sequence[tuple[str, Any]]) -> None:
        super().__init__(choices=choices)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes, each with its choices; the first has the id of the field."""
        chosen = [str(each) for each in value or [] if each]
        count = min(max(FEWEST, len(chosen) + 1), max(MOST, len(chosen)))
        filled = [*chosen, *[""] * (count - len(chosen))]
        base = str((attrs or {}).get("id", f"id_{name}"))
        boxes = [
            self._box(name, value, base if at == 0 else f"{base}_{at}", attrs or {}, at)
            for at, value in enumerate(filled)
        ]
        return {"boxes": boxes}

    def _box(
        self, name: str, value: str, box_id: str, attrs: dict[str, Any], at: int
    ) -> dict[str, Any]:
        said = {**attrs, "id": box_id}
        if at:
            said["aria-label"] = _("Number %(number)s") % {"number": at + 1}
        box: dict[str, Any] = forms.Select(attrs=said, choices=self.choices).get_context(
            name, value, None
        )["widget"]
        return box
