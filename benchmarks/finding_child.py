"""`python -m benchmarks.finding_child SIZE`: build so many services, ask for pages, print JSON."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
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
    from django.test import Client

    client = Client(headers={"Accept-Encoding": "gzip", "Host": "127.0.0.1:8000"})
    found: dict[str, Any] = {"bytes": [], "results": 0}
    found |= {name: [] for name in ("page", "query", "frame", "api", "api_query")}
    for number, sent in enumerate(_asked()):
        taken = found if number >= PAGES // 10 else None  # the first ones fill the caches
        _measure_page(client, sent, taken)
        _measure_api(client, sent, taken)
    found["results"] /= len(found["page"])
    return found


def _measure_page(client: Any, sent: list[tuple[str, str]], found: dict[str, Any] | None) -> None:
    """The search alone, the page with it, and the page with the empty form."""
    from django.http import QueryDict

    from waymark.directory import search
    from waymark.directory.finding.form import FindForm
    from waymark.directory.finding.looking import PAGE_SIZE, query_of
    from waymark.directory.finding.where import place_of

    text = QueryDict(mutable=True)
    for name, value in sent:
        text.appendlist(name, value)
    form = FindForm.read(text)
    query = query_of(form, place_of(form), form.wish, PAGE_SIZE)
    took, page = _timed(lambda: search.search(query))
    whole, answer = _timed(lambda: client.post("/en/find/", text.urlencode(), content_type=FORM))
    frame, _ = _timed(lambda: client.get("/en/find/"))
    assert answer.status_code == 200
    if found is not None:
        found["query"].append(took)
        found["page"].append(whole)
        found["frame"].append(frame)
        found["bytes"].append(len(answer.content))
        found["results"] += len(page.results)


def _measure_api(client: Any, sent: list[tuple[str, str]], found: dict[str, Any] | None) -> None:
    """The same place, need and language as a list of ten of the API, and the search it makes."""
    from waymark.directory import search
    from waymark.directory.api import finding, parameters
    from waymark.directory.api.resources import RESOURCES
    from waymark.directory.finding import needs
    from waymark.directory.hsds.viewer import PUBLIC

    given = dict(sent)
    latitude, longitude = given["near"].split(",")
    terms = ",".join(needs.term_ids([needs.by_key()[given["need"]]]))
    wanted = {"latitude": latitude, "longitude": longitude, "radius": given["far"]}
    wanted |= {"per_page": "10", "taxonomy_term_id": terms}
    wanted |= {"language": given["language"]} if "language" in given else {}
    asked = parameters.understand(wanted, RESOURCES["service_at_locations"].parameters)
    query = finding._page_of(finding._query(PUBLIC, asked), asked)
    took, _ = _timed(lambda: search.search(query))
    whole, answer = _timed(lambda: client.get("/api/hsds/service_at_locations", wanted))
    assert answer.status_code == 200, answer.content
    if found is not None:
        found["api_query"].append(took)
        found["api"].append(whole)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of this processor, and what came of it."""
    started = time.process_time()
    made = work()
    return (time.process_time() - started) * 1000, made


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
