"""What an operator may read about a page that broke: what kind of fault, and where in the code.

The message of an exception, the address of a page and the values in a frame may hold what somebody
wrote. None of them is ever formatted.
"""

import logging
import traceback
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


class Place(logging.Formatter):
    """Type of the exception and file:line of our frames, innermost last; nothing else."""

    def format(self, record: logging.LogRecord) -> str:
        """A line such as `... ERROR django.request: KeyError at reports/views/public.py:31`."""
        fault = record.exc_info[1] if record.exc_info else None
        if fault is None:
            said = f"answered {getattr(record, 'status_code', 'with a fault')}"
        else:
            said = f"{type(fault).__name__} at {places(fault)}"
        return f"{self.formatTime(record)} {record.levelname} {record.name}: {said}"


def places(fault: BaseException) -> str:
    """Our own lines that the exception passed, outermost first; else the line where it arose."""
    walked = traceback.walk_tb(fault.__traceback__)
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walked]
    within = [(path, line) for path, line in frames if path.is_relative_to(PACKAGE)]
    shown = [(path.relative_to(PACKAGE), line) for path, line in within] or frames[-1:]
    return " > ".join(f"{path}:{line}" for path, line in shown) or "an unknown place"
