"""A contact as plain data goes out and comes in the same, through JSON and the database."""

import json
from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waymark.contacts.actions.writing import THE_LIST, write_contact
from waymark.contacts.checking import expiry_of
from waymark.contacts.models import Contact
from waymark.contacts.now import hours_of
from waymark.contacts.packs.format import canonical, read, seal
from waymark.contacts.rows import LONGEST, entry_of, is_same, plain_row, shows_the_same
from waymark.contacts.table import DAYS, DataFileError
from waymark.contacts.wording import (
    Audience,
    Caution,
    Channel,
    Cost,
    Kind,
    Label,
    LanguageNote,
    Reach,
    WhatHappens,
)

PRINTED = {
    "US": "1-800-555-0142",
    "CA": "1-506-555-0143",
    "GB": "08000 121 700",
    "PL": "22 628 99 99",
}
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1
)
clock = st.builds(time, st.integers(0, 23), st.integers(0, 59)).map(lambda at: f"{at:%H:%M}")
spans = st.fixed_dictionaries(
    {
        "days": st.lists(st.sampled_from(DAYS), min_size=1, unique=True),
        "opens": clock,
        "closes": clock,
    }
)


def some(choices: Any) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(choices.values), max_size=3, unique=True)


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """A contact as a pack or a proposal may hold it."""
    country = draw(st.sampled_from(sorted(PRINTED)))
    channel = draw(st.sampled_from([code for code in Channel.values if code]))
    entry: dict[str, Any] = {
        "slug": draw(st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)),
        "country": country,
        "area_name": draw(words.filter(lambda text: len(text) <= 60)),
        "name": draw(words.filter(lambda text: len(text) <= 100)),
        "name_language": draw(st.sampled_from(["en", "es", "ar", "vi"])),
        "kind": draw(st.sampled_from(Kind.values)),
        "audience": draw(some(Audience)),
        "what_happens": ["goes_to_police", *draw(some(WhatHappens))],
        "cautions": draw(some(Caution)),
        "language_notes": draw(some(LanguageNote)),
        "languages": draw(st.lists(st.sampled_from(["en", "es", "ar"]), unique=True)),
        "cost": draw(st.sampled_from(Cost.values)),
        "source_url": "https://example.org/numbers",
        "source_kind": "called",
        "confidence": draw(st.sampled_from("AB")),
        "date_seen": draw(st.dates(date(2020, 1, 1), date(2040, 1, 1))).isoformat(),
        "hours_confirmed": draw(st.booleans()),
        "number": [
            {
                "printed": PRINTED[country],
                "channel": channel,
                "label": draw(st.sampled_from([code for code in Label.values if code])),
                "reach": draw(st.sampled_from(Reach.values)),
                "confirmed": draw(st.booleans()),
            },
            {"printed": "2345", "short": True},
        ],
    }
    match draw(st.sampled_from(["always", "times", "unknown"])):
        case "always":
            entry["hours"] = "always"
        case "times":
            entry |= {"hours": draw(st.lists(spans, min_size=1, max_size=3)), "time_zone": "UTC"}
    return entry


@given(entries())
@settings(max_examples=150)
def test_out_and_in_again_is_the_same(entry: dict[str, Any]) -> None:
    row = plain_row(entry, "test")
    again = plain_row(json.loads(json.dumps(entry_of(row))), "test")
    assert again == row
    assert entry_of(again) == entry_of(row)


@pytest.mark.django_db
@given(entries())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_through_the_database_too(entry: dict[str, Any]) -> None:
    Contact.objects.filter(slug=entry["slug"]).delete()
    row = plain_row(entry, "test")
    written = write_contact(row, None, THE_LIST)
    contact = Contact.objects.prefetch_related("numbers").get(pk=written.pk)
    assert is_same(row, contact)
    assert plain_row(entry_of(contact), "test") == row
    assert contact.expires == expiry_of(row.date_seen)
    assert hours_of(contact).known is (
        contact.hours_confirmed and bool(contact.always_open or contact.hours)
    )


@given(entries(), st.sampled_from(["name", "area_name", "kind", "cost", "printed"]))
@settings(max_examples=60)
def test_any_difference_to_a_reader_is_noticed(entry: dict[str, Any], what: str) -> None:
    other = json.loads(json.dumps(entry))
    if what == "printed":
        other["number"][1]["printed"] = "2346"
    elif what == "kind":
        other["kind"] = next(kind for kind in Kind.values if kind != entry["kind"])
    elif what == "cost":
        other["cost"] = next(cost for cost in Cost.values if cost != entry["cost"])
    else:
        other[what] = entry[what] + "x"
    assert plain_row(other, "test") != plain_row(entry, "test")


@pytest.mark.django_db
def test_when_and_where_it_was_read_is_no_difference_to_a_reader(canada: Contact) -> None:
    row = plain_row(entry_of(canada) | {"date_seen": "2027-01-01", "staff_note": "x"}, "test")
    assert shows_the_same(row, canada)
    assert not is_same(row, canada)


@given(entries(), st.sampled_from(sorted(LONGEST)))
@settings(max_examples=40)
def test_what_no_column_holds_is_refused_by_name(entry: dict[str, Any], name: str) -> None:
    long = "x" * (LONGEST[name] + 1)
    entry[name] = f"https://example.org/{long}" if "url" in name else long
    with pytest.raises(DataFileError, match=f"{name} is longer"):
        plain_row(entry, "test")


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(plain)
def test_the_same_words_have_one_way_to_be_written(value: Any) -> None:
    written = canonical(value)
    assert canonical(json.loads(written)) == written
    assert json.loads(written) == value


@given(st.lists(entries(), max_size=3), st.integers(1, 2**52), st.binary(min_size=32, max_size=32))
@settings(max_examples=50)
def test_what_is_sealed_reads_back_whole(
    contacts: list[dict[str, Any]], serial: int, seed: bytes
) -> None:
    content = {
        "contacts": contacts,
        "country": "",
        "made_on": "2026-11-24",
        "serial": serial,
        "signer": "Riverside",
    }
    signed = read(seal(content, seed))
    assert signed.is_whole()
    assert signed.serial == serial
    assert signed.content["contacts"] == contacts
