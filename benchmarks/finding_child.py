"""`python -m benchmarks.finding_child SIZE`: build so many services, ask for pages, print JSON."""

import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import time as clock_time
from itertools import islice
from random import Random
from typing import Any

PAGES = 200
BATCH = 2_000
DAYS = "MO,TU,WE,TH,FR"
FORM = "application/x-www-form-urlencoded"


def main() -> None:
    """Migrate, fill and measure."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "waymark.config.public"
    import django

    django.setup()
    from django.core.management import call_command

    from waymark.directory import indexing
    from waymark.directory.taxonomies import load_taxonomies
    from waymark.web.actions import save_site

    call_command("migrate", verbosity=0)
    save_site(organisation="Measured", country="US", time_zone="America/Chicago")
    load_taxonomies()
    _fill(int(sys.argv[1]))
    indexing.rebuild()
    print(json.dumps(_measured()))


def _fill(size: int) -> None:
    from benchmarks.directory_world import World

    rows = World().rows(size)
    done = 0
    while batch := list(islice(rows, BATCH)):
        _store(batch, Random(done))
        done += len(batch)


def _store(batch: list[Any], random: Random) -> None:
    """Whole services out of rows of the invented index."""
    from waymark.directory import models

    made: dict[type[Any], list[Any]] = {}
    for row in batch:
        for each in _service(row, random):
            made.setdefault(type(each), []).append(each)
    first: list[type[Any]] = [models.Organization, models.Service, models.Location]
    for model in dict.fromkeys([*first, *made]):
        model._default_manager.bulk_create(made[model], BATCH)


def _service(row: Any, random: Random) -> Iterator[Any]:
    from waymark.directory import models
    from waymark.directory.criteria import Answer, Criterion
    from waymark.directory.finding.needs import needs
    from waymark.directory.taxonomies import term_id

    house = models.Organization(name=f"{row.words} house")
    service = models.Service(
        name=row.words.title(),
        organization=house,
        description="They listen, they do not judge, and they say what they can do. " * 3,
        minimum_age=random.choice((None, 12, 18)),
        tier=row.tier,
    )
    open_place = row.place_tier == 0
    latitude, longitude = row.point or (None, None)
    location = models.Location(
        name="Front door" if open_place else "",
        tier=row.place_tier,
        area="Fernhollow County",
        **({"latitude": latitude, "longitude": longitude} if open_place else {}),
        **({} if open_place else {"cell_latitude": latitude, "cell_longitude": longitude}),
    )
    yield from (house, service, location)
    yield models.ServiceAtLocation(service=service, location=location)
    need = random.choice(needs())
    for code in random.sample(sorted(need.codes), min(3, len(need.codes))):
        yield models.Attribute(
            link_id=service.pk, link_entity="service", taxonomy_term_id=term_id(code)
        )
    for code in row.languages:
        yield models.Language(service=service, code=code)
    for criterion in random.sample(list(Criterion), 8):
        answer = random.choices((Answer.ACCEPTS, Answer.REFUSES), (5, 1))[0]
        yield models.Eligibility(service=service, criterion=criterion, answer=answer)
    hours = {"opens_at": clock_time(9), "closes_at": clock_time(17), "zone": "America/Chicago"}
    yield models.Schedule(service=service, freq="WEEKLY", byday=DAYS, **hours)
    yield models.Phone(service=service, number=f"+1 555-555-01{random.randrange(100):02}")
    if open_place:
        yield models.Address(
            location=location,
            address_1=f"{random.randrange(900)} Sample Street",
            city="Fernhollow",
            state_province="NE",
            country="US",
        )


def _measured() -> dict[str, Any]:
    """Each page and the search it makes, in turn, so that both meet the same machine."""
    from django.http import QueryDict
    from django.test import Client

    from waymark.directory import search
    from waymark.directory.finding.form import FindForm
    from waymark.directory.finding.looking import PAGE_SIZE, query_of
    from waymark.directory.finding.where import place_of

    client = Client(headers={"Accept-Encoding": "gzip", "Host": "127.0.0.1:8000"})
    found: dict[str, Any] = {"page": [], "query": [], "bytes": [], "results": 0}
    for number, sent in enumerate(_asked()):
        text = QueryDict(mutable=True)
        for name, value in sent:
            text.appendlist(name, value)
        form = FindForm.read(text)
        query = query_of(form, place_of(form), form.wish, PAGE_SIZE)
        if number < PAGES // 10:  # the first ones fill the caches of database and templates
            search.search(query)
            client.post("/en/find/", text.urlencode(), content_type=FORM)
            continue
        started = time.perf_counter()
        results = search.search(query).results
        searched = time.perf_counter()
        answer = client.post("/en/find/", text.urlencode(), content_type=FORM)
        assert answer.status_code == 200
        found["page"].append((time.perf_counter() - searched) * 1000)
        found["query"].append((searched - started) * 1000)
        found["bytes"].append(len(answer.content))
        found["results"] += len(results)
    found["results"] /= len(found["page"])
    return found


def _asked() -> Iterator[list[tuple[str, str]]]:
    """What people ask for: a need near where they are, often with a language or a person."""
    from benchmarks.directory_world import World
    from waymark.directory.finding.needs import needs

    random, world = Random(5), World()
    for number in range(PAGES + PAGES // 10):
        latitude, longitude = world._place(random)
        sent = [("near", f"{latitude:.2f},{longitude:.2f}"), ("search", "1"), ("far", "50")]
        sent.append(("need", random.choice(needs()).key))
        if number % 3 == 1:
            sent.append(("language", random.choice(("vi", "es", "ar"))))
        if number % 2:
            sent += [("age", "teen"), ("company", "alone"), ("gender", "man")]
            sent.append(("wish", "no_papers"))
        yield sent


if __name__ == "__main__":
    main()
