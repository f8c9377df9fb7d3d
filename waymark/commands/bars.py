"""A bar on standard error while work goes on, for people only: nothing into a file or a pipe."""

import sys
from typing import TextIO

WIDTH = 30


class Bar:
    """Called with the share done, 0 to 1; use it in a `with` block, so that the line is cleared."""

    def __init__(self, words: str, stream: TextIO | None = None) -> None:
        self.words, self.stream = words, stream or sys.stderr
        self.shown = -1
        self.visible = self.stream.isatty()

    def __call__(self, share: float) -> None:
        """Draw it anew where a whole percent was gained."""
        percent = max(0, min(100, int(100 * share)))
        if not self.visible or percent <= self.shown:
            return
        self.shown = percent
        done = WIDTH * percent // 100
        bar = "#" * done + "." * (WIDTH - done)
        print(f"\r{self.words} [{bar}] {percent:3}%", end="", file=self.stream, flush=True)

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self.visible and self.shown >= 0:
            blank = " " * (len(self.words) + WIDTH + 8)
            print(f"\r{blank}\r", end="", file=self.stream, flush=True)
