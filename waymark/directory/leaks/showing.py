"""Show a text with the words pointed at."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from waymark.directory.leaks.types import Leak


def marked(text: str, leaks: Iterable[Leak]) -> SafeString:
    """The text as HTML, what leaks within <mark>."""
    parts: list[tuple[str, str]] = []
    done = 0
    for leak in sorted(leaks):
        start = max(leak.start, done)
        if start < leak.end:
            parts.append((text[done:start], text[start : leak.end]))
            done = leak.end
    shown = format_html_join("", "{}<mark>{}</mark>", parts)
    return format_html("{}{}", shown, text[done:])
