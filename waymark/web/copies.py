"""Whether the page that is being made goes into a copy, which is read on another day.

Then nothing may be said about now: a copy does not know the time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from waymark.web import lifeline

_copying: ContextVar[bool] = ContextVar("copying", default=False)


def copying() -> bool:
    """Whether words such as “Open now” are to be left out."""
    return _copying.get()


@contextmanager
def for_a_copy() -> Iterator[None]:
    """Pages that are made inside go into a copy."""
    token = _copying.set(True)
    lifeline.forget()  # what was found before holds words about now
    try:
        yield
    finally:
        _copying.reset(token)
        lifeline.forget()
