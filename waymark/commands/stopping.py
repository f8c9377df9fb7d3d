"""How the processes that serve come to an end."""

import os
import signal
import threading
from types import FrameType

SUPERVISED = "WAYMARK_SUPERVISED"
asked = threading.Event()  # set once this process shall end


def stop_on_signals() -> None:
    """Set `asked` on SIGTERM and SIGINT, and when the supervisor of this process is gone."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    if os.environ.get(SUPERVISED):
        threading.Thread(target=ask_without_supervisor, daemon=True).start()


def ask(number: int, frame: FrameType | None) -> None:
    """Remember that a signal asked to stop."""
    asked.set()


def ask_without_supervisor() -> None:
    """Wait until the supervisor's end of our standard input closes, however it went."""
    while os.read(0, 1):
        pass
    asked.set()
