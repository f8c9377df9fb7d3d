"""An organisation hides, renames and needs fields; undo; who may."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases.making import make_case, make_participant
from tests.cast import NAMES, ROLES, Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.accounts.roles import Role
from waymark.audit.models import Entry
from waymark.cases.answers import UNKNOWN, Answer
from waymark.cases.fields.asking import asked_now, fields_for
from waymark.cases.fields.settings import Wish, back_to_catalogue, change_fields
from waymark.cases.fields.showing import shown
from waymark.cases.models import FieldSetting, FieldUse

ClientFor = Callable[[Worker], StaffClient]
HIDE = {"identity.prs_Salutation": Wish(FieldUse.HIDDEN)}
MAY = {Role.SUPERVISOR, Role.ADMINISTRATOR}


def uses(cast: Cast, record: str = "identity") -> dict[str, FieldUse]:
    return {each.spec.name: each.use for each in fields_for(cast.riverside, record)}


def posted(cast: Cast, record: str = "identity", **changed: str) -> dict[str, str]:
    found = fields_for(cast.riverside, record)
    data = {f"{each.spec.name}__use": each.use.value for each in found if not each.spec.fixed}
    return {**data, **changed}


def test_a_field_is_hidden_renamed_and_needed(cast: Cast) -> None:
    wishes = {
        **HIDE,
        "identity.prs_FirstName": Wish(FieldUse.REQUIRED, "Given name"),
        "identity.sex": Wish(FieldUse.OPTIONAL),
    }
    change_fields(cast.riverside, wishes, by=cast.sara_supervisor)
    found = {each.spec.name: each for each in fields_for(cast.riverside, "identity")}
    assert found["prs_Salutation"].hidden
    assert found["prs_FirstName"].required
    assert found["prs_FirstName"].label == "Given name"
    assert "sex" in {each.spec.name for each in asked_now(list(found.values()))}
    assert Entry.objects.filter(event="fields:changed").count() == 1


def test_the_organisation_next_door_asks_as_before(cast: Cast) -> None:
    change_fields(cast.riverside, HIDE, by=cast.sara_supervisor)
    neighbours = {each.spec.name: each for each in fields_for(cast.lakeside, "identity")}
    assert not neighbours["prs_Salutation"].hidden


def test_what_the_work_cannot_do_without_is_never_hidden(cast: Cast) -> None:
    wish = {"participant.role": Wish(FieldUse.HIDDEN, "Part")}
    change_fields(cast.riverside, wish, by=cast.sara_supervisor)
    role = fields_for(cast.riverside, "participant")[0]
    assert (role.spec.name, role.use, role.label) == ("role", FieldUse.REQUIRED, "Part")


def test_only_what_differs_is_kept_and_undo_leaves_nothing(cast: Cast) -> None:
    same = {"identity.prs_FirstName": Wish(FieldUse.OPTIONAL, "First name")}
    change_fields(cast.riverside, same, by=cast.adam_admin)
    assert not FieldSetting.objects.exists()
    change_fields(cast.riverside, HIDE, by=cast.adam_admin)
    change_fields(cast.riverside, {"event.until": Wish(FieldUse.HIDDEN)}, by=cast.adam_admin)
    back_to_catalogue(cast.riverside, "identity", by=cast.adam_admin)
    assert [row.key for row in FieldSetting.objects.all()] == ["event.until"]


def test_what_is_stored_in_a_hidden_field_is_shown_as_no_longer_asked(cast: Cast) -> None:
    change_fields(cast.riverside, HIDE, by=cast.sara_supervisor)
    answers = {"prs_Salutation": Answer("Ms"), "prs_FirstName": UNKNOWN}
    lines = shown(fields_for(cast.riverside, "identity"), answers)[0].lines
    assert [(line.text, line.silent, line.no_longer_asked) for line in lines] == [
        ("Ms", False, True),
        ("Not known", True, False),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_supervisors_and_administrators_of_the_organisation_decide(cast: Cast, name: str) -> None:
    worker = cast[name]
    if ROLES[name] in MAY and worker.organisation_id == cast.riverside.pk:
        change_fields(cast.riverside, HIDE, by=worker)
        assert uses(cast)["prs_Salutation"] is FieldUse.HIDDEN
        return
    with pytest.raises(NotAllowed):
        change_fields(cast.riverside, HIDE, by=worker)
    with pytest.raises(NotAllowed):
        back_to_catalogue(cast.riverside, "identity", by=worker)
    assert not FieldSetting.objects.exists()


@pytest.mark.parametrize("name", NAMES)
def test_pages_open_to_those_who_decide(cast: Cast, name: str, staff_client_for: ClientFor) -> None:
    client = staff_client_for(cast[name])
    wanted = 200 if ROLES[name] in MAY else 403
    assert client.get("/cases/fields/").status_code == wanted
    assert client.get("/cases/fields/identity/").status_code == wanted
    changed = posted(cast, prs_Salutation__use="hidden")
    status = client.post("/cases/fields/identity/", changed).status_code
    assert status == (302 if wanted == 200 else 403)


def test_nobody_who_has_not_signed_in_sees_them(cast: Cast, stranger_client: StaffClient) -> None:
    assert stranger_client.get("/cases/fields/").status_code == 302


def test_every_record_has_a_page_with_each_purpose(cast: Cast, staff_client_for: ClientFor) -> None:
    client = staff_client_for(cast.sara_supervisor)
    for record in ("identity", "participant", "case", "event", "relationship"):
        page = client.get(f"/cases/fields/{record}/").content.decode()
        for each in fields_for(cast.riverside, record):
            assert f"{each.spec.name}__label" in page
    assert client.get("/cases/fields/secrets/").status_code == 404
    assert client.post("/cases/fields/secrets/undo/").status_code == 404


def test_a_preview_saves_nothing(cast: Cast, staff_client_for: ClientFor) -> None:
    client = staff_client_for(cast.sara_supervisor)
    data = posted(cast, prs_FirstName__label="Given name", prs_Salutation__use="hidden")
    page = client.post("/cases/fields/identity/", {**data, "preview": "1"})
    assert page.status_code == 200
    text = page.content.decode()
    assert 'name="preview-prs_FirstName"' in text
    assert 'name="preview-prs_Salutation"' not in text
    assert "Nothing is saved yet" in text
    assert not FieldSetting.objects.exists()


def test_a_mistake_keeps_what_was_typed(cast: Cast, staff_client_for: ClientFor) -> None:
    client = staff_client_for(cast.sara_supervisor)
    data = posted(cast, prs_FirstName__label="x" * 121, prs_Salutation__use="hidden")
    page = client.post("/cases/fields/identity/", data)
    assert page.status_code == 422
    assert "x" * 121 in page.content.decode()
    data = posted(cast, prs_Salutation__use="sometimes")
    assert client.post("/cases/fields/identity/", data).status_code == 422
    assert not FieldSetting.objects.exists()


def test_a_fixed_field_cannot_be_hidden_by_hand(cast: Cast, staff_client_for: ClientFor) -> None:
    client = staff_client_for(cast.sara_supervisor)
    data = posted(cast, "participant", role__use="hidden")
    assert client.post("/cases/fields/participant/", data).status_code == 302
    assert uses(cast, "participant")["role"] is FieldUse.REQUIRED


def test_undo_on_the_page(cast: Cast, staff_client_for: ClientFor) -> None:
    change_fields(cast.riverside, HIDE, by=cast.sara_supervisor)
    client = staff_client_for(cast.sara_supervisor)
    assert client.get("/cases/fields/identity/undo/").status_code == 405
    assert client.post("/cases/fields/identity/undo/").status_code == 302
    assert not FieldSetting.objects.exists()


LIFTED = (
    "determination.basis",
    "determination.vic_TraffickingStatusDecisionMakingOrg",
    "milestone.moved_because",
    "relationship.kind",
    "support_plan.goals",
    "support_plan.goals_reached",
    "support_plan.spl_Type",
)


@pytest.mark.parametrize("use", list(FieldUse))
def test_what_no_code_needs_is_the_organisations_to_decide(cast: Cast, use: FieldUse) -> None:
    wishes = {key: Wish(use) for key in LIFTED}
    change_fields(cast.riverside, wishes, by=cast.sara_supervisor)
    for key in LIFTED:
        record, _dot, name = key.partition(".")
        assert uses(cast, record)[name] is use


def test_a_record_is_written_without_what_is_not_asked(
    cast: Cast, staff_client_for: ClientFor
) -> None:
    wishes = {key: Wish(FieldUse.HIDDEN) for key in LIFTED}
    change_fields(cast.riverside, wishes, by=cast.sara_supervisor)
    case = make_case(cast)
    one, two = make_participant(case), make_participant(case)
    carl = staff_client_for(cast.carl_cases)
    add = reverse("relationship_add", args=[case.pk])
    assert "-kind" not in carl.get(add).content.decode()
    people = {"one": str(one.pk), "other": str(two.pk), "record_id": str(uuid4()), "seen": 0}
    assert carl.post(add, people).status_code == 302
    plan = reverse("support_add", args=[case.pk, "support-plan"])
    page = carl.get(plan).content.decode()
    assert "spl_Type" not in page
    assert "f-goals" not in page
    for name in ("case_people", "case_plans", "case_timeline"):
        assert carl.get(reverse(name, args=[case.pk])).status_code == 200


def test_the_page_says_why_the_rest_can_be_renamed_only(
    cast: Cast, staff_client_for: ClientFor
) -> None:
    page = staff_client_for(cast.sara_supervisor).get("/cases/fields/milestone/").content.decode()
    assert "A few can be renamed only" in page
