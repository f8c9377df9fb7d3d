"""The states of a case: which step leads where, what closing needs, what reopening undoes."""

import pytest

from tests.cases.caseload.conftest import Office, events, in_days
from waymark.audit.events import Event
from waymark.cases.answers import Answer, Answers, answers_from_json
from waymark.cases.caseload import closing
from waymark.cases.caseload.actions import moving
from waymark.cases.caseload.actions.tasks import add_task
from waymark.cases.caseload.content import CLOSURE, said
from waymark.cases.fields.settings import Wish, change_fields
from waymark.cases.models import NOTHING_DUE, Case, CaseState, FieldUse, today
from waymark.cases.records import read
from waymark.cases.states import ALLOWED, CaseStep
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.keyring import Keyring

WHY = f"case-{CLOSURE}"
DONE = {WHY: "Done."}
MOVES = (CaseStep.ACTIVATE, CaseStep.FOLLOW_UP, CaseStep.REOPEN)


@pytest.fixture(autouse=True)
def no_checks_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other slices ask before closing is theirs to try."""
    monkeypatch.setattr(closing, "_checks", {})


def put(case: Case, state: CaseState) -> Case:
    Case.objects.filter(pk=case.pk).update(state=state)
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("step", MOVES)
def test_each_step_in_each_state(
    office: Office, case: Case, step: CaseStep, state: CaseState
) -> None:
    put(case, state)
    carl = office.cast.carl_cases
    if state in ALLOWED[step]:
        moved = moving.move(case, step, by=carl, seen=1)
        assert (moved.state, moved.state_on) == (moving.LEADS_TO[step], today())
        assert moved.version == 2
        assert case.turns.filter(state=moved.state, by=carl).exists()
        assert events(Event.CASE_MOVED, case) == 1
    else:
        with pytest.raises(CannotNow):
            moving.move(case, step, by=carl, seen=1)
        assert office.fresh(case).state == state
        assert not events(Event.CASE_MOVED, case)


@pytest.mark.parametrize("state", CaseState)
def test_closing_in_each_state(office: Office, case: Case, state: CaseState) -> None:
    put(case, state)
    if state in ALLOWED[CaseStep.CLOSE]:
        assert close(office, case).closed_on == today()
    else:
        with pytest.raises(CannotNow):
            close(office, case)
        assert not events(Event.CASE_MOVED, case)


def why(reason: str) -> Answers:
    return {CLOSURE: Answer(reason)}


def close(
    office: Office, case: Case, reason: str = "All is well.", *, referred: bool = False
) -> Case:
    carl = office.cast.carl_cases
    seen, keyring = office.fresh(case).version, office.cast.keyring(carl)
    return moving.close(case, why(reason), referred=referred, by=carl, seen=seen, keyring=keyring)


def test_the_reason_is_sealed_beside_the_title(office: Office, case: Case) -> None:
    closed = close(office, case, "They moved to Leeds.")
    assert "Leeds" not in str(vars(closed))
    content = read(closed, office.cast.keyring(office.cast.carl_cases))
    assert said(content, CLOSURE) == "They moved to Leeds."
    assert said(content, "title") == "Two brothers from a farm"
    assert close_state(closed) == (CaseState.CLOSED, NOTHING_DUE)


def close_state(case: Case) -> tuple[str, object]:
    case.refresh_from_db()
    return case.state, case.due_on


def test_referred_on_is_another_state(office: Office, case: Case) -> None:
    assert close(office, case, referred=True).state == CaseState.CLOSED_REFERRED


def test_reopening_undoes_closing(office: Office, case: Case) -> None:
    add_task(case, "Call", by=office.cast.carl_cases, due_on=in_days(3))
    closed = close(office, case)
    assert close_state(closed)[1] == NOTHING_DUE
    office.post("carl_cases", "case_move", case.pk, "reopen", seen=closed.version)
    assert close_state(case) == (CaseState.ACTIVE, in_days(3))
    assert office.fresh(case).closed_on is None


def test_a_check_of_another_slice_holds_it_open(
    office: Office, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_outcome(case: Case, keyring: Keyring) -> None:
        raise CannotNow("Record the outcome first.")

    monkeypatch.setitem(closing._checks, "outcome", no_outcome)
    page = office.post(
        "carl_cases", "case_close", case.pk, status=409, **DONE, how="closed", seen=1
    )
    assert "Record the outcome first." in page
    assert "Done.</textarea>" in page
    assert office.fresh(case).state == CaseState.INTAKE


def test_what_is_still_open_stands_above_the_form(office: Office, case: Case) -> None:
    assert "No task and no milestone is open." in office.get("carl_cases", "case_close", case.pk)
    add_task(case, "Call the court", by=office.cast.carl_cases)
    page = office.get("carl_cases", "case_close", case.pk)
    assert "Task: Call the court" in page


def test_closing_asks_why_and_how(office: Office, case: Case) -> None:
    page = office.post("carl_cases", "case_close", case.pk, status=422, **{WHY: "  "}, seen=1)
    assert "Why the case is closed: give an answer" in page
    assert "Choose how it ends." in page
    office.post("carl_cases", "case_close", case.pk, **DONE, how="referred", seen=1)
    assert office.fresh(case).state == CaseState.CLOSED_REFERRED
    page = office.get("carl_cases", "case", case.pk)
    assert "Closed, referred on" in page
    assert "Done." in page


@pytest.mark.parametrize("seen", ["0", "2", "", "x", "-1", "9" * 30, "1.5"])
def test_an_old_page_changes_nothing(office: Office, case: Case, seen: str) -> None:
    page = office.post("carl_cases", "case_move", case.pk, "activate", status=409, seen=seen)
    assert "A colleague has changed this case in the meantime." in page
    page = office.post(
        "carl_cases", "case_close", case.pk, status=409, **DONE, how="closed", seen=seen
    )
    assert 'name="seen" value="1"' in page
    assert office.fresh(case).state == CaseState.INTAKE


def test_of_two_who_close_one_is_told(office: Office, case: Case) -> None:
    sara = office.cast.sara_supervisor
    keyring = office.cast.keyring(sara)
    close(office, case)
    put(case, CaseState.ACTIVE)
    with pytest.raises(ChangedMeanwhile):
        moving.close(case, why("Me, too."), referred=False, by=sara, seen=1, keyring=keyring)


def test_a_closed_case_takes_no_records(office: Office, case: Case) -> None:
    close(office, case)
    day = in_days(5).isoformat()
    for name, data in (
        ("case_tasks", {"what": "Call"}),
        ("case_notes", {"text": "They called."}),
        ("case_review", {"review-day": day, "review-seen": "2"}),
    ):
        page = office.post("carl_cases", name, case.pk, status=409, **data)
        assert "This case is closed. Reopen it first." in page
        if name != "case_review":
            assert next(iter(data.values())) in page


def test_a_review_is_planned_and_taken_away(office: Office, case: Case) -> None:
    day = in_days(10)
    data = {"review-day": day.isoformat(), "review-seen": 1}
    office.post("carl_cases", "case_review", case.pk, **data)
    found = office.fresh(case)
    assert (found.review_due_on, found.due_on) == (day, day)
    office.post("carl_cases", "case_review", case.pk, **{"review-day": "", "review-seen": 2})
    found = office.fresh(case)
    assert (found.review_due_on, found.due_on) == (None, NOTHING_DUE)
    assert events(Event.CASE_CHANGED, case) == 2


def test_a_review_lies_ahead(office: Office, case: Case) -> None:
    data = {"review-day": in_days(-1).isoformat(), "review-seen": 1}
    page = office.post("carl_cases", "case_review", case.pk, status=409, **data)
    assert "That day is over." in page
    page = office.post("carl_cases", "case_review", case.pk, status=422, **{"review-day": "soon"})
    assert "Write the day as year-month-day" in page
    assert office.fresh(case).review_due_on is None


def test_the_reason_is_asked_as_the_organisation_wants_it(office: Office, case: Case) -> None:
    page = office.get("carl_cases", "case_close", case.pk)
    assert "To know what was reached, if the person comes back." in page
    assert "Does not want to say" in page
    silent = {f"{WHY}__why": "declined", "how": "closed", "seen": 1}
    office.post("carl_cases", "case_close", case.pk, **silent)
    assert answers_of(office, case) == {"title", CLOSURE}


def answers_of(office: Office, case: Case) -> set[str]:
    carl = office.cast.carl_cases
    return set(answers_from_json(read(office.fresh(case), office.cast.keyring(carl))))


@pytest.mark.parametrize("use", [FieldUse.HIDDEN, FieldUse.OPTIONAL])
def test_a_reason_that_is_not_needed_is_not_demanded(
    office: Office, case: Case, use: FieldUse
) -> None:
    setting = {f"case.{CLOSURE}": Wish(use, "Why we end")}
    change_fields(case.organisation, setting, by=office.cast.sara_supervisor)
    page = office.get("carl_cases", "case_close", case.pk)
    assert ("Why we end" in page) is (use is FieldUse.OPTIONAL)
    # What is not asked is not taken either.
    typed = DONE if use is FieldUse.HIDDEN else {}
    office.post("carl_cases", "case_close", case.pk, **typed, how="closed", seen=1)
    assert office.fresh(case).state == CaseState.CLOSED
    assert answers_of(office, case) == {"title"}
