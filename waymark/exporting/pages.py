"""Turns a page of the site into a page of the copy; everything else in it stays as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waymark.exporting.places import EXIT, EXIT_FILE, own_path, relative
from waymark.exporting.tags import Attribute, Edit, Page, Tag, changed
from waymark.web import inline


@dataclass(frozen=True)
class Surroundings:
    """What every page of a copy is turned with.

    `files` are the copied addresses and their files. `url` is the site's public address as it is
    set, `address` the one that others reach; empty where nobody but this machine does.
    """

    files: Mapping[str, str]
    url: str
    address: str
    day: date


@dataclass(frozen=True)
class Original:
    """A page as the site gave it."""

    path: str
    source: str
    policy: str
    language: str


def turned(original: Original, around: Surroundings, until: date | None, page: Page) -> str:
    """The page of the copy. `page` is the original's tags; `until` is when its numbers end."""
    with translation.override(original.language):
        edits = _Edits(original, around, page)
        edits.head()
        edits.banner(until)
        for tag in page.tags:
            edits.links(tag)
        text = changed(original.source, edits.made)
    script = inline.public_script().text
    return text.replace(script, exit_script(_exit(original, around)))


def exit_script(way_out: str) -> str:
    """The frame's script with the file that leaves in place of the address."""
    text = str(inline.public_script().text)
    text = text.replace(f'link.pathname === "{EXIT}"', f'link.pathname.endsWith("/{EXIT_FILE}")')
    return text.replace(f'"{EXIT}"', f'"{way_out}"')


def _exit(original: Original, around: Surroundings) -> str:
    return relative(EXIT_FILE, seen_from=around.files[original.path])


class _Edits:
    """The changes of one page."""

    def __init__(self, original: Original, around: Surroundings, page: Page) -> None:
        self.original, self.around, self.page = original, around, page
        self.here = around.files[original.path]
        self.made: list[Edit] = []
        self._explained = False

    def _insert(self, place: int, text: str) -> None:
        self.made.append((place, place, text))

    def head(self) -> None:
        """What headers say where there is a server; a file has none."""
        head = self.page.first("head")
        if head is None:
            raise ValueError(f"{self.original.path} has no head")
        policy = escape(self._policy())
        self._insert(
            head.end,
            f'\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
            '\n<meta name="referrer" content="no-referrer">',
        )

    def _policy(self) -> str:
        script = inline.source_of(exit_script(_exit(self.original, self.around)))
        sends = "form-action " + (self.around.address or "'none'")
        found = self.original.policy.replace(inline.public_script().source, script)
        parts = [part.strip() for part in found.split(";")]
        # A browser refuses frame-ancestors in a page; whoever serves the copy finds it in _headers.
        kept = [part for part in parts if part and not part.startswith("frame-ancestors")]
        return "; ".join(sends if part.startswith("form-action") else part for part in kept)

    def banner(self, until: date | None) -> None:
        """From when the page is, and until when its numbers hold."""
        place = self.page.first("main", "body")
        if place is not None:
            self._insert(place.end, f"\n{words_of(self.around.day, until)}")

    def links(self, tag: Tag) -> None:
        """Let a tag lead to a file of the copy, else to the site, else nowhere."""
        for link in tag.links:
            self._link(tag, link)
        if tag.name == "form":
            self._form(tag)
        elif tag.sends and not self.around.address:
            self._switch_off(tag)

    def _form(self, tag: Tag) -> None:
        self._explained = False
        if self.around.address and not tag.value("action"):  # it sends to its own page
            address = escape(f"{self.around.address}{self.original.path}")
            self._insert(tag.end - 1, f' action="{address}"')

    def _switch_off(self, tag: Tag) -> None:
        """In place of a form's first button stands why there is none."""
        if not self._explained:
            self._insert(tag.start, format_html("<span>{}</span>", _("This needs the internet.")))
            self._explained = True
        self._insert(tag.start + len(f"<{tag.name}"), " disabled hidden")

    def _link(self, tag: Tag, link: Attribute) -> None:
        if not link.value or link.value.startswith("#"):
            return
        path = own_path(link.value, on=self.original.path, url=self.around.url)
        if path is None:
            return
        fragment = link.value.partition("#")[2]
        target = EXIT_FILE if path == EXIT else self.around.files.get(path)
        if target is not None and tag.name != "form":
            self._lead(link, relative(target, seen_from=self.here), fragment)
        elif self.around.address:
            self._lead(link, f"{self.around.address}{path}", fragment)
        else:
            self._take_out(tag, link)

    def _lead(self, link: Attribute, target: str, fragment: str) -> None:
        value = escape(f"{target}#{fragment}" if fragment else target)
        self.made.append((link.start, link.end, f' {link.name}="{value}"'))

    def _take_out(self, tag: Tag, link: Attribute) -> None:
        self.made.append((link.start, link.end, ""))
        if tag.name == "a" and tag.closed is not None:
            self._insert(tag.closed, f" {needs_the_internet()}")
            self._look_like_words(tag)

    def _look_like_words(self, tag: Tag) -> None:
        if look := tag.attributes.get("class"):
            self.made.append((look.start, look.end, ""))


def words_of(day: date, until: date | None) -> SafeString:
    """The line on every page, in the language in force."""
    if until is None:
        text = format_html(
            _(
                "This page is a copy from {day}. No line of help is on it. "
                "Check a telephone number before you call."
            ),
            day=_day(day),
        )
    else:
        text = format_html(
            _(
                "This page is a copy from {day}. Its lines of help hold until {until}. "
                "Check any other number before you call, and after that day these too."
            ),
            day=_day(day),
            until=_day(until),
        )
    limit = _("Leaving cannot clear what your browser kept of it.")
    return format_html('<p class="notice small">{} {}</p>', text, limit)


def needs_the_internet() -> SafeString:
    """What stands behind the words of a link that a copy does not have."""
    return format_html('<span class="small soft">({})</span>', _("needs the internet"))


def _day(day: date) -> SafeString:
    shown = date_format(day, "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), shown)
