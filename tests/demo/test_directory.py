"""The invented directory as it is loaded: of every kind and tier, in every state."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import F
from django.utils import timezone

from tests.demo.stage import Stage
from tests.demo.test_build import as_bytes
from waymark.accounts.models import Organisation, Worker
from waymark.audit.models import Entry
from waymark.demo.directory.sheet import identity
from waymark.directory import closing, indexing, search
from waymark.directory.actions.verifying import assured_dates
from waymark.directory.cells import is_snapped
from waymark.directory.circles import circle_of
from waymark.directory.closing import Place
from waymark.directory.criteria import AgeGroup, Answer, Criterion, bits
from waymark.directory.finding.needs import Need, needs, term_ids
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import (
    Accessibility,
    Aspect,
    CapacityStatus,
    Contact,
    CostOption,
    Eligibility,
    Funding,
    ImportRun,
    Language,
    Location,
    LocationType,
    Metadata,
    Organization,
    OrganizationIdentifier,
    Partner,
    PendingChange,
    PendingKind,
    PendingState,
    Program,
    RequiredDocument,
    Reveal,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Status,
    Suggestion,
    SuggestionState,
    Url,
    Use,
    Verification,
)
from waymark.directory.models.search import SearchKey, SearchRow
from waymark.directory.partners import partner_of
from waymark.directory.search import Found, Query
from waymark.directory.tiers import Tier
from waymark.vault.primitives import CannotOpen

# Each test runs in a savepoint inside the stage's transaction.
pytestmark = pytest.mark.django_db

GRAND_ISLAND = (40.925, -98.342)
CIRCLES = {
    "Riverside Coalition": (
        "ana_hotline",
        "linh_hotline",
        "carl_cases",
        "sara_supervisor",
        "dora_directory",
        "dan_directory",
    ),
    "Lakeside Legal Aid": ("luis_lakeside", "mina_lakeside", "sol_lakeside", "dina_lakeside"),
}
OUTSIDE = ("ivan_analyst", "vera_contacts", "otto_auditor", "adam_admin", "ada_lakeside")
A_BOY_ALONE = (Criterion.UNACCOMPANIED_MINORS, Criterion.MEN, Criterion.NO_IDENTITY_PAPERS)
NEEDS = {need.key: need for need in needs()}


def service(key: str) -> Service:
    return Service.objects.get(pk=identity(Service, key))


def find(need: Need, tier: Tier = Tier.PUBLIC, **more: Any) -> list[Found]:
    query = Query(terms=term_ids([need]), tier=tier, limit=500, **more)
    return list(search.search(query).results)


def closed() -> Iterator[Location]:
    return Location.objects.exclude(tier=Tier.PUBLIC).select_related("steward").iterator()


def opened(stage: Stage) -> dict[Location, Place]:
    """Every closed place, as those see it who may."""
    keyrings = {
        Organisation.objects.get(name=name).pk: stage.keyrings[logins[-1]]
        for name, logins in CIRCLES.items()
    }
    return {
        each: closing.open_place(each, keyrings[each.steward_id or UUID(int=0)])
        for each in closed()
    }


# ---------------------------------------------------------------- of every kind


def test_services_are_of_every_tier(stage: Stage) -> None:
    tiers = Counter(Service.objects.values_list("tier", flat=True))
    places = Counter(Location.objects.values_list("tier", flat=True))

    assert sum(tiers.values()) == 400
    assert tiers[Tier.PUBLIC] > 370
    assert places[Tier.PUBLIC] > 120
    for tier in (Tier.PARTNER, Tier.CASEWORKER, Tier.SEALED):
        assert tiers[tier] >= 3
        assert places[tier] >= 6


def test_every_status_is_there(stage: Stage) -> None:
    found = Counter(Service.objects.values_list("status", flat=True))

    assert set(found) == set(Status.values)
    assert found[Status.ACTIVE] > 370
    shut = Service.objects.filter(status=Status.TEMPORARILY_CLOSED)
    assert not shut.filter(alert="").exists()
    assert Service.objects.filter(status=Status.ACTIVE).exclude(alert="").count() > 10


@pytest.mark.parametrize("criterion", Criterion)
def test_every_criterion_has_all_three_answers(stage: Stage, criterion: Criterion) -> None:
    """Some say no only where the kind of a service does; nobody turns away for what one is."""
    rows = Eligibility.objects.filter(criterion=criterion)
    found = Counter(rows.values_list("answer", flat=True))
    unknown = 400 - found[Answer.ACCEPTS] - found[Answer.REFUSES]

    assert found[Answer.ACCEPTS] > 60
    assert unknown > 60
    assert found[Answer.UNKNOWN] > 5, "asked, and it depends"
    if criterion in {
        Criterion.UNACCOMPANIED_MINORS,
        Criterion.MEN,
        Criterion.WOMEN,
        Criterion.CHILDREN_ALONG,
        Criterion.SUBSTANCE_USE,
        Criterion.NO_IDENTITY_PAPERS,
        Criterion.NO_POLICE_REPORT,
        Criterion.FREE_OF_CHARGE,
    }:
        assert found[Answer.REFUSES] > 0
    if criterion in {Criterion.DISABILITY, Criterion.TRANS_PEOPLE, Criterion.LGBTQ_PEOPLE}:
        assert found[Answer.REFUSES] == 0


def test_who_is_of_age_only_takes_nobody_under_age(stage: Stage) -> None:
    adults = Service.objects.filter(minimum_age__gte=18)

    assert adults.count() > 60
    for row in adults:
        answer = row.eligibility.get(criterion=Criterion.UNACCOMPANIED_MINORS).answer
        assert answer == Answer.REFUSES


def test_every_table_has_rows(stage: Stage) -> None:
    for model, least in {
        Accessibility: 50,
        Contact: 100,
        CostOption: 60,
        Funding: 150,
        Metadata: 10,
        OrganizationIdentifier: 20,
        Program: 20,
        RequiredDocument: 15,
        Url: 40,
    }.items():
        assert model._default_manager.count() >= least, model


def test_languages_are_those_of_the_county(stage: Stage) -> None:
    spoken = Counter(Language.objects.filter(service__tier=0).values_list("code", flat=True))

    assert {"en", "es", "vi", "ar", "fr", "zh", "tl", "ht", "ru", "so", "mam"} == set(spoken)
    assert min(spoken.values()) >= 5
    assert Language.objects.exclude(phone=None).exists()
    assert Language.objects.exclude(note="").exists()


def test_hours_are_of_every_sort(stage: Stage) -> None:
    rows = Schedule.objects.all()

    assert rows.filter(opens_at=F("closes_at")).exists(), "day and night"
    assert rows.filter(opens_at__gt=F("closes_at")).exists(), "over midnight"
    assert rows.exclude(valid_from=None).exists(), "in a season"
    assert rows.filter(freq="MONTHLY").exists()
    assert Service.objects.filter(schedules=None).count() > 10, "nobody knows"
    assert all(row.zone for row in rows)


def test_fees_and_what_is_said_of_them_agree(stage: Stage) -> None:
    free = Eligibility.objects.filter(criterion=Criterion.FREE_OF_CHARGE, answer=Answer.ACCEPTS)
    paid = CostOption.objects.filter(service__in=free.values("service"))

    assert free.count() > 200
    assert not paid.exists()


def test_some_are_only_called_and_some_are_everywhere(stage: Stage) -> None:
    listed = Service.objects.filter(tier=Tier.PUBLIC, status=Status.ACTIVE)
    nowhere = listed.filter(service_at_locations=None)
    areas = Counter(nowhere.values_list("service_areas__name", flat=True))

    assert nowhere.count() > 20
    assert areas["United States"] > 2
    assert areas["Nebraska"] > 2
    assert areas["Hall County, NE"] > 5
    assert Location.objects.filter(location_type=LocationType.VIRTUAL).exists()


# ---------------------------------------------------------------- room and verification


def test_room_is_in_every_state(stage: Stage) -> None:
    now = timezone.now()
    fresh = ServiceCapacity.objects.filter(expires_at__gt=now)
    states = Counter(fresh.values_list("status", flat=True))

    assert set(states) == set(CapacityStatus.values)
    assert ServiceCapacity.objects.filter(expires_at__lt=now).count() > 5
    for row in ServiceCapacity.objects.exclude(status=CapacityStatus.CAPACITY):
        assert not row.available
    assert not ServiceCapacity.objects.filter(updated__gt=now).exists()


def test_verification_is_fresh_old_expired_partial_and_missing(stage: Stage) -> None:
    now = timezone.now()
    held: dict[UUID, set[str]] = defaultdict(set)
    for service_id, aspect in Verification.objects.filter(expires_at__gt=now).values_list(
        "service_id", "aspect"
    ):
        held[service_id].add(aspect)
    sizes = Counter(len(aspects) for aspects in held.values())

    assert sizes[len(Aspect)] > 100
    assert sizes[1] > 20
    assert sizes[2] > 20
    assert Service.objects.filter(verifications=None).count() > 15
    soon = now + timedelta(days=60)
    assert Verification.objects.filter(expires_at__range=(now, soon)).count() > 50
    ended = Service.objects.exclude(verifications=None).exclude(pk__in=held)
    assert ended.count() > 15
    assert not Verification.objects.filter(verified_at__gt=now).exists()


def test_the_assured_date_is_that_of_the_verifications(stage: Stage) -> None:
    wanted = assured_dates(list(Service.objects.values_list("pk", flat=True)))

    found = Service.objects.exclude(assured_date=None).values_list("pk", "assured_date")
    assert dict(found) == wanted
    assert len(wanted) > 100


def test_the_log_says_who_verified(stage: Stage) -> None:
    logged = Entry.objects.filter(event="service:verified")
    ours = Verification.objects.exclude(by=None)

    assert set(logged.values_list("actor_id", flat=True)) == set(ours.values_list("by", flat=True))
    targets = {UUID(each) for each in logged.values_list("target_id", flat=True)}
    # What a proposal verified is confirmed by somebody else, and logged as that.
    assert set(ours.values_list("service", flat=True)) - targets <= set(
        PendingChange.objects.values_list("service", flat=True)
    )


# ---------------------------------------------------------------- closed places


def test_nothing_exact_of_a_closed_place_lies_open(stage: Stage) -> None:
    needles, points = [], set()
    for place in opened(stage).values():
        needles += [row["address_1"] for row in place.addresses]
        needles += [row["number"] for row in place.phones]
        needles += [f"{place.latitude}, {place.longitude}", f"{place.latitude},{place.longitude}"]
        points.add((place.latitude, place.longitude))
    assert len(needles) > 160
    for model in apps.get_models():
        stored = as_bytes(model._default_manager.values_list())
        assert [needle for needle in needles if needle.encode() in stored] == []
    assert not points & set(Location.objects.values_list("latitude", "longitude"))
    micro = {tuple(round((degrees or 0) * 1_000_000) for degrees in point) for point in points}
    assert not micro & set(SearchRow.objects.values_list("latitude", "longitude"))


def test_a_closed_place_shows_a_cell_or_nothing(stage: Stage) -> None:
    for each in closed():
        if each.tier == Tier.SEALED:
            assert each.cell_latitude is None
        else:
            assert each.cell_latitude is not None
            assert each.cell_longitude is not None
            assert is_snapped(each.cell_latitude, each.cell_longitude)
        assert each.area == "Fernhollow County"


@pytest.mark.parametrize("house", CIRCLES)
def test_a_house_opens_its_own_places_and_those_of_partners(stage: Stage, house: str) -> None:
    own = Organisation.objects.get(name=house)
    circle_of(own)
    for login in CIRCLES[house]:
        assert opens(stage, login) == {
            each.pk for each in closed() if each.steward == own or each.tier == Tier.PARTNER
        }


@pytest.mark.parametrize("login", OUTSIDE)
def test_nobody_else_opens_any(stage: Stage, login: str) -> None:
    assert opens(stage, login) == set()


def opens(stage: Stage, login: str) -> set[UUID]:
    found = set()
    for each in closed():
        try:
            closing.open_place(each, stage.keyrings[login])
        except CannotOpen:
            continue
        found.add(each.pk)
    return found


def test_the_partner_opens_places_of_its_tier_only(stage: Stage) -> None:
    partner = partner_of(stage.facts.partner.key)
    assert partner
    assert partner.partner == Partner.objects.get(name=stage.facts.partner.name)

    for each in closed():
        if each.tier == Tier.PARTNER:
            assert closing.open_for_reader(each, partner.pair).addresses
        else:
            with pytest.raises(CannotOpen):
                closing.open_for_reader(each, partner.pair)


def test_who_cannot_come_at_once_has_somewhere_to_turn(stage: Stage) -> None:
    """Every service whose place is closed has a number that everybody may call."""
    rows = ServiceAtLocation.objects.exclude(location__tier=Tier.PUBLIC)

    for row in rows.select_related("service"):
        assert row.service
        assert row.use == Use.SERVICE
        assert row.service.phones.exists()
    desks = ServiceAtLocation.objects.filter(use=Use.ACCESS_POINT)
    assert 0 < desks.count() < rows.count()
    assert not desks.exclude(location__tier=Tier.PUBLIC).exists()


# ---------------------------------------------------------------- what can be found


def test_the_index_is_as_if_it_were_made_anew(stage: Stage) -> None:
    before = indexed()
    indexing.rebuild()

    assert indexed() == before
    assert len(before) > 400


def indexed() -> dict[UUID, tuple[object, ...]]:
    names = dict(SearchKey.objects.values_list("key", "name"))
    rows = {}
    for row in SearchRow.objects.all():
        values = [v for k, v in sorted(vars(row).items()) if k not in {"_state", "row", "keys"}]
        keys = sorted(names[int(key)] for key in row.keys.split())
        rows[row.service_at_location_id] = (*values, *keys)
    return rows


@pytest.mark.parametrize("need", NEEDS.values(), ids=list(NEEDS))
def test_every_need_has_somebody_who_answers_it(stage: Stage, need: Need) -> None:
    found = {row.service_id for row in find(need)}

    assert len(found) >= 3
    near = find(need, point=GRAND_ISLAND, radius_km=120.0, areas=("US-31079", "US-NE", "US"))
    assert near


def test_a_boy_of_seventeen_without_papers_who_speaks_vietnamese_finds_two_houses(
    stage: Stage,
) -> None:
    wanted = bits([*A_BOY_ALONE, AgeGroup.FROM_12_TO_17])
    found = find(NEEDS["sleep"], point=GRAND_ISLAND, radius_km=25.0, language="vi", accepts=wanted)
    asks = {row.service_id: row.asks for row in found}

    assert asks[service("bramblegate-youth/shelter-youth").pk] is False
    assert asks[service("sandpiper-youth-house/shelter-youth").pk] is True
    assert service("foxglove-shelter/shelter-women").pk not in asks
    first = found[0]
    assert first.service_id == service("bramblegate-youth/shelter-youth").pk
    assert not first.approximate, "there is an office where anybody may go"


def test_without_his_needs_the_house_for_women_is_there_too(stage: Stage) -> None:
    """So that it is the answers that hide it, and not its place or language."""
    found = find(NEEDS["sleep"], point=GRAND_ISLAND, radius_km=25.0, language="vi")

    assert service("foxglove-shelter/shelter-women").pk in {row.service_id for row in found}


def test_caseworkers_find_more_than_partners_and_partners_more_than_anybody(stage: Stage) -> None:
    numbers = [len(find(NEEDS["sleep"], tier)) for tier in Tier]

    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(numbers)


# ---------------------------------------------------------------- what was done since


def test_changes_wait_and_were_decided(stage: Stage) -> None:
    states = Counter(PendingChange.objects.values_list("state", flat=True))
    waiting = PendingChange.objects.filter(state=PendingState.WAITING)

    assert set(states) == set(PendingState.values)
    assert set(waiting.values_list("kind", flat=True)) == set(PendingKind.values)
    assert waiting.values("organisation").distinct().count() == 2
    for row in PendingChange.objects.exclude(decided_by=None):
        assert (row.decided_by == row.proposed_by) == (row.state == PendingState.WITHDRAWN)


def test_suggestions_are_in_every_state_and_four_languages(stage: Stage) -> None:
    states = Counter(Suggestion.objects.values_list("state", flat=True))
    languages = set()
    for row in Suggestion.objects.all():
        keyring = stage.keyrings[CIRCLES[row.organisation.name][-1]]
        body = keyring.data_key(row.envelope_id).open(row, "body").decode()
        languages |= set(re.findall(r'"language": ?"(\w+)"', body))

    assert set(states) == set(SuggestionState.values)
    assert languages == {"en", "es", "vi", "ar"}
    assert Suggestion.objects.filter(service=None).exists()


def test_imports_are_listed(stage: Stage) -> None:
    assert set(ImportRun.objects.values_list("state", flat=True)) >= {"planned", "done", "failed"}
    done = ImportRun.objects.get(state=ImportRun.State.DONE)
    assert done.counts["add"]["service"] == Service.objects.filter(source=done.source).count() > 50
    assert Entry.objects.filter(event="directory:imported", target_id=str(done.pk)).exists()
    for row in ImportRun.objects.all():
        assert row.format in {"spreadsheet", "hsds-1", "hsds-3-csv", "hsds-3-json"}
        assert set(row.counts) <= set(Verdict.values)


def test_who_opened_what_stands_in_the_log(stage: Stage) -> None:
    rows = Reveal.objects.all()

    assert rows.count() == 4
    assert len(set(rows.values_list("reason", flat=True))) == 4
    logged = Entry.objects.filter(event="place:revealed").values_list("actor_id", "target_id")
    assert sorted(logged) == sorted((row.worker_id, str(row.location_id)) for row in rows)
    assert not rows.filter(expires_at__gt=timezone.now()).exists()


def test_what_is_in_the_directory_has_somebody_who_looks_after_it_or_a_source(stage: Stage) -> None:
    names = set(Organisation.objects.values_list("name", flat=True))

    assert set(Service.objects.values_list("steward__name", flat=True)) == {*names, None}
    assert not Service.objects.filter(steward=None, source="").exists()
    assert not Location.objects.exclude(tier=Tier.PUBLIC).filter(steward=None).exists()
    assert Organization.objects.filter(steward=None).exists()
    editors = Worker.objects.filter(role_rows__role="directory_editor")
    assert editors.count() == 3
