"""The pages of people: names only where they belong, nothing typed is lost, doubles are noticed."""

from tests.cases.caseload.conftest import events
from tests.cases.making import make_case
from tests.cases.people.conftest import get, post
from tests.cases.people.making import ROSA, add, held, hotline_case
from tests.cast import Cast
from tests.sites import StaffClient
from waymark.audit.events import Event
from waymark.cases.answers import DECLINED, answers_from_json
from waymark.cases.fields.settings import Wish, change_fields
from waymark.cases.models import (
    Case,
    CaseState,
    FieldUse,
    HistoricEvent,
    Participant,
    Person,
    Relationship,
)
from waymark.cases.names import person_name
from waymark.cases.records import read

TYPED = {
    "part-role": "victim",
    "who-prs_FirstName": "Rosa",
    "who-prs_SecondName": "Quintero",
    "who-prs_Birthdate": "1998",
    "who-prs_Gender__why": "declined",
    "who-prs_MobilePhone": "(415) 555-2671",
}


def test_somebody_new_is_added_with_silences(carl: StaffClient, case: Case, cast: Cast) -> None:
    post(carl, "case_person_add", case.pk, data=TYPED)
    person = Person.objects.get()
    answers = answers_from_json(read(person, cast.keyring(cast.carl_cases)))
    assert answers["prs_Gender"] == DECLINED
    assert answers["prs_MobilePhone"].value == "+14155552671"
    assert "prs_Email" not in answers
    assert held(cast, Participant.objects.get()) == {"role": "victim"}


def test_names_stand_on_the_persons_own_page_only(
    carl: StaffClient, case: Case, cast: Cast
) -> None:
    added = add(cast, case)
    name = person_name(added.person)
    for page in (
        get(carl, "case_people", case.pk),
        get(carl, "case_participant", case.pk, added.pk),
        get(carl, "case_participant_change", case.pk, added.pk),
        get(carl, "relationship_add", case.pk),
        get(carl, "event_add", case.pk),
        get(carl, "case_timeline", case.pk),
        get(carl, "case", case.pk),
    ):
        assert "Rosa" not in page
        assert "Quintero" not in page
        assert name in page
    assert events(Event.PERSON_READ) == 0
    page = get(carl, "person", added.person_id)
    assert "Rosa" in page
    assert f"<title>{name}" in page
    assert events(Event.PERSON_READ, added.person) == 1


def test_mistakes_keep_all_that_was_typed(carl: StaffClient, case: Case) -> None:
    wrong = {**TYPED, "who-prs_Email": "rosa@", "who-prs_FirstName__why": "unknown"}
    page = post(carl, "case_person_add", case.pk, data=wrong, status=422)
    for text in ("rosa@", "Quintero", "(415) 555-2671", "Keep one of them"):
        assert text in page
    assert not Person.objects.exists()
    page = post(carl, "case_person_add", case.pk, data={"who-prs_FirstName": "Rosa"}, status=422)
    assert "Part in the case: give an answer" in page


def test_a_needed_field_wants_an_answer_or_a_silence(
    carl: StaffClient, case: Case, cast: Cast
) -> None:
    needed = {"identity.prs_Citizenship": Wish(FieldUse.REQUIRED)}
    change_fields(cast.riverside, needed, by=cast.sara_supervisor)
    assert "Citizenship: give" in post(carl, "case_person_add", case.pk, data=TYPED, status=422)
    post(carl, "case_person_add", case.pk, data={**TYPED, "who-prs_Citizenship__why": "unknown"})


def test_somebody_alike_is_shown_before_anything_is_written(
    carl: StaffClient, case: Case, cast: Cast
) -> None:
    known = add(cast, make_case(cast)).person
    page = post(carl, "case_person_add", case.pk, data=TYPED, status=200)
    assert person_name(known) in page
    assert "Same name" in page
    assert "(415) 555-2671" in page
    assert Person.objects.count() == 1
    undecided = {**TYPED, "same-shown": str(known.pk)}
    page = post(carl, "case_person_add", case.pk, data=undecided, status=422)
    assert "Say whether it is one of these people." in page


def test_a_different_person_is_added_when_the_worker_says_so(
    carl: StaffClient, case: Case, cast: Cast
) -> None:
    known = add(cast, make_case(cast)).person
    decided = {**TYPED, "same-shown": str(known.pk), "same-decision": "new"}
    post(carl, "case_person_add", case.pk, data=decided)
    assert Person.objects.count() == 2


def test_whoever_appears_meanwhile_is_shown_first(
    carl: StaffClient, case: Case, cast: Cast
) -> None:
    """The worker decided about those whom the page showed, and about nobody else."""
    known = add(cast, make_case(cast)).person
    add(cast, make_case(cast))
    decided = {**TYPED, "same-shown": str(known.pk), "same-decision": "new"}
    post(carl, "case_person_add", case.pk, data=decided, status=200)
    assert Person.objects.count() == 2


def test_the_same_person_joins_the_case_and_what_was_typed_waits_to_be_saved(
    carl: StaffClient, case: Case, cast: Cast
) -> None:
    known = add(cast, make_case(cast)).person
    decided = {**TYPED, "same-shown": str(known.pk), "same-decision": str(known.pk)}
    page = post(carl, "case_person_add", case.pk, data=decided, status=200)
    assert case.participants.get().person == known
    assert 'value="1998"' in page
    assert "March 9, 1998" in page
    assert 'value="+14155552671"' in page
    assert held(cast, known) == ROSA
    data = {key: value for key, value in TYPED.items() if key.startswith("who-")}
    post(carl, "person_change", known.pk, data={**data, "seen": "1"})
    assert held(cast, known)["prs_Birthdate"] == "1998"


def test_nobody_outside_the_list_can_be_chosen(carl: StaffClient, case: Case, cast: Cast) -> None:
    known = add(cast, make_case(cast)).person
    stranger = add(cast, hotline_case(cast), by=cast.sara_supervisor, prs_FirstName="Ivy").person
    tampered = {**TYPED, "same-shown": str(known.pk), "same-decision": str(stranger.pk)}
    post(carl, "case_person_add", case.pk, data=tampered, status=422)
    assert not case.participants.exists()


def test_who_is_in_the_case_already_is_not_added_again(
    carl: StaffClient, case: Case, cast: Cast
) -> None:
    known = add(cast, case).person
    decided = {**TYPED, "same-shown": str(known.pk), "same-decision": str(known.pk)}
    page = post(carl, "case_person_add", case.pk, data=decided, status=409)
    assert "in the case already" in page
    assert "(415) 555-2671" in page


def test_a_part_asks_what_belongs_to_it(carl: StaffClient, case: Case, cast: Cast) -> None:
    victim, suspect = add(cast, case), add(cast, case, role="suspected_perpetrator")
    assert "vic_MethodsOfControl" in get(carl, "case_participant_change", case.pk, victim.pk)
    page = get(carl, "case_participant_change", case.pk, suspect.pk)
    assert "vic_MethodsOfControl" not in page
    assert "per_RoleInProcess" in page


def test_what_somebody_is_in_a_case_is_changed_and_shown(
    carl: StaffClient, case: Case, cast: Cast
) -> None:
    added = add(cast, case)
    data = {
        "part-role": "victim",
        "part-vic_MethodsOfControl": ["DebtBondage", "WithholdsDocuments"],
        "part-immigration_status__why": "unknown",
        "seen": "1",
    }
    post(carl, "case_participant_change", case.pk, added.pk, data=data)
    page = get(carl, "case_participant", case.pk, added.pk)
    assert "Debt bondage" in page
    assert "Not known" in page
    late = {**data, "part-household": "Her aunt"}
    page = post(carl, "case_participant_change", case.pk, added.pk, data=late, status=409)
    assert "Her aunt" in page
    assert "A colleague has changed this" in page
    assert 'name="seen" value="2"' in page


def test_a_hidden_field_is_kept_and_shown(carl: StaffClient, case: Case, cast: Cast) -> None:
    added = add(cast, case, prs_FirstName="Rosa", prs_Salutation="Ms")
    hide = {"identity.prs_Salutation": Wish(FieldUse.HIDDEN)}
    change_fields(cast.riverside, hide, by=cast.sara_supervisor)
    assert "who-prs_Salutation" not in get(carl, "person_change", added.person_id)
    data = {"who-prs_FirstName": "Rosita", "seen": "1"}
    post(carl, "person_change", added.person_id, data=data)
    assert held(cast, added.person) == {"prs_Salutation": "Ms", "prs_FirstName": "Rosita"}
    assert "(no longer asked)" in get(carl, "person", added.person_id)


def test_a_late_change_of_an_identity_keeps_what_was_typed(
    carl: StaffClient, case: Case, cast: Cast
) -> None:
    person = add(cast, case).person
    data = {"who-prs_FirstName": "Rosita"}
    page = post(carl, "person_change", person.pk, data=data, status=409)
    assert "Rosita" in page
    assert held(cast, person) == ROSA
    bad = {"who-prs_Email": "@", "seen": "1"}
    assert "@" in post(carl, "person_change", person.pk, data=bad, status=422)


def test_relationships_and_events(carl: StaffClient, case: Case, cast: Cast) -> None:
    one, other = add(cast, case), add(cast, case, role="family_member", prs_FirstName="Luz")
    pair = {"one": str(one.pk), "other": str(other.pk), "fields-kind": "parent"}
    data = {**pair, "fields-safe": "unsafe", "fields-details": "<b>calls</b> daily"}
    post(carl, "relationship_add", case.pk, data=data)
    same = {**data, "other": str(one.pk)}
    page = post(carl, "relationship_add", case.pk, data=same, status=422)
    assert "Choose two different people." in page
    event = {
        "about": str(one.pk),
        "fields-hte_Type": "Recruitment",
        "fields-hte_Date": "2019-05",
        "fields-hte_City": "Huế",
        "fields-hte_Country": "VN",
    }
    post(carl, "event_add", case.pk, data=event)
    page = get(carl, "case_people", case.pk)
    for text in ("Parent", "Not safe", "&lt;b&gt;calls&lt;/b&gt;", "Huế, Vietnam", "May 2019"):
        assert text in page
    relation, happened = Relationship.objects.get(), HistoricEvent.objects.get()
    stale = {**data, "fields-details": "kept", "seen": "7"}
    assert "kept" in post(carl, "relationship_change", case.pk, relation.pk, data=stale, status=409)
    stale = {**event, "fields-hte_City": "kept", "seen": "7"}
    assert "kept" in post(carl, "event_change", case.pk, happened.pk, data=stale, status=409)
    post(carl, "event_change", case.pk, happened.pk, data={**event, "about": "", "seen": "1"})
    assert "Everybody in the case" in get(carl, "case_people", case.pk)
    post(carl, "relationship_remove", case.pk, relation.pk, data={})
    post(carl, "event_remove", case.pk, happened.pk, data={})
    page = get(carl, "case_people", case.pk)
    assert "No relationship is written down." in page
    assert "No event is written down." in page


def test_a_closed_case_shows_and_takes_nothing(carl: StaffClient, case: Case, cast: Cast) -> None:
    added = add(cast, case)
    Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED)
    assert "Add a person" not in get(carl, "case_people", case.pk)
    page = post(
        carl,
        "case_person_add",
        case.pk,
        data={
            **TYPED,
            "who-prs_FirstName": "Olha",
            "who-prs_SecondName": "",
            "who-prs_Birthdate": "",
        },
        status=409,
    )
    assert "This case is closed. Reopen it first." in page
    assert "Olha" in page
    page = post(carl, "case_participant_remove", case.pk, added.pk, data={}, status=409)
    assert person_name(added.person) in page
