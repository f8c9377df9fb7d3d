"""The process that makes estimates, started by the ticker so that escalation never waits for one.

It ends when whoever started it is gone, and what it was doing is begun again by the next one.
"""

import os
import subprocess
import sys
from datetime import datetime

from waymark.analysis import queries
from waymark.analysis.retention import remove_old

# One core, and the same digits on every machine with as many cores as it likes.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
COMMAND = (sys.executable, "-m", "waymark.analysis.worker")

_process: "subprocess.Popen[bytes] | None" = None


def tick(now: datetime) -> int:
    """Forget what is old, and have somebody work on what waits. Returns what changed."""
    return remove_old(now) + start()


def start() -> bool:
    """Start the process where something waits and it is not there; True where it was started."""
    global _process  # noqa: PLW0603  one child of this process
    if _process is not None and _process.poll() is None:
        return False
    _process = None
    if not queries.is_any_waiting():
        return False
    _process = subprocess.Popen(  # noqa: S603  our own program
        COMMAND,
        env={**os.environ, **ONE_THREAD},
        stdin=subprocess.PIPE,  # closes when this process is gone, however it went
        start_new_session=True,  # Ctrl-C reaches who started it, which then ends it
    )
    return True


def finish() -> None:
    """Wait for the process that this one started: a single round would take it along."""
    if _process is not None:
        _process.wait()
