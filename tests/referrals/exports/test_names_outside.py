"""Two receivers cannot lay their files side by side: no name in one of them stands in another."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.utils.html import strip_tags

from tests.referrals.exports.conftest import METHODS, Counter
from tests.referrals.making import DOCTOR, FIRST, receiver
from waymark.cases.names import case_name, person_name
from waymark.referrals.exports.naming import outside_name
from waymark.referrals.gate import Ask, leaving
from waymark.referrals.models import Release
from waymark.referrals.ways import Way

WAYS = [
    ("release_file", "workbook"),
    ("release_file", "instances"),
    ("release_paper", "paper"),
]
# Names of ours, and ids as they are written in addresses and in the database.
SHORT = re.compile(r"\b[A-Z]-[0-9A-Z]{6}\b")
LONG = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b")
PAGES = ("release", "release_leave")


def _names(text: str) -> set[str]:
    found = SHORT.findall(text) + LONG.findall(text)
    return {name.replace("-", "").lower() for name in found}


def _text(response: Any) -> str:
    """Everything of a file, its name included; of a page, what is printed."""
    body = response.content
    if not body.startswith(b"PK"):
        return strip_tags(re.sub(r"(?s)^.*?<h1>", "", body.decode()))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist()]
        return " ".join([response["Content-Disposition"], *archive.namelist(), *parts])


def _left(counter: Counter, release: Release, field: str) -> set[str]:
    """Every name in what leaves under a release, in all three ways."""
    found: set[str] = set()
    for address, how in WAYS:
        data = {"names": [field], "how": how}
        carl = counter.sign_in(counter.cast.carl_cases)
        response = carl.post(counter.url(address, release), data)
        assert response.status_code == 200
        found |= _names(_text(response))
    return found


def test_files_under_two_releases_share_no_name(counter: Counter) -> None:
    first = counter.release
    counter.covers(METHODS)
    one, other = _left(counter, first, FIRST), _left(counter, counter.release, METHODS)
    assert one
    assert other
    assert not one & other


def test_no_name_in_a_file_is_one_of_our_pages_or_ids(counter: Counter) -> None:
    out = _left(counter, counter.release, FIRST)
    carl = counter.sign_in(counter.cast.carl_cases)
    pages = " ".join(carl.get(counter.url(name)).content.decode() for name in PAGES)
    rosa = counter.rosa
    ids = [counter.case.pk, rosa.pk, rosa.person.pk, counter.release.pk, rosa.envelope_id]
    ours = _names(pages) | {each.hex for each in ids}
    ours |= _names(f"{person_name(rosa.person)} {case_name(counter.case)}")
    assert person_name(rosa.person) in pages
    assert not out & ours


def test_the_same_release_gives_the_same_name_again(counter: Counter) -> None:
    """So that a receiver can lay a later file beside an earlier one of theirs."""
    assert _left(counter, counter.release, FIRST) == _left(counter, counter.release, FIRST)


def test_what_leaves_under_no_release_has_no_name(counter: Counter) -> None:
    carl = counter.cast.carl_cases
    ask = Ask(counter.rosa, receiver(DOCTOR), Way.PRINT, frozenset({FIRST}))
    keyring = counter.cast.keyring(carl)
    with leaving(ask, by=carl, keyring=keyring) as departure:
        object.__setattr__(departure, "release", None)
        with pytest.raises(TypeError, match="only what leaves under a release"):
            outside_name(departure)
