"""Tags for lessons."""

from collections.abc import Callable
from functools import lru_cache

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from waymark.learn.content import addresses
from waymark.learn.content.markdown import to_html
from waymark.learn.lessons import wording
from waymark.learn.lessons.reading import Lesson

register = template.Library()
register.simple_tag(wording.language_name)


@register.simple_tag(takes_context=True)
def lesson_html(context: Context, lesson: Lesson, text: str) -> SafeString:
    """A text of a lesson, with links in the language of the page; in a package without links."""
    if "packed" in context:
        return _rendered(text, lesson.source_ids, get_language() or "", _nowhere)
    with override(context["frame"].language):
        return _rendered(text, lesson.source_ids, get_language() or "", addresses.address)


@lru_cache(maxsize=5000)
def _rendered(
    text: str, sources: tuple[str, ...], _language: str, address: Callable[[str], str]
) -> SafeString:
    return to_html(text, sources=sources, address=address)


def _nowhere(_slug: str) -> str:
    return ""
