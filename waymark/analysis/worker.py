"""`python -m waymark.analysis.worker`: makes every estimate that waits, then ends."""

import os
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from waymark.analysis.models import EstimateJob

NICE = 10  # both sites come first
WATCH_SECONDS = 2.0
STOPPED, STARTER_GONE = 0, 3


class Watch:
    """Signs of life while an estimator says nothing for minutes, and the end of what was stopped.

    Ending at once is safe: nothing is half-written, and the next process goes on.
    """

    def __init__(self) -> None:
        self.job: EstimateJob | None = None
        threading.Thread(target=self.look_again, daemon=True).start()

    def hear(self, job: "EstimateJob") -> None:
        """Watch this job from now on."""
        self.job = job

    def look_again(self) -> None:
        """Look every two seconds whether the job is still wanted."""
        while True:
            time.sleep(WATCH_SECONDS)
            self.look()

    def look(self) -> None:
        """End this process where its job was stopped."""
        from django.db import DatabaseError

        from waymark.analysis import running

        job = self.job
        with suppress(DatabaseError):  # whoever works will meet it too
            if job is not None and not running.beat(job) and running.is_stopped(job):
                os._exit(STOPPED)


def main() -> int:
    """Work in the background until nothing waits, or until whoever started us is gone."""
    os.nice(NICE)
    threading.Thread(target=end_with_starter, daemon=True).start()
    import django

    django.setup()
    from waymark.analysis import running
    from waymark.vault.alone import Busy

    with suppress(Busy):
        running.run_waiting(Watch().hear)
    return 0


def end_with_starter() -> None:
    """Wait until the other end of our standard input closes, then end at once."""
    while os.read(0, 1):
        pass
    os._exit(STARTER_GONE)


if __name__ == "__main__":
    raise SystemExit(main())
