"""How much processor time a site takes, from /proc; None on systems without it."""

import os
from pathlib import Path

PROC = Path("/proc")
# Fields of /proc/PID/stat behind the name in brackets, from the state on; see proc(5).
PARENT, USER, SYSTEM = 1, 11, 12


def seconds_of(process: int) -> float | None:
    """Seconds that a process and its living children have taken, user and system."""
    if not (PROC / "self/stat").exists():
        return None
    ticks = 0
    for path in PROC.glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:  # it has ended meanwhile
            continue
        if process in (int(path.parent.name), int(fields[PARENT])):
            ticks += int(fields[USER]) + int(fields[SYSTEM])
    return ticks / os.sysconf("SC_CLK_TCK")
