"""Kinds of demand and privileges: grounded, advised by the organisation, never sent by itself."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from waymark.cases.reference.terms import Duration
from waymark.learn.content.faults import ContentError
from waymark.referrals.reference import checks
from waymark.referrals.reference.disclosures import (
    GROUPS,
    Demand,
    Privilege,
    disclosures,
    read_disclosures,
)

OURS = read_disclosures()
Write = Callable[[str], None]
FILE = """
reviewed_by = "Ann"
reviewed_on = 2026-11-01
review_due = 2027-05-01

[[kinds]]
id = "subpoena"
jurisdiction = "US"
group = "court"
compels = true
article = "s. 1"
source = "act"
term = { duration = "P10D", days = "working", kind = "deadline" }

[[privileges]]
id = "none"
jurisdiction = "ANY"

[[sources]]
id = "act"
title = "Act"
url = "https://law.example/1"
seen = 2026-11-01
read = "excerpt"
"""


def numbers(text: str) -> list[str]:
    """The numbers in a text; Vietnamese counts its months (`tháng 7` is July)."""
    return sorted(re.findall(r"(?<![Tt]háng )\b\d+", text))


@pytest.fixture
def write(tmp_path: Path, settings: LazySettings) -> Iterator[Write]:
    """Write the organisation's own list of demands."""
    settings.CONTENT_FOLDER = str(tmp_path)
    (tmp_path / "disclosures").mkdir()
    disclosures.forget()

    def into(text: str) -> None:
        (tmp_path / "disclosures/disclosure_clocks.toml").write_text(text, encoding="utf-8")

    yield into
    disclosures.forget()


def test_the_clocks() -> None:
    terms = {key: kind.term.duration for key, kind in OURS.kinds.items() if kind.term}
    assert terms == {
        "us-civil-subpoena": Duration(days=14),
        "us-child-welfare-report": Duration(hours=24),
        "us-ca-child-abuse-report": Duration(hours=36),
        "us-ny-child-abuse-report": Duration(hours=48),
        "us-wa-child-abuse-report": Duration(hours=48),
    }
    served = date(2026, 11, 16)
    assert OURS.kinds["us-civil-subpoena"].due(served) == date(2026, 11, 30)
    assert OURS.kinds["subpoena"].due(served) is None
    heard = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert OURS.kinds["us-ca-child-abuse-report"].due(heard) == datetime(
        2026, 12, 1, 21, 0, tzinfo=UTC
    )


def test_nothing_about_a_law_stands_there_without_a_source() -> None:
    everything: list[Demand | Privilege] = [*OURS.kinds.values(), *OURS.privileges.values()]
    for each in everything:
        assert (each.jurisdiction == "ANY") is (each.source is None), each.id
        assert (each.jurisdiction == "ANY") is (not each.article), each.id


def test_a_request_compels_nobody_and_has_no_clock() -> None:
    requests = [kind for kind in OURS.kinds.values() if not kind.compels]
    assert {"police-request", "immigration-request", "lawyer-request", "funder-request"} <= {
        kind.id for kind in requests
    }
    assert all(kind.term is None for kind in requests)
    assert all(kind.compels for kind in OURS.kinds.values() if kind.group == "court")


def test_every_kind_and_privilege_has_its_words() -> None:
    for kind in OURS.kinds.values():
        assert kind.label
        assert kind.what.endswith(".")
        assert kind.starts
        assert kind.first.endswith(".")
        assert not kind.is_advised, "only an organisation's adviser writes this"
        assert "adviser" in kind.adviser
    for privilege in OURS.privileges.values():
        assert privilege.label
        assert privilege.what.endswith(".")
    assert OURS.reminders()[0].startswith("Nothing is sent by itself.")
    assert len(OURS.reminders()) == 5
    assert all(OURS.reminders())


def test_what_is_near_comes_first() -> None:
    near = OURS.near("US-CA")
    assert list(dict.fromkeys(kind.jurisdiction for kind in near)) == ["US-CA", "US", "ANY"]
    anywhere = [GROUPS.index(kind.group) for kind in near if kind.jurisdiction == "ANY"]
    assert anywhere == sorted(anywhere)
    assert [each.id for each in OURS.privileges_near("US-PA")][:1] == ["us-pa-caseworker"]
    assert {each.jurisdiction for each in OURS.privileges_near("FR")} == {"ANY"}


def test_the_organisations_adviser_writes_what_to_do(tmp_path: Path, write: Write) -> None:
    (tmp_path / "disclosures/en.toml").write_text('[kinds.subpoena]\nadviser = "Call Otter LLP."\n')
    subpoena = disclosures().kinds["subpoena"]
    assert subpoena.adviser == "Call Otter LLP."
    assert subpoena.is_advised
    assert not disclosures().kinds["death"].is_advised


def test_an_organisation_has_its_own_list(write: Write) -> None:
    write(FILE)
    assert disclosures().kinds["subpoena"].due(date(2026, 11, 30)) == date(2026, 12, 14)
    assert set(disclosures().kinds) == {"subpoena"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("compels = true", "compels = false", "no `term`"),
        ("compels = true\n", "", "`compels` is missing"),
        ('group = "court"', 'group = "gossip"', "not 'gossip'"),
        ('source = "act"\n', "", "needs `article` and `source`"),
        ('jurisdiction = "US"', 'jurisdiction = "FR"', "no words jurisdictions.FR"),
        ('id = "subpoena"', 'id = "letter"', "no words kinds.letter"),
        ('id = "none"', 'id = "holy"', "no words privileges.holy"),
        (
            'id = "none"\njurisdiction = "ANY"',
            'id = "none"\njurisdiction = "US"',
            "needs `article`",
        ),
        ('"P10D"', '"ten days"', "no duration"),
        ("[[privileges]]", "[[privilege]]", "`privilege` is no field"),
    ],
)
def test_a_wrong_list_says_what_to_mend(write: Write, old: str, new: str, says: str) -> None:
    assert old in FILE
    write(FILE.replace(old, new, 1))
    with pytest.raises(ContentError, match=says):
        read_disclosures()
    [problem] = checks.problems()
    assert "disclosure_clocks.toml" in problem


def test_our_own_lists_have_no_problem() -> None:
    assert checks.problems() == []


def test_an_overdue_list_is_a_problem(write: Write) -> None:
    old = FILE.replace("2026-11-01\nreview_due = 2027", "2020-11-01\nreview_due = 2021", 1)
    write(old)
    assert checks.problems() == [
        "disclosures/disclosure_clocks.toml: was due for review on 2021-05-01: read its sources "
        "again."
    ]


def test_no_words_are_left_over() -> None:
    keys = OURS.words.texts["en"]
    for table, codes in (("kinds", set(OURS.kinds)), ("privileges", set(OURS.privileges))):
        assert {key.split(".")[1] for key in keys if key.startswith(f"{table}.")} == codes


def test_every_language_says_it_all_with_the_same_numbers() -> None:
    assert set(OURS.words.texts) == {"en", "es", "vi", "ar"}
    for key, english in OURS.words.texts["en"].items():
        digits = numbers(english)
        for language, texts in OURS.words.texts.items():
            assert numbers(texts[key]) == digits, (language, key)
