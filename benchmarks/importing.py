"""Import of 100,000 invented services on both engines, and how long a report waits meanwhile.

Each service has an organization (one for ten), a location, a service at location, an address, a
telephone, three terms, a language and opening hours: 910,000 rows in nine CSV files. Numbers are
555-01xx, so none of them is anybody's; every name and place is invented.
"""

import csv
import json
import os
import random
import subprocess
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

from benchmarks.report import Row

SERVICES = 100_000
TARGET_SECONDS = 60.0
LONGEST_WAIT = 30.0  # seconds after which SQLite gives up on a report
POSTGRES = os.environ.get("WAYMARK_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
DATABASE = "waymark_measure_import"
FILES = {
    "organizations": ("id", "name", "description"),
    "services": ("id", "organization_id", "name", "description", "status", "minimum_age"),
    "locations": ("id", "location_type", "name", "latitude", "longitude"),
    "service_at_location": ("id", "service_id", "location_id"),
    "addresses": ("id", "location_id", "address_1", "city", "state_province", "postal_code",
                  "country", "address_type"),
    "phones": ("id", "service_id", "number", "type"),
    "attributes": ("id", "link_id", "link_entity", "taxonomy_term_id"),
    "languages": ("id", "service_id", "name", "code"),
    "schedules": ("id", "service_id", "freq", "byday", "opens_at", "closes_at"),
}  # fmt: skip
# Who writes meanwhile: reports take turns with the import, sign-ins ask SQLite again and again.
ASKERS = ("a report", "a sign-in")
LANGUAGES = (("Spanish", "es"), ("Vietnamese", "vi"), ("Arabic", "ar"), ("Tagalog", "tl"))


def make_package(folder: Path, services: int, terms: list[str], seed: int = 1) -> None:
    """Write the nine CSV files of an HSDS 3 package into a folder."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        name: (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") for name in FILES
    }
    writers = {name: csv.writer(file) for name, file in files.items()}
    for name, heading in FILES.items():
        writers[name].writerow(heading)
    organization = ""
    for number in range(services):
        if number % 10 == 0:
            organization = _id(chance)
            about = "They help in an invented county."
            writers["organizations"].writerow((organization, f"Helpers {number}", about))
        for name, row in _service(chance, number, organization, terms):
            writers[name].writerow(row)
    for file in files.values():
        file.close()


def _id(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def _service(
    chance: random.Random, number: int, organization: str, terms: list[str]
) -> Iterator[tuple[str, Iterable[object]]]:
    service, place = _id(chance), _id(chance)
    latitude, longitude = chance.uniform(30, 48), chance.uniform(-120, -75)
    about = f"Service {number} for people who need help with what the name says, day and night."
    yield "services", (service, organization, f"Shelter {number}", about, "active", 18)
    yield "locations", (place, "physical", f"House {number}", latitude, longitude)
    yield "service_at_location", (_id(chance), service, place)
    street = f"{chance.randrange(1, 9999)} Example Street"
    code = f"{chance.randrange(10000, 99999)}"
    yield "addresses", (_id(chance), place, street, "Harbor", "CA", code, "US", "physical")
    area = chance.choice((202, 213, 305, 312, 415, 512))
    yield "phones", (_id(chance), service, f"{area}-555-01{number % 100:02}", "voice")
    for term in chance.sample(terms, min(3, len(terms))):
        yield "attributes", (_id(chance), service, "service", term)
    yield "languages", (_id(chance), service, *chance.choice(LANGUAGES))
    yield "schedules", (_id(chance), service, "WEEKLY", "MO,TU,WE,TH,FR", "09:00:00", "17:00:00")


def measure(folder: Path, services: int = SERVICES) -> list[Row]:
    """Import on SQLite and, where it answers, on PostgreSQL, each in a process of its own."""
    rows = _measure(folder / "sqlite", services, "SQLite", "")
    if _postgres("CREATE"):
        url = f"{POSTGRES.rsplit('/', 1)[0]}/{DATABASE}"
        try:
            rows += _measure(folder / "postgresql", services, "PostgreSQL", url)
        finally:
            _postgres("DROP")
    return rows


def _postgres(verb: str) -> bool:
    """Make or drop the database to measure in; False where no server answers."""
    import psycopg

    try:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
            if verb == "CREATE":
                connection.execute(f"CREATE DATABASE {DATABASE}")
    except psycopg.OperationalError:
        return False
    return True


def _measure(folder: Path, services: int, engine: str, url: str) -> list[Row]:
    folder.mkdir(parents=True)
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"WAYMARK_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "waymark.config.manage"}
    environment |= {"DATABASE_URL": url} if url else {}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing", "import", str(services)],
        env=environment, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    found = json.loads(done.stdout.splitlines()[-1])
    large = services >= SERVICES
    goal = f"≤ {TARGET_SECONDS:.0f} s" if large else ""
    return [
        Row(f"{engine}: import of {services:,} services", found["first"], "s", goal,
            found["first"] <= TARGET_SECONDS if large else None),
        Row(f"{engine}: rows a second", found["rows"] / found["first"], "rows/s"),
        Row(f"{engine}: the same again, nothing changes", found["second"], "s"),
        Row(f"{engine}: processor time of its process", found["processor"], "s"),
        Row(f"{engine}: load of the machine at the end, this included", found["load"], ""),
        *(Row(f"{engine}: {who} waits at most", found[who], "s", f"< {LONGEST_WAIT:.0f} s",
              found[who] < LONGEST_WAIT) for who in ASKERS),
        Row(f"{engine}: memory of the process", found["memory"], "MiB"),
    ]  # fmt: skip


def run_import(services: int) -> None:
    """In its own process: make the package, import it twice, print what it took as JSON."""
    import resource

    import django

    django.setup()
    from django.core.management import call_command

    from waymark.directory.importing.files import open_path
    from waymark.directory.importing.plan import About
    from waymark.directory.importing.report import Report
    from waymark.directory.importing.running import import_all
    from waymark.directory.importing.wording import Verdict
    from waymark.directory.models import Service, TaxonomyTerm
    from waymark.directory.taxonomies import load_taxonomies
    from waymark.web.models import Site

    call_command("migrate", verbosity=0)
    load_taxonomies()
    Site.objects.get_or_create(pk=1)
    folder = Path(os.environ["WAYMARK_HOME"]) / "package"
    terms = [str(term) for term in TaxonomyTerm.objects.order_by("pk").values_list("pk", flat=True)]
    make_package(folder, services, terms)
    askers = {who: _start_asking(who) for who in ASKERS}
    seconds, processor, added = [], [], 0
    for _ in range(2):
        report = Report(detail=False)
        start, used = time.perf_counter(), time.process_time()
        with open_path(folder) as files:
            import_all(files, About("Measured", country="US"), report, lambda part, rows: None)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
        added = max(added, report.total(Verdict.ADD))
    assert Service.objects.count() == services
    waits = {who: float(asker.communicate("")[0].strip()) for who, asker in askers.items()}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"first": seconds[0], "second": seconds[1], "processor": processor[0], "rows": added}
    print(json.dumps(found | waits | {"load": os.getloadavg()[0], "memory": memory}))


def _start_asking(who: str) -> subprocess.Popen[str]:
    asker = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.importing", who],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert asker.stdout
    assert asker.stdout.readline().strip() == "ready"
    return asker


def ask(*, turns: bool = True) -> None:
    """Write as a report does until standard input closes; print the longest wait.

    Without `turns` it writes as everybody else does, who asks the database again and again.
    """
    import select

    import django

    django.setup()
    from django.db import OperationalError

    from waymark.vault.turns import turn_to_write
    from waymark.web.models import Site

    longest = 0.0
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], 0.05)[0]:
        start = time.perf_counter()
        # Whoever is refused waited for too long, which the time says.
        with suppress(OperationalError), turn_to_write() if turns else nullcontext():
            Site.objects.update(country="US")
        longest = max(longest, time.perf_counter() - start)
    print(longest)


if __name__ == "__main__":
    if sys.argv[1] == "import":
        run_import(int(sys.argv[2]))
    else:
        ask(turns=sys.argv[1] == ASKERS[0])
