"""The tags of a page with their exact places, so that a change leaves all else as it was."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

LINKS = ("href", "src", "action", "formaction")
_NAME = re.compile(r"<[^\s/>]+")
_ATTRIBUTE = re.compile(
    r"""\s*([^\s"'>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?|[\s/]+""",
)


@dataclass(frozen=True)
class Attribute:
    """An attribute's value, and the place of name and value in the source."""

    name: str
    value: str
    start: int
    end: int


@dataclass
class Tag:
    """A start tag: where it begins and ends, and where its end tag begins, if it has one."""

    name: str
    start: int
    end: int
    attributes: dict[str, Attribute] = field(default_factory=dict)
    closed: int | None = None

    def value(self, name: str) -> str:
        """An attribute's value; empty where it has none."""
        found = self.attributes.get(name)
        return found.value if found else ""

    @property
    def links(self) -> list[Attribute]:
        """The attributes that lead somewhere."""
        return [self.attributes[name] for name in LINKS if name in self.attributes]

    @property
    def sends(self) -> bool:
        """Whether it is a button that sends a form."""
        kind = self.value("type").lower()
        if self.name == "button":
            return kind not in {"button", "reset"}
        return self.name == "input" and kind in {"submit", "image"}


class Page(HTMLParser):
    """A page's tags, and its texts between tags."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.tags: list[Tag] = []
        self.texts: set[str] = set()
        self._lines = [0, *(found.end() for found in re.finditer("\n", source))]
        self._open: list[Tag] = []
        self.feed(source)
        self.close()

    def first(self, *names: str) -> Tag | None:
        """The first tag with the first of these names that the page has."""
        for name in names:
            for tag in self.tags:
                if tag.name == name:
                    return tag
        return None

    def links(self) -> list[str]:
        """Everything that the page leads to, would load or sends to."""
        return [link.value for tag in self.tags for link in tag.links]

    def ways(self) -> list[str]:
        """Everything that a reader can follow; what forms send to answers only them."""
        return [tag.value("href") for tag in self.tags if "href" in tag.attributes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        start = self._here()
        raw = self.get_starttag_text() or ""
        found = Tag(tag, start, start + len(raw), _attributes(raw, start))
        self.tags.append(found)
        if tag == "a":
            self._open.append(found)

    def handle_endtag(self, tag: str) -> None:
        """Note where a link's words end."""
        if tag == "a" and self._open:
            self._open.pop().closed = self._here()

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.add(data.strip())

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def _attributes(raw: str, start: int) -> dict[str, Attribute]:
    """The attributes of a start tag; of two with one name the first counts, as in a browser."""
    name = _NAME.match(raw)
    found: dict[str, Attribute] = {}
    for match in _ATTRIBUTE.finditer(raw, name.end() if name else 0, len(raw) - 1):
        if match[1]:
            value = html.unescape((match[2] or "").strip("\"'"))
            place = (start + match.start(), start + match.end())
            found.setdefault(match[1].lower(), Attribute(match[1].lower(), value, *place))
    return found


Edit = tuple[int, int, str]


def changed(source: str, edits: list[Edit]) -> str:
    """The source with each place (from, to) replaced by its text."""
    parts: list[str] = []
    done = 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        parts += [source[done:start], text]
        done = end
    return "".join([*parts, source[done:]])
