"""An attack on a place that is not public, with 30 questions to the running API.

Somebody asks whether a service is within a radius of points of their choice, halving the radius
each time, and how it stands in the order of distance beside places that they know. Then they look
for the point that fits all answers best. Against a public place that works to within metres, so the
attack is a real one; against the others it ends at the middle of a cell.
"""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pytest

from tests.directory.api.conftest import Program, content
from tests.directory.conftest import World, a_place
from waymark.accounts.models import Organisation
from waymark.audit.models import Actor
from waymark.directory import exporting, indexing
from waymark.directory.actions.places import store_place
from waymark.directory.models import Location, Organization, Service, ServiceAtLocation
from waymark.directory.search.sphere import distance_km
from waymark.directory.tiers import Tier

Point = tuple[float, float]
ANCHORS = 3
HALVINGS = 8
QUESTIONS = 30
FIRST_RADIUS = 40.0
KM = 111.2  # of one degree of latitude
SEEDS = (1, 2)
TARGETS = 8


@dataclass
class Attack:
    """One service to find. Everything that is answered is kept."""

    api: Program
    target: str
    start: Point
    asked: int = 0
    answers: list[Any] = field(default_factory=list)

    def ask(self, point: Point, radius: float) -> list[str]:
        """The ids within a radius, nearest first."""
        self.asked += 1
        body = {"latitude": point[0], "longitude": point[1], "radius": radius, "per_page": 100}
        answer = self.api.post("/search", body)
        assert answer.status_code == 200
        self.answers.append(answer)
        return [row["service"]["id"] for row in answer.json()["contents"]]

    def radius_of(self, anchor: Point) -> float:
        """How far the target is from an anchor, by halving."""
        near, far = 0.0, FIRST_RADIUS
        for _ in range(HALVINGS):
            middle = (near + far) / 2
            if self.target in self.ask(anchor, middle):
                far = middle
            else:
                near = middle
        return (near + far) / 2

    def run(self, known: dict[str, Point]) -> Point:
        """The point that fits all answers best."""
        anchors = [moved(self.start, 12, turn * 2 * math.pi / ANCHORS) for turn in range(ANCHORS)]
        distances = [(anchor, self.radius_of(anchor)) for anchor in anchors]
        orders = []
        while self.asked < QUESTIONS:
            point = moved(self.start, 5, self.asked)
            orders.append((point, self.ask(point, FIRST_RADIUS)))
        return best_fit(self.start, distances, self._wrong_orders(orders, known))

    def _wrong_orders(
        self, orders: list[tuple[Point, list[str]]], known: dict[str, Point]
    ) -> Callable[[Point], int]:
        """How many known places stand on the other side of the target than a guess says."""

        def wrong(guess: Point) -> int:
            count = 0
            for point, order in orders:
                if self.target not in order:
                    continue
                place = order.index(self.target)
                for other in set(order) & known.keys():
                    before = order.index(other) < place
                    count += before != (away(point, known[other]) < away(point, guess))
            return count

        return wrong


def away(one: Point, other: Point) -> float:
    return distance_km(*one, *other)


def moved(point: Point, km: float, angle: float) -> Point:
    """A point some way off."""
    latitude = point[0] + km / KM * math.cos(angle)
    return latitude, point[1] + km / KM * math.sin(angle) / math.cos(math.radians(latitude))


def best_fit(
    start: Point, distances: list[tuple[Point, float]], wrong: Callable[[Point], int]
) -> Point:
    """Least squares over the distances, by a grid that closes in; then whoever fits the orders."""

    def misfit(guess: Point) -> float:
        return sum((away(anchor, guess) - km) ** 2 for anchor, km in distances)

    best, reach = start, 24.0
    while reach > 0.005:
        best = min(around(best, reach), key=misfit)
        reach /= 2.5
    close = [best, *around(best, 0.3)]
    return min(close, key=lambda guess: (wrong(guess), misfit(guess)))


def around(point: Point, reach: float) -> Iterator[Point]:
    """A small grid."""
    for north in range(-4, 5):
        for east in range(-4, 5):
            latitude = point[0] + reach / 4 * north / KM
            width = KM * math.cos(math.radians(point[0]))
            yield latitude, point[1] + reach / 4 * east / width


@dataclass
class Target:
    """A service, where it really is, and places beside it that everybody knows."""

    service: Service
    point: Point
    known: dict[str, Point]


def add(name: str, point: Point, tier: Tier, steward: Organisation) -> Service:
    organization = Organization.objects.create(name=f"{name} group", steward=steward)
    service = Service.objects.create(name=name, organization=organization, steward=steward)
    location = Location.objects.create(name=f"{name} place", steward=steward)
    ServiceAtLocation.objects.create(service=service, location=location)
    store_place(location, a_place(f"{name} Street", point), tier, "Some county")
    return service


def make_targets(draw: random.Random, tier: Tier, steward: Organisation) -> list[Target]:
    """Targets far from each other, each with three public places around it."""
    made = []
    for number in range(TARGETS):
        point = (draw.uniform(25, 48), -120 + number * 5 + draw.uniform(0, 1))
        service = add(f"{tier.name} {number}", point, tier, steward)
        known = {}
        for other in range(3):
            beside = moved(point, draw.uniform(1, 12), draw.uniform(0, 6.28))
            known[str(add(f"Known {number} {other}", beside, Tier.PUBLIC, steward).pk)] = beside
        made.append(Target(service, point, known))
    indexing.index_services(Service.objects.values_list("pk", flat=True))
    return made


def attack(
    api: Program, targets: list[Target], draw: random.Random
) -> tuple[list[float], list[Any]]:
    """How many km off each target's estimate is, and every answer that was given."""
    errors, answers = [], []
    for target in targets:
        start = moved(target.point, draw.uniform(0, 8), draw.uniform(0, 6.28))
        hunt = Attack(api, str(target.service.pk), start)
        errors.append(away(hunt.run(target.known), target.point))
        assert hunt.asked == QUESTIONS
        answers += hunt.answers
    return errors, answers


def digits(point: Point) -> list[str]:
    """How the exact point might be written: degrees to 4 digits, and millionths."""
    micro = [str(abs(round(value * 1_000_000))) for value in point]
    whole = [str(abs(value)) for value in point]
    return [text[: text.index(".") + 5] for text in whole] + micro


@pytest.mark.parametrize("tier", [Tier.PARTNER, Tier.CASEWORKER])
def test_places_that_are_not_public_are_not_found(
    world: World, api: Program, tier: Tier, caplog: pytest.LogCaptureFixture, tmp_path: Any
) -> None:
    errors: list[float] = []
    for seed in SEEDS:
        draw = random.Random(seed)
        targets = make_targets(draw, tier, world.cast.riverside)
        found, answers = attack(api, targets, draw)
        errors += found
        written = "".join(f"{a.headers} {content(a).decode()}" for a in answers) + caplog.text
        written += everything_else(api, tmp_path / str(seed))
        for target in targets:
            for said in digits(target.point):
                assert said not in written
        forget(targets)
    assert len(errors) == len(SEEDS) * TARGETS
    assert median(errors) > 2, f"the median error is {median(errors):.2f} km"


def test_the_same_attack_finds_a_public_place(world: World, api: Program) -> None:
    draw = random.Random(1)
    targets = make_targets(draw, Tier.PUBLIC, world.cast.riverside)
    errors, answers = attack(api, targets, draw)
    assert median(errors) < 0.5, f"the median error is {median(errors):.2f} km"
    written = "".join(content(answer).decode() for answer in answers)
    assert all(digits(target.point)[0] in written for target in targets)


def test_a_sealed_place_answers_to_no_distance(world: World, api: Program) -> None:
    draw = random.Random(1)
    target = make_targets(draw, Tier.SEALED, world.cast.riverside)[0]
    hunt = Attack(api, str(target.service.pk), target.point)
    for radius in (1, 40, 500):
        assert hunt.target not in hunt.ask(target.point, radius)


def test_an_edge_of_the_radius_tells_the_cell_and_no_more(world: World, api: Program) -> None:
    """Two places in one cell answer alike to every point and radius."""
    draw = random.Random(5)
    pair = [
        add(f"Twin {point}", point, Tier.CASEWORKER, world.cast.riverside)
        for point in ((40.011111, -100.011111), (40.088888, -100.088888))
    ]
    indexing.index_services([service.pk for service in pair])
    for _ in range(QUESTIONS):
        hunt = Attack(api, "", (40.05, -100.05))
        point = moved((40.05, -100.05), draw.uniform(0, 15), draw.uniform(0, 6.28))
        found = hunt.ask(point, draw.uniform(0, 20))
        assert len({str(service.pk) in found for service in pair}) == 1


def everything_else(api: Program, folder: Any) -> str:
    """Every list, and every export."""
    texts = []
    for name in ("services", "organizations", "service_at_locations"):
        for asked in ({"full": "true", "per_page": "100"}, {"format": "ndjson", "full": "true"}):
            answer = api.get(f"/{name}", **asked)
            texts.append(f"{answer.headers}{content(answer).decode()}")
    for form in (exporting.Format.PACKAGE, exporting.Format.JSON, exporting.Format.NDJSON):
        target = folder.with_name(f"{folder.name}-{form.value}")
        exporting.export(target, form, by=Actor.SYSTEM)
        files = sorted(target.iterdir()) if target.is_dir() else [target]
        texts += [file.read_text(encoding="utf-8") for file in files]
    return "".join(texts)


def forget(targets: list[Target]) -> None:
    """Take everything out of the index, so that the next world stands alone."""
    names = [target.service.pk for target in targets]
    for service in Service.objects.filter(pk__in=names):
        indexing.forget(service)
