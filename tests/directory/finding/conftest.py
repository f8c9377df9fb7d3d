"""A small town with a few services, and somebody's phone on the public site."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.reports.staff.conftest import Clock, clock  # noqa: F401  a fixture for this room
from tests.sites import PublicClient
from waymark.accounts.models import Organisation
from waymark.directory import gazetteer, indexing
from waymark.directory.actions.places import store_place
from waymark.directory.circles import make_circle
from waymark.directory.closing import Place
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.gazetteer import FoundPlace, Several, Unknown
from waymark.directory.models import (
    Aspect,
    Attribute,
    Eligibility,
    Language,
    Location,
    Means,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Verification,
)
from waymark.directory.taxonomies import load_taxonomies, term_id
from waymark.directory.tiers import Tier
from waymark.web.actions import save_site

TOWN = (38.5816, -121.4944)
SHELTER, LEGAL, FOOD = "1121", "1381", "1131"
Y, N = Answer.ACCEPTS, Answer.REFUSES
SPRINGFIELDS = tuple(
    gazetteer.Place("Springfield", state, "US", point, (f"US-{state}", "US"))
    for state, point in (("MO", (37.21, -93.29)), ("IL", (39.8, -89.65)), ("MA", (42.1, -72.58)))
)
PLACES: dict[str, Any] = {
    "rivertown": FoundPlace(gazetteer.Place("Rivertown", "CA", "US", TOWN, ("US-CA", "US"))),
    "rivertwon": FoundPlace(
        gazetteer.Place("Rivertown", "CA", "US", TOWN, ("US-CA", "US")), guessed=True
    ),
    "california": FoundPlace(gazetteer.Place("California", "", "US", None, ("US-CA",))),
    "springfield": Several(SPRINGFIELDS),
    "springfeld": Unknown(SPRINGFIELDS[:2]),
    "londres": FoundPlace(gazetteer.Place("London", "ENG", "GB", (51.5, -0.12), ("GB",))),
}


@pytest.fixture(autouse=True)
def small_gazetteer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The places of the tests; the real gazetteer takes seconds to make and has its own tests."""

    def find_place(text: str, country: str = "") -> Any:
        return PLACES.get(text.casefold(), Unknown(()))

    monkeypatch.setattr(gazetteer, "find_place", find_place)


@dataclass
class Town:
    """Services by name: `town.add("harbour", ...)`."""

    cast: Cast
    services: dict[str, Service] = field(default_factory=dict)

    def add(
        self,
        name: str,
        term: str = SHELTER,
        *,
        km: float | None = 1,
        tier: Tier = Tier.PUBLIC,
        place_tier: Tier = Tier.PUBLIC,
        steward: Organisation | None = None,
        languages: tuple[str, ...] = (),
        answers: dict[Criterion, Answer] | None = None,
        **more: Any,
    ) -> Service:
        """A service so many kilometres north of the town; `km` None is one without a place."""
        house = Organization.objects.create(name=f"{name} House")
        service = Service.objects.create(
            name=name,
            organization=house,
            tier=tier,
            steward=steward or self.cast.riverside,
            **more,
        )
        Attribute.objects.create(
            link_id=service.pk, link_entity="service", taxonomy_term_id=term_id(term)
        )
        Phone.objects.create(service=service, number="+1 202 555 0100")
        for code in languages:
            Language.objects.create(service=service, code=code)
        for criterion, answer in (answers or {}).items():
            Eligibility.objects.create(service=service, criterion=criterion, answer=answer)
        if km is not None:
            self.place(service, km, place_tier)
        indexing.index_services([service.pk])
        self.services[name] = service
        return service

    def place(self, service: Service, km: float, tier: Tier = Tier.PUBLIC) -> Location:
        """Put a service somewhere: on a street of its own, in a region that may be named."""
        location = Location.objects.create(name=f"{service.name} door", steward=service.steward)
        ServiceAtLocation.objects.create(service=service, location=location)
        street = {"address_1": f"{len(self.services) + 1} Quiet Street", "city": "Rivertown"}
        address = street | {"state_province": "CA", "postal_code": "95814", "country": "US"}
        place = Place(TOWN[0] + km / 111.2, TOWN[1], addresses=[address])
        return store_place(location, place, tier, "Riverside County")

    def opens(self, service: Service, days: str, opens: str, closes: str) -> Schedule:
        """Opening times every week, in the time of Chicago."""
        return Schedule.objects.create(
            service=service,
            freq="WEEKLY",
            byday=days,
            opens_at=time.fromisoformat(opens),
            closes_at=time.fromisoformat(closes),
            zone="America/Chicago",
        )

    def checked(self, service: Service, aspect: Aspect, *, days_ago: int, good_for: int) -> None:
        """Somebody called them and made sure."""
        at = timezone.now() - timedelta(days=days_ago)
        Verification.objects.create(
            service=service,
            aspect=aspect,
            means=Means.CALLED,
            by=self.cast.dora_directory,
            verified_at=at,
            expires_at=at + timedelta(days=good_for),
        )
        indexing.index_services([service.pk])


@pytest.fixture
def town(cast: Cast) -> Town:
    """An installation in a country, with its taxonomy and circles, and no service yet."""
    for supervisor in (cast.sara_supervisor, cast.lena_lakeside):
        make_circle(by=supervisor)
    load_taxonomies()
    save_site(
        organisation="Riverside Coalition",
        country="US",
        emergency_number="911",
        time_zone="America/Chicago",
        exit_url="https://a.test/",
    )
    return Town(cast)


@dataclass
class Somebody:
    """What somebody does on the public site, without scripts."""

    client: PublicClient = field(default_factory=PublicClient)
    language: str = "en"

    def url(self, name: str = "") -> str:
        return f"/{self.language}/find/{name}"

    def find(self, **sent: Any) -> Any:
        return self.client.post(self.url(), {"page": "1", "search": "1", **sent})

    def page(self, **sent: Any) -> str:
        answer = self.find(**sent)
        assert answer.status_code == 200, answer.content.decode()
        return str(answer.content.decode())


@pytest.fixture
def phone() -> Somebody:
    """Somebody's phone."""
    return Somebody()
