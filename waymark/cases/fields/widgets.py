"""Boxes that the browser does not have by itself."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

FEWEST = 2
SELECTED = mark_safe(" selected")


class LongSelect(forms.Select):
    """One code of a long list, written as fast as a page with several of them needs it."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The box with all its choices."""
        said = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(said), self._options(str(value or "")))

    def _options(self, chosen: str) -> SafeString:
        rows = (
            (code, _selected(chosen=str(code) == chosen), label) for code, label in self.choices
        )
        return format_html_join("\n", '<option value="{}"{}>{}</option>', rows)


class SeveralSelects(forms.SelectMultiple):
    """Several codes of a long list: a box for each, and one more that is empty.

    It needs no script and no second key held down, and it names each box for who cannot see it.
    """

    def __init__(self, choices: Sequence[tuple[str, Any]]) -> None:
        super().__init__(choices=choices)

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The boxes; the first has the id of the field."""
        chosen = [str(each) for each in value or [] if each]
        count = max(FEWEST, len(chosen) + 1)
        filled = [*chosen, *[""] * (count - len(chosen))]
        boxes = (self._box(name, one, attrs or {}, at) for at, one in enumerate(filled))
        return format_html_join("\n", "{}", ((box,) for box in boxes))

    def _box(self, name: str, value: str, attrs: dict[str, Any], at: int) -> SafeString:
        said = dict(attrs)
        if at:
            said["id"] = f"{attrs.get('id', f'id_{name}')}_{at}"
            said["aria-label"] = _("Number %(number)s") % {"number": at + 1}
        return LongSelect(choices=self.choices).render(name, value, said)


def _selected(*, chosen: bool) -> str:
    return SELECTED if chosen else ""
