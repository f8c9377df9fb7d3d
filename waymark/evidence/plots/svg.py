"""The few pieces of SVG that the plots are made of.

A plot is one picture to a screen reader, which hears its title and its description; the
description holds every number that is drawn. Everything is in the colour of the text around it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, isfinite, log10

WIDTH = 720
LABELS = 262  # where the drawing begins
RIGHT = 24
CAPITAL, LETTER = 10.0, 7.2  # about how wide they are
ROW = 30
TOP = 16
INK = "#1a1a1a"
PAPER = "#ffffff"


@dataclass(frozen=True)
class Axis:
    """A scale from 0 to `most` people across the drawing."""

    most: float
    left: float = LABELS

    def at(self, value: float) -> float:
        """Where a value stands, never outside the drawing."""
        share = min(max(value / self.most, 0.0), 1.0)
        return self.left + share * (WIDTH - RIGHT - self.left)

    def ticks(self) -> list[float]:
        """Four to eight round numbers from 0 upwards."""
        rough = self.most / 5
        unit = 10.0 ** floor(log10(rough))
        step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= rough)
        return [step * number for number in range(int(self.most / step) + 1)]

    def draw(self, bottom: float, words: str = "people") -> str:
        """The line below, with numbers at the ticks and thin lines up to the top."""
        parts = [line(self.left, bottom, WIDTH - RIGHT, bottom)]
        for tick in self.ticks():
            x = self.at(tick)
            parts.append(line(x, TOP, x, bottom + 5, thin=True))
            parts.append(text(x, bottom + 20, people(tick), anchor="middle"))
        parts.append(text(WIDTH - RIGHT, bottom + 40, words, anchor="end"))
        return "".join(parts)


def axis_for(values: Iterable[float], cap: float = float("inf")) -> Axis:
    """An axis that holds the finite values, but nothing beyond the cap."""
    known = [min(value, cap) for value in values if isfinite(value)]
    return Axis(1.05 * max([1.0, *known]))


def document(
    body: Sequence[str], height: float, title: str, description: str, standalone: bool
) -> str:
    """A whole picture. `standalone` gives it paper and ink of its own, for a file."""
    paper = ""
    if standalone:
        body = [f'<rect width="100%" height="100%" fill="{PAPER}"/>', *body]
        paper = f' color="{INK}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'font-family="sans-serif" font-size="14"{paper}>'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(body)}</svg>\n"
    )


def text(x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False) -> str:
    """Words in the colour of the text around the picture."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor"{weight}>'
        f"{escape(words)}</text>"
    )


def label(y: float, words: str) -> str:
    """Words left of the drawing, cut where they do not fit."""
    room, short = LABELS - 16.0, ""
    for letter in words:
        room -= CAPITAL if letter.isupper() else LETTER
        if room < 0:
            short = short[:-1] + "…"
            break
        short += letter
    return text(LABELS - 14, y + 5, short, anchor="end")


def line(
    x1: float, y1: float, x2: float, y2: float, *, thin: bool = False, dashed: bool = False
) -> str:
    """A line; thin ones lie in the background."""
    faint = ' stroke-opacity="0.2"' if thin else ' stroke-width="2"'
    dash = ' stroke-dasharray="6 5"' if dashed else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="currentColor"{faint}{dash}/>'
    )


def dot(x: float, y: float) -> str:
    """A point."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="currentColor"/>'


def box(x: float, y: float, width: float, height: float) -> str:
    """A bar, light enough to see lines through it."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        'fill="currentColor" fill-opacity="0.35" stroke="currentColor"/>'
    )


def arrow(x: float, y: float) -> str:
    """The end of an interval that goes on beyond the drawing."""
    return (
        f'<path d="M{x - 8:.1f} {y - 6:.1f}L{x:.1f} {y:.1f}L{x - 8:.1f} {y + 6:.1f}" '
        'fill="none" stroke="currentColor" stroke-width="2"/>'
    )


def people(number: float) -> str:
    """A number of people in words: whole, with commas; no end where there is none."""
    return f"{number:,.0f}" if isfinite(number) else "no upper end"
