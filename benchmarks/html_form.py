"""Read the fields of a page's report form, as a browser would send them."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Collects the fields of the form that has a text area, and the address it posts to."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.actions: list[str] = []
        self._with_text: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, an input that would be sent, or a text area."""
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
            self.actions.append(found.get("action", ""))
        elif tag == "textarea" and self.forms and self._with_text is None:
            self._with_text = len(self.forms) - 1
        elif tag == "input" and self.forms:
            self._input(found)

    def _input(self, found: dict[str, str]) -> None:
        kind, name = found.get("type", "text"), found.get("name", "")
        ticked = kind not in {"checkbox", "radio"} or "checked" in found
        if name and ticked and kind not in {"file", "submit"}:
            self.forms[-1][name] = found.get("value", "on" if kind == "checkbox" else "")

    @property
    def fields(self) -> dict[str, str]:
        """Names and values of the form with the text area."""
        if self._with_text is None:
            raise ValueError("the page has no form with a text area")
        return self.forms[self._with_text]


def read_form(page: str) -> dict[str, str]:
    """The fields that the report form of a page would send if nothing were filled in."""
    reader = FormReader()
    reader.feed(page)
    return reader.fields
