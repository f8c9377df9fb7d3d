"""Run Python in processes of their own, over an SQLite file of their own."""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
SECONDS = 240  # a busy machine is no fault


def start(home: Path, code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a script with the settings for commands and the data folder `home`."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"WAYMARK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "waymark.config.manage"}
    return subprocess.Popen(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}", *arguments],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    """What a script printed; fails with its traceback when it did."""
    output, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, errors
    return output


def run(home: Path, code: str, *arguments: str) -> str:
    """Start and finish."""
    return finish(start(home, code, *arguments))


MIGRATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
