"""What stands on a release leaves only under an active one, to exactly its receiver."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from tests.referrals.gate.conftest import Asked
from tests.referrals.making import DOCTOR, FIRST, SECOND, ask, make_release
from waymark.accounts.permissions import NotAllowed
from waymark.cases.answers import Answer
from waymark.cases.models import Case, CaseFile, Note, Participant, Person, Wall, today
from waymark.cases.people.actions import changing
from waymark.cases.records import write_new
from waymark.directory.models import Service
from waymark.referrals.gate import SENTENCES, Refused, Why
from waymark.referrals.models import Release, ReleaseState
from waymark.referrals.ways import Way
from waymark.vault.records import erase

Log = Callable[[], list[tuple[str, str]]]
ON_A_RELEASE = [way for way in Way if way not in {Way.COMPELLED, Way.OWN_COPY}]
INACTIVE = [state for state in ReleaseState if state != ReleaseState.ACTIVE]


def test_what_an_active_release_covers_leaves_and_nothing_else(
    rosa: Participant, asked: Asked, log: Log
) -> None:
    release = make_release(rosa, [FIRST, SECOND])
    departure = asked(ask(rosa, FIRST))
    assert dict(departure.values) == {FIRST: {"v": "Rosa"}}
    assert departure.release == release
    assert log() == [("data:left", str(release.pk))]


@pytest.mark.parametrize("way", ON_A_RELEASE)
def test_without_a_release_nothing_leaves(
    rosa: Participant, asked: Asked, log: Log, way: Way
) -> None:
    with pytest.raises(Refused) as refused:
        asked(ask(rosa, way=way))
    assert refused.value.why is Why.NO_RELEASE
    assert log() == [("data:refused", str(rosa.pk))]


@pytest.mark.parametrize("state", INACTIVE)
def test_only_an_active_release_counts(
    rosa: Participant, asked: Asked, log: Log, state: ReleaseState
) -> None:
    make_release(rosa, state=state)
    with pytest.raises(Refused, match="no_release"):
        asked(ask(rosa))
    assert log() == [("data:refused", str(rosa.pk))]


@pytest.mark.parametrize(
    ("days", "leaves"), [(-1, False), (0, True), (1, True)], ids=["yesterday", "today", "tomorrow"]
)
def test_the_last_day_counts_although_no_tick_ran(
    rosa: Participant, asked: Asked, days: int, leaves: bool
) -> None:
    make_release(rosa, expires_on=today() + timedelta(days=days))
    if leaves:
        assert asked(ask(rosa)).values
    else:
        with pytest.raises(Refused, match="no_release"):
            asked(ask(rosa))


@pytest.mark.parametrize("to", ["Dr Amal Hadad", "Amal Haddad", "Dr Amal Haddad's clinic"])
def test_another_name_is_another_receiver(rosa: Participant, asked: Asked, to: str) -> None:
    make_release(rosa)
    with pytest.raises(Refused, match="no_release"):
        asked(ask(rosa, to=to))


@pytest.mark.parametrize("to", ["dr  amal haddad", "DR AMAL HADDAD ", "Dr Amal Háddad"])
def test_the_same_name_spelt_alike_is_the_same_receiver(
    rosa: Participant, asked: Asked, to: str
) -> None:
    make_release(rosa)
    assert asked(ask(rosa, to=to)).values


def test_kinds_of_receiver_are_never_taken_for_each_other(
    cast: Cast, rosa: Participant, asked: Asked
) -> None:
    service = Service.objects.create(name=cast.lakeside.name)
    receivers = (cast.lakeside, service, cast.lakeside.name)
    for to in receivers:
        release = make_release(rosa, to=to)
        for other in receivers:
            if other is to:
                assert asked(ask(rosa, to=other)).release == release
            else:
                with pytest.raises(Refused, match="no_release"):
                    asked(ask(rosa, to=other))
        Release.objects.filter(pk=release.pk).update(state=ReleaseState.WITHDRAWN)


def test_a_service_that_is_gone_receives_nothing_and_nobody_does_in_its_place(
    rosa: Participant, asked: Asked
) -> None:
    service = Service.objects.create(name="Harbour House")
    make_release(rosa, to=service)
    question = ask(rosa, to=service)
    service.delete()
    for to in (question, ask(rosa, to="Harbour House")):
        with pytest.raises(Refused, match="no_release"):
            asked(to)


def test_nobody_without_a_name_can_be_asked_about(rosa: Participant) -> None:
    for name in ("", "  ", "...", "\u200f"):
        with pytest.raises(ValueError, match="name"):
            ask(rosa, to=name)


def test_who_turned_out_to_be_suspected_releases_nothing_any_more(
    rosa: Participant, asked: Asked, log: Log, cast: Cast
) -> None:
    make_release(rosa)
    assert asked(ask(rosa)).values
    part = {"role": Answer("suspected_perpetrator")}
    keyring = cast.keyring(cast.carl_cases)
    changing.change_part(rosa, part, seen=rosa.version, by=cast.carl_cases, keyring=keyring)
    with pytest.raises(Refused) as refused:
        asked(ask(rosa))
    assert refused.value.why is Why.SUSPECTED
    assert log()[-1] == ("data:refused", str(rosa.pk))


@pytest.mark.parametrize("first", [True, False], ids=["merged into", "merged from"])
def test_who_is_found_to_be_the_suspected_person_releases_nothing(
    rosa: Participant, asked: Asked, first: bool
) -> None:
    other = make_participant(rosa.case, role="suspected_perpetrator")
    make_release(rosa)
    assert asked(ask(rosa)).values
    one, same = (rosa.person, other.person) if first else (other.person, rosa.person)
    Person.objects.filter(pk=one.pk).update(merged_into=same)
    with pytest.raises(Refused, match="suspected"):
        asked(ask(rosa))


def test_the_part_of_another_case_takes_nothing_from_a_release_here(
    cast: Cast, rosa: Participant, asked: Asked
) -> None:
    make_participant(make_case(cast), rosa.person, role="suspected_perpetrator")
    make_release(rosa)
    assert asked(ask(rosa)).values


def test_one_field_too_many_stops_all_of_it_and_names_it(rosa: Participant, asked: Asked) -> None:
    make_release(rosa, [FIRST])
    with pytest.raises(Refused) as refused:
        asked(ask(rosa, FIRST, SECOND))
    assert refused.value.why is Why.NOT_COVERED
    assert refused.value.uncovered == {SECOND}


def test_two_releases_do_not_add_up(rosa: Participant, asked: Asked) -> None:
    make_release(rosa, [FIRST])
    make_release(rosa, [SECOND])
    with pytest.raises(Refused, match="not_covered"):
        asked(ask(rosa, FIRST, SECOND))


@pytest.mark.parametrize(
    "name",
    [
        "sha256:identity.prs_SecondName",
        "identity.prs_SecondName.hash",
        "hash(identity.prs_SecondName)",
        "IDENTITY.prs_SecondName",
        "identity.prs_SecondName ",
    ],
)
def test_a_hashed_name_of_a_field_is_no_field(rosa: Participant, asked: Asked, name: str) -> None:
    make_release(rosa, [FIRST])
    with pytest.raises(Refused, match="not_covered"):
        asked(ask(rosa, name))


@pytest.mark.parametrize("name", ["sha256:identity.prs_FirstName", "wall.content", "note:1", "x"])
def test_what_names_no_field_is_refused_even_where_a_release_writes_it(
    rosa: Participant, asked: Asked, log: Log, name: str
) -> None:
    make_release(rosa, [name, FIRST])
    with pytest.raises(Refused, match="unknown_field"):
        asked(ask(rosa, name, FIRST))
    assert log()[-1] == ("data:refused", str(rosa.pk))


def test_no_field_is_no_question(rosa: Participant, asked: Asked) -> None:
    make_release(rosa)
    question = ask(rosa)
    object.__setattr__(question, "fields", frozenset())
    with pytest.raises(Refused, match="nothing_asked"):
        asked(question)


def test_a_release_of_another_person_of_the_case_lets_nothing_out(
    case: Case, rosa: Participant, asked: Asked
) -> None:
    make_release(make_participant(case, prs_FirstName="Lien"))
    with pytest.raises(Refused, match="no_release"):
        asked(ask(rosa))


def test_a_release_of_the_same_person_in_another_case_lets_nothing_out(
    cast: Cast, rosa: Participant, asked: Asked
) -> None:
    make_release(make_participant(make_case(cast), rosa.person))
    with pytest.raises(Refused, match="no_release"):
        asked(ask(rosa))


@pytest.mark.parametrize("model", [Note, CaseFile])
def test_a_note_or_file_of_another_case_is_no_field_of_this_one(
    cast: Cast, rosa: Participant, asked: Asked, model: type[Note] | type[CaseFile]
) -> None:
    other = model(case=make_case(cast))
    write_new(other, {"text": "elsewhere"})
    name = f"{'note' if model is Note else 'file'}:{other.pk}"
    make_release(rosa, [name])
    with pytest.raises(Refused, match="unknown_field"):
        asked(ask(rosa, name))


@pytest.mark.parametrize(
    "who",
    ["ana_hotline", "ivan_analyst", "otto_auditor", "adam_admin", "lena_lakeside", "lars_lakeside"],
)
def test_nobody_else_lets_anything_out_and_their_question_is_audited(
    cast: Cast, rosa: Participant, asked: Asked, log: Log, who: str
) -> None:
    make_release(rosa)
    keyring = cast.keyring(cast.carl_cases)
    with pytest.raises(NotAllowed) as refused:
        asked(ask(rosa), by=cast[who])
    assert refused.value.hidden
    assert log() == [("data:refused", str(rosa.pk))]
    assert keyring.data_key(rosa.envelope_id)  # the release would have been there


def test_a_role_stands_in_for_no_release(cast: Cast, rosa: Participant, asked: Asked) -> None:
    for who in (cast.carl_cases, cast.sara_supervisor):
        with pytest.raises(Refused, match="no_release"):
            asked(ask(rosa), by=who)


def test_a_wall_that_was_built_after_the_page_was_shown(
    cast: Cast, rosa: Participant, asked: Asked
) -> None:
    make_release(rosa)
    write_new(Wall(case=rosa.case, worker=cast.carl_cases), {"reason": "cousin"})
    with pytest.raises(NotAllowed):
        asked(ask(rosa))


def test_a_question_that_was_tampered_with_is_asked_of_the_row_as_it_is(
    cast: Cast, rosa: Participant, asked: Asked
) -> None:
    """The case and person that a caller holds say nothing; the database does."""
    lakeside = make_participant(make_case(cast, cast.lena_lakeside))
    make_release(lakeside)
    lakeside.case, lakeside.person = rosa.case, rosa.person
    with pytest.raises(NotAllowed):
        asked(ask(lakeside))


def test_somebody_who_was_taken_out_of_the_case_meanwhile(rosa: Participant, asked: Asked) -> None:
    question = ask(rosa)
    Participant.objects.filter(pk=rosa.pk).delete()
    with pytest.raises(NotAllowed):
        asked(question)


@pytest.mark.parametrize("row", ["itself", "standing", "joined", "far"])
def test_a_restriction_holds_for_every_row_of_the_same_person(
    cast: Cast, rosa: Participant, asked: Asked, row: str
) -> None:
    make_release(rosa)
    first, second = (make_participant(make_case(cast)).person for _ in "12")
    person = rosa.person
    if row == "standing":
        person.merged_into = first
    elif row in {"joined", "far"}:
        first.merged_into, second.merged_into = person, first
    restricted = {"itself": person, "standing": first, "joined": first, "far": second}[row]
    restricted.restricted_at = timezone.now()
    for each in (first, second, person):
        each.save()
    with pytest.raises(Refused, match="restricted"):
        asked(ask(rosa))


@pytest.mark.parametrize("what", ["person", "participant", "release", "case"])
def test_what_is_erased_stays(
    rosa: Participant, asked: Asked, log: Log, what: str, case: Case
) -> None:
    role = "participant.role"
    release = make_release(rosa, [FIRST, role, "case.title"])
    rows = {"person": rosa.person, "participant": rosa, "release": release, "case": case}
    erase(rows[what].envelope_id)
    with pytest.raises(Refused) as refused:
        asked(ask(rosa, FIRST, role, "case.title"))
    assert refused.value.why in {Why.CLOSED, Why.NO_RELEASE}
    assert log() == [("data:refused", str(rosa.pk))]


def test_every_refusal_says_that_nothing_left() -> None:
    for why in Why:
        assert str(SENTENCES[why]).endswith("Nothing has left.")


def test_a_release_from_before_stays_good_beside_others(rosa: Participant, asked: Asked) -> None:
    make_release(rosa, [SECOND])
    covering = make_release(rosa, [FIRST], to=DOCTOR)
    assert asked(ask(rosa, FIRST)).release == covering
