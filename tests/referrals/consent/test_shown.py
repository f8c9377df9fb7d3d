"""What the pages of consent show: texts, how long they take, what ends, what holds."""

from collections.abc import Callable
from dataclasses import replace

from tests.referrals.consent.conftest import ADULT, TERMS, Desk


def test_the_text_to_print_has_its_own_language_and_lines_to_sign(
    desk: Desk, shown: Callable[..., str]
) -> None:
    arabic = desk.drafted(terms=replace(TERMS, language="ara"))
    page = shown(desk.url("release_text", arabic))
    assert '<div lang="ar" dir="rtl">' in page
    assert page.count('class="sign"') == 4
    assert "There is no text yet." in shown(desk.url("release_text", desk.draft()))


def test_a_text_for_an_interpreter_says_so(desk: Desk, shown: Callable[..., str]) -> None:
    amharic = desk.drafted(terms=replace(TERMS, language="amh"))
    for name in ("release", "release_text", "release_sign"):
        assert "We have no text in the person" in shown(desk.url(name, amharic))


def test_how_long_it_takes_to_read_is_shown(desk: Desk, shown: Callable[..., str]) -> None:
    page = shown(desk.url("release", desk.drafted()))
    assert "minute" in page
    assert "read aloud" in page


def test_the_list_of_all_that_ends_soon(desk: Desk, shown: Callable[..., str]) -> None:
    assert "None ends soon." in shown("/releases/ending/")
    desk.activate(desk.sign(desk.drafted(days=3), ADULT))
    assert "Dr Amal Haddad" in shown("/releases/ending/")


def test_of_an_adult_it_says_that_they_decide_alone(desk: Desk, shown: Callable[..., str]) -> None:
    page = shown(desk.url("release", desk.active()))
    assert "The person is an adult and decides alone." in page
    assert "young person" not in page


def test_what_holds_stands_first(desk: Desk, shown: Callable[..., str]) -> None:
    active, draft, over = desk.active(), desk.drafted(), desk.withdraw(desk.active())
    page = shown(desk.url("case_releases"))
    places = [page.index(desk.url("release", each)) for each in (active, draft, over)]
    assert places == sorted(places)
