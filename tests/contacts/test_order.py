"""Which line comes first: for this country, this language and this hour."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from waymark.contacts import now, queries
from waymark.contacts.models import Contact
from waymark.contacts.opening import State

from .conftest import LANGUAGES, Clock
from .test_lines_page import COUNTRIES

pytestmark = pytest.mark.usefixtures("contacts", "site")


def line(slug: str, **more: object) -> Contact:
    """A line beside the bundled ones of a country that has none."""
    known = Contact.objects.get(slug="it-numero-verde-antitratta")
    number = known.numbers.all()[0]
    known.pk, known.slug, known.country, known.name = None, slug, "FR", slug
    known.languages, known.language_notes = [], []
    for name, value in more.items():
        setattr(known, name, value)
    known._state.adding = True
    known.save()
    number.pk, number.contact = None, known
    number.save()
    return known


def order(language: str = "en") -> list[str]:
    with translation.override(language):
        return [contact.slug for contact in queries.contacts_for("FR")]


DAYTIME = [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "09:00", "closes": "17:00"}]


def test_a_line_that_speaks_the_language_then_interpreters_then_others() -> None:
    line("a-none")
    line("b-interprets", language_notes=["interpreter"])
    line("c-spanish", languages=["es"])
    line("d-arabic", languages=["ar", "fr"])
    assert order("es") == ["c-spanish", "b-interprets", "a-none", "d-arabic"]
    assert order("ar") == ["d-arabic", "b-interprets", "a-none", "c-spanish"]
    assert order("vi") == ["b-interprets", "a-none", "c-spanish", "d-arabic"]


def test_open_then_unknown_then_closed(clock: Clock) -> None:
    daytime = {"always_open": False, "hours": DAYTIME, "time_zone": "Europe/Paris"}
    line("a-daytime", **daytime)
    line("b-always")
    line("c-unsure", hours_confirmed=False)
    line("d-unknown", always_open=False)
    clock.now = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    assert order() == ["b-always", "c-unsure", "d-unknown", "a-daytime"]
    clock.now = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    assert order() == ["a-daytime", "b-always", "c-unsure", "d-unknown"]


def test_unconfirmed_after_confirmed_and_authorities_last_whatever_they_speak() -> None:
    line("a-police", kind="law_enforcement", languages=["en"])
    line("b-unsure", confidence="B", languages=["en"])
    line("c-support")
    line("d-immigration", kind="immigration_enforcement", languages=["en"])
    assert order() == ["c-support", "b-unsure", "a-police", "d-immigration"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hour", range(0, 24, 5))
def test_no_authority_before_any_support_at_any_hour(
    clock: Clock, language: str, hour: int
) -> None:
    clock.now = clock.now.replace(hour=hour)
    with translation.override(language):
        for code in COUNTRIES:
            flags = [contact.is_enforcement for contact in queries.contacts_for(code)]
            assert flags == sorted(flags)


def test_open_now_in_words(clock: Clock) -> None:
    closed = line("a", always_open=False, hours=DAYTIME, time_zone="Europe/Paris")
    clock.now = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)  # a Friday evening
    said = now.in_words(now.now(closed))
    assert said == "Closed now. Opens Monday at 09:00 (their time)."
    clock.now = datetime(2026, 11, 27, 15, 59, tzinfo=UTC)
    assert now.in_words(now.now(closed)) == "Open now"
    clock.now = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    assert now.now(closed).state is State.CLOSED


@pytest.mark.parametrize(
    "more",
    [
        {"hours_confirmed": False},
        {"always_open": False, "hours": []},
        {"always_open": False, "hours": [], "hours_note": "nine_to_twenty_one"},
    ],
)
def test_what_nobody_knows_is_not_said(more: dict[str, object]) -> None:
    assert now.in_words(now.now(line("a", **more))) == ""


def test_with_a_note_on_other_hours_nothing_is_called_closed(clock: Clock) -> None:
    note = {"hours_note": "other_times_mobile", "time_zone": "Europe/Paris"}
    contact = line("a", always_open=False, hours=DAYTIME, **note)
    clock.now = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    assert now.now(contact).state is State.UNKNOWN
    clock.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert now.now(contact).state is State.OPEN


def test_nothing_is_said_of_a_line_that_is_not_offered(clock: Clock) -> None:
    contact = line("a")
    assert now.now(contact).state is State.OPEN
    clock.forward(days=400)
    assert now.now(contact).state is State.UNKNOWN
