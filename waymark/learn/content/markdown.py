"""Markdown to safe HTML: no HTML of the writer, no images, links only to pages of ours.

Two things are added to CommonMark: `[^id]` cites a source of the file, and `[words](page:slug)`
leads to another page.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

CITATION = re.compile(r"\[\^([a-z0-9-]+)\]")
PAGE = "page:"
STRANGE_LINK = re.compile(r"\]\((?!page:)([^)]*)\)")
Address = Callable[[str], str]


def to_html(text: str, *, sources: Sequence[str], address: Address) -> SafeString:
    """The HTML of a text.

    `sources` are the ids it may cite, numbered in this order; `address` gives the address of a
    page by its slug, or an empty text where this site has no such page: then only the words stay.
    """
    env = {"sources": list(sources), "address": address}
    # Everything a writer typed is escaped: HTML is off, and no rule below lets any through.
    return mark_safe(str(_parser().render(text, env)))  # noqa: S308


def citations(text: str) -> set[str]:
    """The ids of the sources that a text cites."""
    return set(CITATION.findall(text))


def page_links(text: str) -> set[str]:
    """The slugs of the pages that a text links to."""
    return {
        href.removeprefix(PAGE)
        for href in _hrefs(_parser().parse(text, {}))
        if href.startswith(PAGE)
    }


def strange_links(text: str) -> set[str]:
    """Links that lead to no page of ours, which would stay as typed: only sources lead outside."""
    return set(STRANGE_LINK.findall(text))


def plain_text(text: str) -> str:
    """The words of a text without its marks, a paragraph a line, for measuring and for search."""
    lines = [
        "".join(_plain(child) for child in token.children or [])
        for token in _parser().parse(text, {})
        if token.type == "inline"
    ]
    return "\n".join(" ".join(line.split()) for line in lines)


def _plain(child: Token) -> str:
    if child.type in ("softbreak", "hardbreak"):
        return " "
    return child.content if child.type in ("text", "code_inline") else ""


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.disable(["image", "html_inline", "html_block", "autolink"])
    parser.inline.ruler.before("link", "citation", _citation)
    parser.add_render_rule("citation", _render_citation)
    parser.add_render_rule("link_open", _render_link_open)
    parser.add_render_rule("link_close", _render_link_close)
    parser.validateLink = _is_page_link  # type: ignore[method-assign]
    return parser


def _is_page_link(url: str) -> bool:
    return url.startswith(PAGE)


def _hrefs(tokens: Sequence[Token]) -> list[str]:
    children = [child for token in tokens for child in token.children or []]
    return [str(child.attrGet("href")) for child in children if child.type == "link_open"]


def _citation(state: StateInline, silent: bool) -> bool:
    found = CITATION.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("citation", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _render_citation(
    _self: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, env: EnvType
) -> str:
    identity, known = tokens[at].content, env["sources"]
    number = known.index(identity) + 1 if identity in known else 0
    if not number:
        return ""
    return format_html(
        '<sup><a href="#s-{}" aria-label="{}">{}</a></sup>',
        identity,
        _("Source %(number)d") % {"number": number},
        number,
    )


def _render_link_open(
    _self: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, env: EnvType
) -> str:
    slug = str(tokens[at].attrGet("href")).removeprefix(PAGE)
    url = env["address"](slug)
    return format_html('<a href="{}">', url) if url else "<span>"


def _render_link_close(
    _self: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, env: EnvType
) -> str:
    level = tokens[at].level
    opening = next(t for t in reversed(tokens[:at]) if t.type == "link_open" and t.level == level)
    slug = str(opening.attrGet("href")).removeprefix(PAGE)
    return "</a>" if env["address"](slug) else "</span>"
