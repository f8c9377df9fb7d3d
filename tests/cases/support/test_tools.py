"""What a tool of the screening room found is kept with a determination, worked out again here."""

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.cases.support.conftest import ENOUGH, Support, typed
from waymark.cases.answers import value_of
from waymark.cases.support.tools import LONGEST, NotKept, found_by
from waymark.screening.instruments.reading import instruments
from waymark.screening.law.reading import book

LAW = {"happened": "2026-01-05", "regimes": "us-tvpa", "age": "unknown"}


def a_law() -> dict[str, str]:
    """A law that is there, on a day of last year."""
    return {**LAW, "regimes": book().regimes()[0].id}


def an_instrument(support: Support) -> tuple[str, dict[str, str]]:
    """An instrument that a case manager may use, with what its page sends."""
    roles = {role.value for role in support.cast.carl_cases.roles}
    found = next(each for each in instruments().values() if roles & each.roles)
    data = {"version": found.version, "setting": found.settings[0], "age": "30", "trained": "on"}
    item = next(iter(found.by_code))
    return found.id, {**data, f"a-{item}": "yes"}


def keep(support: Support, tool: str, data: Mapping[str, Any], status: int = 200) -> str:
    return support.post("carl_cases", "support_keep", status=status, tool=tool, **data)


def test_legal_elements_go_from_their_page_into_a_case(support: Support) -> None:
    chosen = keep(support, "law", a_law())
    assert reverse("support_keep_in", args=[support.case_now.pk]) in chosen
    handed = {"tool": "law", "answers": urlencode(a_law())}
    form = support.post("carl_cases", "support_keep_in", support.case_now.pk, status=200, **handed)
    assert "It is kept with this result" in form
    assert not support.count("determination")
    support.send("determination", **handed)
    kept = value_of(support.answers(support.only("determination")), "elements")
    assert kept[0]["record"]["regime"] == a_law()["regimes"]
    assert kept[0]["lines"]
    assert kept[0]["lines"][0] in support.page(support.only("determination"), "determination")


def test_an_instrument_goes_the_same_way(support: Support) -> None:
    tool, data = an_instrument(support)
    assert instruments()[tool].title in keep(support, tool, data)
    support.send("determination", tool=tool, answers=urlencode(data))
    kept = value_of(support.answers(support.only("determination")), "instruments")
    assert kept[0]["record"]["instrument"] == tool
    assert "yes" in kept[0]["record"]["answers"].values()


def test_a_later_determination_takes_over_what_an_earlier_one_rests_on(support: Support) -> None:
    support.send("determination", tool="law", answers=urlencode(a_law()))
    earlier = support.only("determination")
    tool, data = an_instrument(support)
    key = f"{earlier.pk}-elements-0"
    support.send("determination", tool=tool, answers=urlencode(data), take_over=key)
    later = type(earlier)._default_manager.exclude(pk=earlier.pk).get()
    answers = support.answers(later)
    assert value_of(answers, "elements") == value_of(support.answers(earlier), "elements")
    assert value_of(answers, "instruments")
    support.send("determination", take_over="0-elements-9", status=422)


@pytest.mark.parametrize(
    ("tool", "answers"),
    [
        ("law", ""),
        ("law", "happened=2026-01-05&regimes=no-such-law"),
        ("law", "happened=2199-01-05&regimes=us-tvpa"),
        ("law", "x" * (LONGEST + 1)),
        ("no-such-tool", "version=1"),
        ("", "x"),
    ],
)
def test_what_is_no_result_is_refused(tool: str, answers: str, support: Support) -> None:
    with pytest.raises(NotKept):
        found_by(tool, answers, support.cast.carl_cases)
    if tool:
        page = support.send("determination", tool=tool, answers=answers, status=422)
        assert "cannot be read any more" in page
        assert not support.count("determination")


def test_answers_to_another_version_or_by_another_role_are_refused(support: Support) -> None:
    tool, data = an_instrument(support)
    for changed in ({"version": "0.0"}, {"setting": "moon"}, {"a-no-such-item": "yes"}):
        with pytest.raises(NotKept):
            found_by(tool, urlencode({**data, **changed}), support.cast.carl_cases)
    with pytest.raises(NotKept):
        found_by(tool, urlencode(data), support.cast.dora_directory)


def test_a_result_that_is_sent_as_one_is_never_believed(support: Support) -> None:
    values = {**typed(ENOUGH["determination"]), "f-elements": '[{"title": "Guilty"}]'}
    support.send("determination", values={}, **values)
    assert "elements" not in support.answers(support.only("determination"))


def test_the_tools_pages_offer_it_to_who_works_on_cases_only(support: Support) -> None:
    url = reverse("law")
    for who, offered in (("carl_cases", True), ("ana_hotline", False)):
        client = support.sign_in(support.cast[who])
        page = client.post(url, {**a_law(), "answer": "1"}).content.decode()
        assert (reverse("support_keep") in page) is offered


def test_what_the_laws_page_hands_over_is_what_it_showed(support: Support) -> None:
    client = support.sign_in(support.cast.carl_cases)
    page = client.post(reverse("law"), {**a_law(), "answer": "1"}).content.decode()
    [handed] = re.findall(r'name="answers" value="([^"]+)"', page)
    found = found_by("law", html.unescape(handed), support.cast.carl_cases)
    assert [entry["record"]["regime"] for entry in found.entries] == [a_law()["regimes"]]
    assert found.entries[0]["record"]["happened"] == "2026-01-05"
