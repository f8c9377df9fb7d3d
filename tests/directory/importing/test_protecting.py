"""What an import must not do: undo what people here verified, touch what others look after."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.directory.importing.conftest import (
    LINK,
    ORG,
    PHONE,
    SERVICE,
    SOURCE,
    bring,
    look,
    package,
    unchanged,
)
from waymark.accounts.permissions import NotAllowed
from waymark.directory.actions import verifying
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import (
    Aspect,
    Eligibility,
    Location,
    Means,
    Metadata,
    PendingChange,
    Phone,
    Service,
    Taxonomy,
    TaxonomyTerm,
    Verification,
)
from waymark.directory.tiers import Tier

NEW_NUMBER = f"id,service_id,number\n{PHONE},{SERVICE},202-555-0199\n"


@pytest.fixture
def verified(circles: Cast) -> Cast:
    """The package is here, looked after by Riverside, and everything of it was verified."""
    bring(package(), steward=circles.riverside)
    service = Service.objects.get()
    verifying.verify(service, list(Aspect), Means.CALLED, by=circles.dora_directory)
    return circles


def test_a_changed_number_waits_for_a_second_person(verified: Cast) -> None:
    files = package(phones=NEW_NUMBER)
    brought = bring(files, steward=verified.riverside, by=verified.dora_directory)
    assert Phone.objects.get().number == "202-555-0143"
    change = PendingChange.objects.get()
    assert (change.kind, str(change.service_id)) == ("number", SERVICE)
    assert brought.codes() == ["needs_two"]


def test_it_is_proposed_once_however_often_it_is_imported(verified: Cast) -> None:
    files = package(phones=NEW_NUMBER)
    for _ in range(2):
        bring(files, steward=verified.riverside, by=verified.dora_directory)
    assert PendingChange.objects.count() == 1


def test_the_operator_proposes_nothing_and_changes_nothing(verified: Cast) -> None:
    with unchanged():
        brought = bring(package(phones=NEW_NUMBER), steward=verified.riverside)
    assert brought.codes() == ["needs_two"]
    assert not PendingChange.objects.exists()


def test_a_further_number_waits_as_well(verified: Cast) -> None:
    more = package()["phones.csv"] + f"{LINK},{SERVICE},202-555-0199\n"
    bring(package(phones=more), steward=verified.riverside, by=verified.dora_directory)
    assert Phone.objects.count() == 1
    assert PendingChange.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"addresses": package()["addresses.csv"].replace("12 Quay", "99 Quay")}, "address_1"),
        ({"locations": package()["locations.csv"].replace("38.58", "39.99")}, "latitude"),
        ({"services": package()["services.csv"].replace("Meals", "Beds")}, "description"),
        ({"schedules": f"id,service_id,freq,byday\n{ORG},{SERVICE},WEEKLY,MO\n"}, "schedule"),
        ({"languages": f"id,service_id,name,code\n{ORG},{SERVICE},Farsi,fa\n"}, "language"),
    ],
)  # fmt: skip
def test_what_was_verified_here_is_kept_and_said(
    verified: Cast, changed: dict[str, str], field: str
) -> None:
    with unchanged():
        brought = bring(package(**changed), steward=verified.riverside)
    [line] = [line for line in brought.lines() if line.verdict is Verdict.KEEP]
    assert line.field == field
    assert line.code in {"verified_here", "needs_two"}


def test_a_source_that_verified_later_is_believed_about_what_one_person_may_change(
    verified: Cast,
) -> None:
    Verification.objects.update(verified_at=timezone.now() - timedelta(days=30))
    today = timezone.localdate().isoformat()
    services = (
        "id,organization_id,name,description,status,assured_date\n"
        f"{SERVICE},{ORG},Day Center,Beds.,active,{today}\n"
    )
    bring(package(services=services), steward=verified.riverside)
    assert Service.objects.get().description == "Beds."


def test_what_a_source_says_of_itself_protects_nothing(circles: Cast) -> None:
    today = timezone.localdate().isoformat()
    assured = (
        "id,organization_id,name,description,status,assured_date\n"
        f"{SERVICE},{ORG},Day Center,Meals.,active,{today}\n"
    )
    bring(package(services=assured))
    rows = Verification.objects.all()
    assert {row.means for row in rows} == {"source"}
    assert {row.aspect for row in rows} == {"phone", "place", "eligibility"}
    assert {row.by_name for row in rows} == {SOURCE}
    bring(package(services=assured, phones=NEW_NUMBER))
    assert Phone.objects.get().number == "202-555-0199"


def test_a_source_without_a_date_verifies_nothing() -> None:
    bring(package())
    assert not Verification.objects.exists()


def test_a_date_that_has_expired_verifies_nothing() -> None:
    services = f"id,name,status,assured_date\n{SERVICE},Day Center,active,2005-01-01\n"
    bring(package(services=services))
    assert not Verification.objects.exists()
    assert Service.objects.get().assured_date.isoformat() == "2005-01-01"


def test_what_another_organisation_looks_after_is_kept_with_all_it_has(circles: Cast) -> None:
    bring(package(), steward=circles.lakeside)
    other = package(
        phones=NEW_NUMBER, services=package()["services.csv"].replace("Day Center", "Ours Now")
    )
    with unchanged():
        brought = bring(other, steward=circles.riverside)
    assert set(brought.codes(Verdict.KEEP)) == {"others"}


def test_what_was_typed_here_or_came_from_elsewhere_is_kept(circles: Cast) -> None:
    bring(package(), source="Quay County")
    other = package(services=package()["services.csv"].replace("Day Center", "Ours Now"))
    with unchanged():
        brought = bring(other, source="Harbor County")
    [line] = [line for line in brought.lines() if line.verdict is Verdict.KEEP]
    assert (line.code, line.value) == ("typed_here", "Quay County")


def test_a_row_cannot_be_taken_over_by_naming_its_id(circles: Cast) -> None:
    """A telephone of somebody else's service, claimed for one's own by its id."""
    bring(package(), steward=circles.lakeside)
    own = "80000000-0000-4000-8000-000000000000"
    files = {
        "services.csv": f"id,name,status\n{own},Ours,active\n",
        "service_at_location.csv": "id,service_id,location_id\n",
        "phones.csv": f"id,service_id,number\n{PHONE},{own},202-555-0199\n",
    }
    bring(files, source="Elsewhere", steward=circles.riverside)
    phone = Phone.objects.get()
    assert (phone.number, str(phone.service_id)) == ("202-555-0143", SERVICE)


def test_a_number_cannot_be_added_to_what_others_look_after(circles: Cast) -> None:
    bring(package(), steward=circles.lakeside)
    files = {"phones.csv": f"id,service_id,number\n{LINK},{SERVICE},202-555-0199\n"}
    with unchanged():
        bring(files, source="Elsewhere", steward=circles.riverside)


def test_a_service_is_never_made_known_to_more_people() -> None:
    bring(package())
    Service.objects.update(tier=Tier.CASEWORKER)
    bring(
        {
            "services.json": (
                f'[{{"id": "{SERVICE}", "name": "Day Center", "status": "active", "tier": 0}}]'
            )
        }
    )
    assert Service.objects.get().tier == Tier.CASEWORKER


def test_taxonomies_are_not_changed_by_an_import_of_services() -> None:
    taxonomy = Taxonomy.objects.create(name="Ours")
    term = TaxonomyTerm.objects.create(code="A", name="Food", taxonomy_detail=taxonomy)
    files = package() | {"taxonomy_terms.csv": f"id,code,name,description\n{term.pk},A,Poison,\n"}
    brought = bring(files)
    term.refresh_from_db()
    assert term.name == "Food"
    assert brought.codes() == ["ours_alone"]


def test_rows_that_vanished_are_said_and_stay() -> None:
    bring(package())
    with unchanged():
        brought = look({"services.csv": f"id,name,status\n{LINK},Other,active\n",
                        "service_at_location.csv": "id,service_id,location_id\n"})  # fmt: skip
    [line] = [line for line in brought.lines() if line.verdict is Verdict.GONE]
    assert (line.entity, line.name, line.code) == ("service", "Day Center", "gone")
    bring({"services.csv": f"id,name,status\n{LINK},Other,active\n",
           "service_at_location.csv": "id,service_id,location_id\n"})  # fmt: skip
    assert Service.objects.get(pk=SERVICE).status == "active"


def test_by_choice_they_become_inactive_once_and_leave_the_index() -> None:
    from waymark.directory.models.search import SearchRow

    bring(package())
    fewer = package(services=f"id,name,status\n{ORG},Other,active\n", phones="", organizations="",
                    service_at_location="id,service_id,location_id\n")  # fmt: skip
    bring(fewer, retire=True)
    assert Service.objects.get(pk=SERVICE).status == "inactive"
    row = Metadata.objects.get(field_name="status")
    assert (row.previous_value, row.replacement_value) == ("active", "inactive")
    assert not SearchRow.objects.filter(service_id=SERVICE).exists()
    with unchanged():
        bring(fewer, retire=True)


def test_another_sources_rows_do_not_count_as_vanished() -> None:
    bring(package())
    brought = look({"services.csv": f"id,name,status\n{LINK},Other,active\n",
                    "service_at_location.csv": "id,service_id,location_id\n"},
                   source="Else")  # fmt: skip
    assert not brought.codes(Verdict.GONE)


@pytest.mark.parametrize("name", ["ana_hotline", "sara_supervisor", "adam_admin", "otto_auditor"])
def test_only_editors_import(circles: Cast, name: str) -> None:
    with pytest.raises(NotAllowed), unchanged():
        bring(package(), steward=circles.riverside, by=circles[name])
    with pytest.raises(NotAllowed):
        look(package(), steward=circles.riverside, by=circles[name])


def test_editors_import_for_their_organisation(circles: Cast) -> None:
    bring(package(), steward=circles.riverside, by=circles.dora_directory)
    assert Service.objects.get().steward == circles.riverside
    assert Location.objects.get().steward == circles.riverside
    assert not Eligibility.objects.exists()
