"""What the timeline tells, what the pages never show, and what stands in the database."""

import pytest
from django.db import connection

from tests.cases.support.conftest import DAY, ENOUGH, Support
from waymark.cases.forgetting.actions.fields import erase_field
from waymark.cases.forgetting.queries import fields_in
from waymark.cases.models import NOTHING_DUE
from waymark.cases.records import read
from waymark.cases.support.kinds import KINDS
from waymark.cases.timeline import items_of
from waymark.reports.states import CannotNow
from waymark.vault.records import erase

LISTS = ("case_determinations", "case_plans", "case_services", "case_milestones")


def told(support: Support) -> list[tuple[str, str]]:
    carl = support.cast.carl_cases
    items = items_of(support.case_now, carl, support.cast.keyring(carl))
    return [(str(item.kind), item.text) for item in items]


@pytest.mark.parametrize("slug", list(ENOUGH))
def test_each_kind_tells_its_part_and_leads_to_the_record(slug: str, support: Support) -> None:
    record = support.add(slug)
    assert str(KINDS[slug].title) in {kind for kind, _text in told(support)}
    page = support.get("carl_cases", "case_timeline", support.case_now.pk)
    assert f"/cases/{support.case_now.pk}/records/{slug}/{record.pk}/" in page


def test_a_milestone_is_history_once_it_is_reached(support: Support) -> None:
    support.add("milestone", reached="2026-02-01")
    assert [kind for kind, _text in told(support)].count("Reached") == 1
    support.add("support-plan", spl_ActualEndDate="2026-02-01")
    assert "Plan ended" in {kind for kind, _text in told(support)}


def test_what_is_erased_is_told_nowhere(support: Support) -> None:
    records = [support.add(slug) for slug in ENOUGH]
    for record in records:
        erase(record.envelope_id)
    assert {kind for kind, _text in told(support)} == {"Person added"}
    for name in LISTS:
        page = support.get("carl_cases", name, support.case_now.pk)
        assert not any(str(record.pk) in page for record in records)


def test_no_page_shows_who_somebody_is(support: Support) -> None:
    records = {slug: support.add(slug) for slug in ENOUGH}
    pages = [support.get("carl_cases", name, support.case_now.pk) for name in LISTS]
    pages += [support.page(record, slug) for slug, record in records.items()]
    pages += [support.get("carl_cases", "support_add", support.case_now.pk, s) for s in ENOUGH]
    for page in pages:
        assert "Rosa" not in page
        assert "Quintero" not in page
        assert "Luis" not in page.replace("Luis Lakeside", "")


def test_what_was_said_stands_nowhere_in_the_database(support: Support) -> None:
    for slug in ENOUGH:
        support.add(slug)
    support.step(
        support.only("safety-plan"), "safety-plan", "change", made_on=DAY, code_word="Blue gate"
    )
    secrets = ("Is the shop open", "Learn to drive", "legal-immigration", "court-date", "Blue gate")
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of our own tables
            rows = cursor.fetchall()
        text = " ".join(_text(value) for row in rows for value in row)
        assert not any(secret in text for secret in secrets), table


def _text(value: object) -> str:
    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    return raw.decode("utf-8", "ignore")


@pytest.mark.parametrize("slug", ["support-plan", "safety-plan", "milestone"])
def test_what_waits_makes_the_case_due_until_it_is_erased(slug: str, support: Support) -> None:
    name = "due" if slug == "milestone" else "review_due"
    record = support.add(slug, **{name: "2026-02-03"})
    assert str(support.fresh(support.case_now).due_on) == "2026-02-03"
    arguments = (support.case_now.pk, slug, record.pk)
    support.post("carl_cases", "support_remove", *arguments)
    assert support.fresh(support.case_now).due_on == NOTHING_DUE


def test_hostile_words_stay_words(support: Support) -> None:
    script = "<script>alert(1)</script>"
    for slug, name in (("safety-plan", "code_word"), ("service", "provider")):
        record = support.add(slug, **{name: script})
        assert script not in support.page(record, slug)
        assert "&lt;script&gt;" in support.page(record, slug)
    for name in LISTS:
        assert script not in support.get("carl_cases", name, support.case_now.pk)


def test_a_field_that_is_erased_is_gone_from_every_earlier_version(support: Support) -> None:
    record = support.add("safety-plan")
    step = ("safety-plan", "change")
    support.step(record, *step, made_on=DAY, code_word="Blue gate", warning_signs="His car")
    support.step(support.only("safety-plan"), *step, made_on=DAY, warning_signs="His car")
    sara = support.cast.sara_supervisor
    keyring = support.cast.keyring(sara)
    offered = {line.name for line in fields_in(support.only("safety-plan"), keyring)}
    assert "code_word" in offered
    erase_field(support.only("safety-plan"), "code_word", seen=3, by=sara, keyring=keyring)
    content = read(support.only("safety-plan"), support.cast.keyring(sara))
    assert "code_word" not in str(content)
    assert "His car" in str(content)
    with pytest.raises(CannotNow):
        erase_field(support.only("safety-plan"), "code_word", seen=4, by=sara, keyring=keyring)
    page = support.page(record, "safety-plan")
    assert "Blue gate" not in page
    assert "Is the shop open" not in page
