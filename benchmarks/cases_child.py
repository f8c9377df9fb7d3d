"""`python -m benchmarks.cases_child build CASES` or `measure REQUESTS`: one step on one database.

Runs in an installation of its own ($WAYMARK_HOME, DATABASE_URL) and prints one JSON object.
"""

import json
import os
import sys
import time
from typing import Any


def main() -> None:
    """Build the caseload, or measure on it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "waymark.config.staff"
    import django

    django.setup()
    steps = {"build": _build, "measure": _measure}
    print(json.dumps(steps[sys.argv[1]](int(sys.argv[2]))))


def _build(cases: int) -> dict[str, Any]:
    from django.core.management import call_command

    from benchmarks.cases_build import build
    from benchmarks.directory_measure import _settle

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    rows = build(cases)
    _settle()
    return {"rows": rows, "seconds": time.perf_counter() - started}


def _measure(asked: int) -> dict[str, Any]:
    from django.core.management import call_command

    from benchmarks.cases_measure import measure

    call_command("migrate", verbosity=0)  # a caseload that was built before is brought up to date
    return measure(asked=asked)


if __name__ == "__main__":
    main()
