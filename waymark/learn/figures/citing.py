"""A figure's source as a citation to copy: in words after the manner of APA, and as BibTeX."""

import re

from django.utils.translation import gettext as _

from waymark.learn.figures.record import Figure
from waymark.learn.figures.wording import day, published

BIBTEX_SIGNS = re.compile(r"([\\{}$&#^_~%])")
SPELLED = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def in_words(figure: Figure) -> str:
    """Publisher. (Date). Title. Who quotes it. Address, and the day it was read."""
    source = figure.source
    values = {
        "publisher": source.publisher,
        "date": published(source.published) if source.published else "n.d.",
        "title": source.title,
        "via": source.via,
        "day": day(source.seen),
        "url": source.url,
    }
    if source.via:
        return (
            _(
                "%(publisher)s. (%(date)s). %(title)s. As cited by %(via)s. "
                "Retrieved %(day)s, from %(url)s"
            )
            % values
        )
    return _("%(publisher)s. (%(date)s). %(title)s. Retrieved %(day)s, from %(url)s") % values


def bibtex(figure: Figure) -> str:
    """The same as an entry for BibTeX; `note` says where it was read, and when."""
    source = figure.source
    note = f"As cited by {source.via}. " if source.via else ""
    rows = {
        "author": f"{{{_escaped(source.publisher)}}}",
        "title": f"{{{_escaped(source.title)}}}",
        "year": source.published[:4] or "n.d.",
        "url": source.url,
        "note": f"{_escaped(note)}Accessed {source.seen:%Y-%m-%d}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in rows.items())
    return f"@misc{{{figure.id},\n{lines}}}"


def _escaped(text: str) -> str:
    return BIBTEX_SIGNS.sub(lambda sign: SPELLED.get(sign[1], f"\\{sign[1]}"), text)
