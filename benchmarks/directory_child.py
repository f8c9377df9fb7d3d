"""`python -m benchmarks.directory_child SIZE`: build an index of so many rows and ask it.

Runs in an installation of its own ($WAYMARK_HOME, DATABASE_URL) and prints one JSON object.
"""

import json
import os
import sys


def main() -> None:
    """Migrate, then measure."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "waymark.config.manage"
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.directory_measure import measure

    call_command("migrate", verbosity=0)
    print(json.dumps(measure(int(sys.argv[1]))))


if __name__ == "__main__":
    main()
