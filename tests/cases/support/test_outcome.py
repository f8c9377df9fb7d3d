"""Outcomes before a case closes, and outcomes and assessments side by side over time."""

import pytest

from tests.cases.making import make_case, make_participant, make_person
from tests.cases.support.conftest import Support
from waymark.cases.answers import Answer
from waymark.cases.caseload.actions.moving import close, move
from waymark.cases.caseload.content import CLOSURE
from waymark.cases.models import CaseState, Outcome
from waymark.cases.names import person_name
from waymark.cases.reference.support import support as lists
from waymark.cases.states import CaseStep
from waymark.cases.support.codes import BEARS, bearing_fields, dimension_fields
from waymark.cases.support.kinds import KINDS
from waymark.cases.support.outcome import require_outcome
from waymark.cases.support.queries.comparing import MOST, Comparison, compared
from waymark.reports.states import CannotNow
from waymark.vault.records import erase

DONE = {CLOSURE: Answer("Done")}


def ready(support: Support) -> None:
    require_outcome(support.case_now, support.cast.keyring(support.cast.carl_cases))


def closed(support: Support) -> CaseState:
    carl = support.cast.carl_cases
    case = support.fresh(support.case_now)
    keyring = support.cast.keyring(carl)
    return CaseState(
        close(case, DONE, referred=False, by=carl, seen=case.version, keyring=keyring).state
    )


def test_a_case_with_a_victim_closes_after_its_outcome_only(support: Support) -> None:
    with pytest.raises(CannotNow) as refusal:
        closed(support)
    assert person_name(support.victim.person) in str(refusal.value.sentence)
    support.add("outcome")
    assert closed(support) is CaseState.CLOSED


@pytest.mark.parametrize("asked", ["not_reached", "not_safe", "not_able", "declined"])
def test_that_somebody_could_not_be_asked_is_an_outcome(asked: str, support: Support) -> None:
    support.add("outcome", asked=asked)
    ready(support)


def test_only_victims_need_one_and_each_of_them(support: Support) -> None:
    second = make_participant(support.case_now, make_person(support.case_now))
    support.add("outcome")
    with pytest.raises(CannotNow) as refusal:
        ready(support)
    assert person_name(second.person) in str(refusal.value.sentence)
    assert person_name(support.brother.person) not in str(refusal.value.sentence)
    assert person_name(support.victim.person) not in str(refusal.value.sentence)


def test_a_case_without_victims_needs_none(support: Support) -> None:
    case = make_case(support.cast)
    make_participant(case, role="suspected_perpetrator")
    require_outcome(case, support.cast.keyring(support.cast.carl_cases))


def test_an_erased_outcome_is_none(support: Support) -> None:
    erase(support.add("outcome").envelope_id)
    with pytest.raises(CannotNow):
        ready(support)


def test_a_case_that_was_opened_again_needs_a_new_one(support: Support) -> None:
    carl = support.cast.carl_cases
    support.add("outcome")
    closed(support)
    case = support.fresh(support.case_now)
    move(case, CaseStep.REOPEN, by=carl, seen=case.version)
    with pytest.raises(CannotNow):
        closed(support)
    support.add("outcome")
    assert closed(support) is CaseState.CLOSED
    assert Outcome.objects.count() == 2


def test_every_question_of_the_list_has_its_field() -> None:
    assert {name.replace("_", "-") for name in dimension_fields()} == set(lists().outcomes)


def test_the_page_asks_in_the_words_of_the_list(support: Support) -> None:
    page = support.get("carl_cases", "support_add", support.case_now.pk, "outcome")
    for dimension in lists().outcomes.values():
        assert dimension.label.replace("'", "&#x27;") in page.replace("’", "’")


def side_by_side(support: Support, record: object) -> Comparison | None:
    keyring = support.cast.keyring(support.cast.carl_cases)
    kind = KINDS["assessment" if hasattr(record, "made_on") else "outcome"]
    organisation = support.cast.riverside
    return compared(kind, record, support.case_now, organisation, keyring)  # type: ignore[arg-type]  # either


def test_the_first_assessment_has_nothing_to_compare_with(support: Support) -> None:
    assert side_by_side(support, support.add("assessment")) is None


def test_what_changed_since_the_one_before_stands_out(support: Support) -> None:
    support.add("assessment", individual_debt="risk", individual_age="neither")
    record = support.add(
        "assessment", made_on="2026-06-01", individual_debt="strength", individual_age="neither"
    )
    found = side_by_side(support, record)
    assert found is not None
    changed = {str(row.label): row.changed for row in found.rows}
    assert changed == {"Money and debts": True, "The person’s age": False}
    assert [[text for _day, text in row.cells] for row in found.rows][1] == ["Is a risk", "Helps"]
    page = support.page(record, "assessment")
    assert "<strong><bdi>Helps</bdi></strong>" in page
    assert "Nothing here is a score" in page


def test_only_the_same_person_level_and_earlier_days_are_compared(support: Support) -> None:
    first = support.add("assessment", needs=["work"])
    support.add("assessment", level="household", needs=["work"], made_on="2026-04-01")
    support.add("assessment", about=support.brother, needs=["work"], made_on="2026-04-01")
    assert side_by_side(support, first) is None
    last = support.add("assessment", needs=["housing"], made_on="2026-05-01")
    found = side_by_side(support, last)
    assert found is not None
    assert len(found.days) == 2
    assert side_by_side(support, first) is None


def test_no_more_stand_beside_each_other_than_fit(support: Support) -> None:
    for month in range(1, MOST + 3):
        last = support.add("outcome", recorded_on=f"2026-{month:02}-01", living="own-home")
    found = side_by_side(support, last)
    assert found is not None
    assert len(found.days) == MOST
    assert all(len(row.cells) == MOST for row in found.rows)


def test_a_form_of_an_assessment_asks_about_its_level_only(support: Support) -> None:
    url = f"/cases/{support.case_now.pk}/records/assessment/new/"
    client = support.sign_in(support.cast.carl_cases)
    page = client.get(url, {"level": "household"}).content.decode()
    assert "f-household_income" in page
    assert "f-individual_debt" not in page
    assert "f-needs" in page
    strange = client.get(url, {"level": "moon"}).content.decode()
    assert "f-individual_debt" in strange


def test_an_assessment_has_no_number_for_an_answer() -> None:
    assert len(bearing_fields()) > 15
    assert not any(code.isdigit() for code in BEARS)
