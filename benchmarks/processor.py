"""How much processor time a site takes, from /proc; None on systems without it."""

import os
from pathlib import Path

PROC = Path("/proc")
# Fields of /proc/PID/stat behind the name in brackets; proc(5) counts from the state as field 3.
GROUP, USER, SYSTEM = 2, 11, 12


def group_seconds(group: int) -> float | None:
    """Seconds that the living processes of a process group have taken, user and system."""
    if not (PROC / "self/stat").exists():
        return None
    ticks = 0
    for path in PROC.glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[GROUP]) == group:
            ticks += int(fields[USER]) + int(fields[SYSTEM])
    return ticks / os.sysconf("SC_CLK_TCK")
