"""How the processes that serve come to an end."""

import os
import signal
import threading
from types import FrameType
from typing import NoReturn

SUPERVISED = "WAYMARK_SUPERVISED"


def stop_on_signals() -> None:
    """End this process's work on SIGTERM and SIGINT, and when its supervisor is gone."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    if os.environ.get(SUPERVISED):
        threading.Thread(target=stop_without_supervisor, daemon=True).start()


def stop(number: int, frame: FrameType | None) -> NoReturn:
    """Leave whatever loop runs; `finally` blocks and waitress finish what is under way."""
    raise SystemExit(0)


def stop_without_supervisor() -> None:
    """Wait until the supervisor's end of our standard input closes, however it went."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
