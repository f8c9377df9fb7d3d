"""XML of strangers: no document types, so no entities; not deep, not large."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from waymark.web.workbooks.refusals import CannotRead

DEEPEST = 32
MOST_ELEMENTS = 20_000
SPACE = " "  # between namespace and name


@dataclass
class Element:
    """One element. Its attributes have their namespace and a space before their name, if any."""

    name: str
    space: str
    attributes: Mapping[str, str]
    children: "list[Element]" = field(default_factory=list)
    text: str = ""

    def child(self, name: str) -> "Element | None":
        """The first child with this name."""
        return next((each for each in self.children if each.name == name), None)


class _Tree:
    """Builds elements. Text between children belongs to nobody and is put together."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._made = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._made += 1
        if len(self._open) >= DEEPEST or self._made > MOST_ELEMENTS:
            raise CannotRead(_("The XML is too deep or too large: it is not read."))
        space, _space, local = name.rpartition(SPACE)
        made = Element(local, space, attributes)
        if self._open:
            self._open[-1].children.append(made)
        else:
            self.root = made
        self._open.append(made)
        self._texts.append([])

    def end(self, _name: str) -> None:
        """An element ends."""
        self._open.pop().text = "".join(self._texts.pop())

    def characters(self, text: str) -> None:
        """Text within the element that is open."""
        self._texts[-1].append(text)


def parse(data: bytes) -> Element:
    """The root of a document.

    Raises CannotRead for anything but well-formed XML without a document type.
    """
    tree = _Tree()
    scan(data, start=tree.start, end=tree.end, characters=tree.characters)
    if tree.root is None:
        raise CannotRead(_("The file is no well-formed XML."))
    return tree.root


def scan(
    data: bytes,
    *,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> None:
    """Tell of each element as it comes. Raises CannotRead as `parse` does."""
    parser = expat.ParserCreate(namespace_separator=SPACE)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        if isinstance(fault, CannotRead):
            raise
        raise CannotRead(_("The file is no well-formed XML.")) from fault


def _no_doctype(_name: str, _system: str | None, _public: str | None, _internal: bool) -> None:
    raise CannotRead(_("The XML has a document type, which can do harm: it is not read."))
