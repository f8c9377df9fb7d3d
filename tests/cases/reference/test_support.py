"""Services, barriers and outcomes: codes with words, none a judgement of a person."""

import re
from pathlib import Path

import pytest

from waymark.cases.reference.support import ASKED, PLANS, UNITS, read_support, support
from waymark.learn.content.faults import ContentError

from .conftest import Write

OURS = read_support()
CODES = Path(__file__).resolve().parents[4] / "shared/reference/htcds/htcds_codes.csv"
HEAD = 'reviewed_by = "Ann"\nreviewed_on = 2026-11-01\nreview_due = 2027-05-01\n'
# Words that would make an outcome a verdict on the person.
JUDGING = re.compile(r"\b(fail\w*|success\w*|good|bad|score|level|grade|complian\w*|poor)\b", re.I)


def test_the_five_categories_that_were_read_are_the_funders() -> None:
    funders = {each.funder for each in OURS.services.values() if each.funder}
    assert funders == {
        "Basic Necessities",
        "Case Management",
        "Childcare",
        "Crisis Intervention",
        "Education Services",
    }
    assert all(each.source for each in OURS.services.values() if each.funder)


@pytest.mark.skipif(not CODES.exists(), reason=f"the standard's codes are not at {CODES}")
def test_plans_are_the_codes_of_the_standard() -> None:
    import csv

    rows = csv.reader(CODES.read_text(encoding="utf-8").splitlines())
    assert tuple(row[2] for row in rows if row[0] == "spl_Type") == PLANS


def test_every_service_can_be_counted_and_named() -> None:
    assert {each.unit for each in OURS.services.values()} == set(UNITS)
    for service in OURS.services.values():
        assert service.label
        assert service.help.endswith(".")
        assert service.unit_label
    assert {"other"} <= set(OURS.services) & set(OURS.barriers)
    labels = [service.label for service in OURS.services.values()]
    assert len(set(labels)) == len(labels)


def test_barriers_say_what_was_in_the_way() -> None:
    assert {"waiting-list", "no-capacity", "needs-assessment", "language", "transport"} <= set(
        OURS.barriers
    )
    assert all(barrier.label for barrier in OURS.barriers.values())


def test_outcomes_are_words_and_never_a_score() -> None:
    assert {"living", "education", "work", "safety"} <= {e.id for e in OURS.asked_of("record")}
    own = OURS.asked_of("person")
    assert len(own) == 6
    assert all(each.label.endswith("?") for each in own)
    for dimension in OURS.outcomes.values():
        for code, text in dimension.choices():
            assert text, (dimension.id, code)
            assert not JUDGING.search(f"{code} {text}"), text
            assert not re.search(r"\d", f"{code} {text}"), text
    # Silences are answers of the record itself, not codes of a list.
    silent = {"unknown", "declined", "not-asked"}
    assert not any(silent & set(each.codes) for each in OURS.outcomes.values())


def test_nobody_else_is_asked() -> None:
    assert sum(len(OURS.asked_of(who)) for who in ASKED) == len(OURS.outcomes)
    with pytest.raises(KeyError):
        OURS.asked_of("worker")


# ---- An organisation's own files ----


def test_an_organisation_has_its_own_services(write: Write) -> None:
    text = (
        '\n[[services]]\nid = "boat"\nunit = "hours"\n\n[[services]]\nid = "food"\nunit = "amount"'
    )
    write("support/services.toml", HEAD + text)
    write("support/en.toml", '[services.boat]\nlabel = "Boat"\nhelp = "A boat."\n')
    assert [each.label for each in support().services.values()] == ["Boat", "Food"]
    assert support().barriers.keys() == OURS.barriers.keys()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("services", '[[services]]\nid = "food"\nunit = "tons"', "not 'tons'"),
        ("services", '[[services]]\nid = "food"\nunit = "hours"\nplan = "Fun"', "not 'Fun'"),
        ("services", '[[services]]\nid = "food"\nunit = "hours"\nfunder = "F"', "needs a `source`"),
        ("services", '[[services]]\nid = "Food"\nunit = "hours"', "small letters"),
        ("services", '[[services]]\nid = "boat"\nunit = "hours"', "no words services.boat"),
        ("services", '[[services]]\nid = "food"\nunit = "hours"\nweight = 3', "`weight`"),
        ("services", '[[service]]\nid = "food"', "`service` is no field"),
        ("barriers", '[[barriers]]\nid = "cost"\ngroup = "laziness"', "not 'laziness'"),
        ("barriers", '[[barriers]]\nid = "lazy"\ngroup = "person"', "no words barriers.lazy"),
        ("outcomes", '[[dimensions]]\nid = "work"\nasked = "worker"\ncodes = ["looking", "other"]',
         "not 'worker'"),
        ("outcomes", '[[dimensions]]\nid = "work"\nasked = "record"\ncodes = ["looking"]',
         "two answers or more"),
        ("outcomes", '[[dimensions]]\nid = "work"\nasked = "record"\ncodes = ["other", "other"]',
         "each once"),
        ("outcomes", '[[dimensions]]\nid = "work"\nasked = "record"\ncodes = ["1", "2"]',
         "must be a word"),
        ("outcomes", '[[dimensions]]\nid = "work"\nasked = "record"\ncodes = ["idle", "other"]',
         "no words dimensions.work.idle"),
    ],
)  # fmt: skip
def test_a_wrong_list_says_what_to_mend(write: Write, name: str, text: str, says: str) -> None:
    write(f"support/{name}.toml", f"{HEAD}\n{text}\n")
    with pytest.raises(ContentError, match=says) as caught:
        read_support()
    assert f"{name}.toml" in str(caught.value)


def test_no_words_are_left_over() -> None:
    keys = OURS.words.texts["en"]
    for table, codes in (
        ("services", set(OURS.services)),
        ("barriers", set(OURS.barriers)),
        ("dimensions", set(OURS.outcomes)),
    ):
        assert {key.split(".")[1] for key in keys if key.startswith(f"{table}.")} == codes
    for dimension in OURS.outcomes.values():
        start = f"dimensions.{dimension.id}."
        written = {key.removeprefix(start) for key in keys if key.startswith(start)}
        assert written == {"label", *dimension.codes}
