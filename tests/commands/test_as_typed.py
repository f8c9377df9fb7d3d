"""Messages name commands as the person who reads them types them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("started", "typed"), [("python3 way.py", "python3 way.py setup"), ("", "waymark setup")]
)
def test_a_message_says_what_to_type(tmp_path: Path, started: str, typed: str) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("WAYMARK_", "DJANGO_"))}
    named = {"WAYMARK_PROGRAM": started} if started else {}
    environment = kept | named | {"WAYMARK_HOME": str(tmp_path / "none")}
    for command in ("serve", "check"):
        done = subprocess.run(
            [sys.executable, "-m", "waymark", command],
            capture_output=True,
            text=True,
            env=environment,
            cwd=ROOT,
            check=False,
        )
        assert done.returncode == 1
        assert typed in done.stdout + done.stderr
