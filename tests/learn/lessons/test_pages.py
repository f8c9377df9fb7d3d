"""The public pages of lessons: plain until somebody chooses to be counted."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.learn.lessons.conftest import RIGHT, WRONG, answers, code_of, sheet
from tests.sites import PublicClient
from waymark.accounts.throttle import Pace
from waymark.learn.lessons import codes, counting_views
from waymark.learn.lessons.codes import Code
from waymark.learn.lessons.reading import Lesson, lessons
from waymark.learn.models import FirstCount, LaterCount, SpentCode

pytestmark = pytest.mark.django_db
PAGE, COUNT, LATER = "/en/lessons/tiny/", "/en/lessons/tiny/count/", "/en/lessons/later/"
LANGUAGES = ("en", "es", "vi", "ar")


def marked(client: PublicClient, sent: dict[str, str]) -> str:
    """Send answers; the code that the page holds."""
    page = client.post(COUNT, sent)
    assert page.status_code == 200
    found = re.search(r'name="code" value="([0-9A-Z-]+)"', page.text)
    assert found
    return found[1]


def shown_code(page: str) -> str:
    found = re.search(r'<p class="card code">([^<]+)</p>', page)
    assert found
    return found[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_light_plain_and_the_same_for_everybody(language: str) -> None:
    addresses = ["lessons/", "lessons/later/"]
    for lesson in lessons():
        addresses += [f"lessons/{lesson.path}/", f"lessons/{lesson.path}/certificate/"]
        addresses += [f"lessons/{lesson.path}/guide/"] if lesson.guide else []
    for address in addresses:
        first = PublicClient().get(f"/{language}/{address}")
        again = PublicClient().get(f"/{language}/{address}")
        assert first.content == again.content
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert not first.cookies
        assert len(gzip.compress(first.content)) <= 14 * 1024, address
        assert 'type="hidden"' not in first.text
        kept = {"If-None-Match": first.headers["ETag"]}
        assert PublicClient().get(f"/{language}/{address}", headers=kept).status_code == 304


def test_a_lesson_is_for_get_only(public_client: PublicClient, tiny: Lesson) -> None:
    assert public_client.post(PAGE).status_code == 405
    assert public_client.get(COUNT).status_code == 405
    assert public_client.post("/en/lessons/tiny/certificate/", {"name": "A"}).status_code == 405
    assert not FirstCount.objects.exists()


@pytest.mark.parametrize("rest", ["", "guide/", "package.zip"])
def test_what_is_no_lesson_is_not_found(public_client: PublicClient, rest: str) -> None:
    assert public_client.get(f"/en/lessons/none/{rest}").status_code == 404
    assert public_client.post("/en/lessons/none/count/").status_code == 404


def test_the_words_of_a_lesson_cannot_become_markup(
    public_client: PublicClient, tiny: Lesson
) -> None:
    page = public_client.get(PAGE).text
    assert "A page &lt;b&gt;about jobs&lt;/b&gt;" in page
    assert "&lt;i&gt;yours&lt;/i&gt;" in page
    assert '<a href="/en/lines/">a line</a>' in page


def test_a_lesson_without_the_language_says_so_and_keeps_the_frame(
    public_client: PublicClient, tiny: Lesson
) -> None:
    page = public_client.get("/ar/lessons/tiny/").text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<article lang="en" dir="ltr">' in page
    assert '<a href="/ar/lines/">a line</a>' in page
    assert "not in your language" not in public_client.get("/es/lessons/tiny/").text


def test_answers_become_marks_and_are_counted_only_when_that_is_sent(
    public_client: PublicClient, tiny: Lesson
) -> None:
    code = marked(public_client, answers(WRONG, RIGHT))
    assert not FirstCount.objects.exists()
    assert not SpentCode.objects.exists()
    page = public_client.post(COUNT, {"code": code})
    assert shown_code(page.text) == code
    row = FirstCount.objects.get()
    assert (row.lesson, row.version, row.language, row.before, row.after, row.count) == (
        "tiny", 3, "en", 0, 2, 1,
    )  # fmt: skip
    assert page.headers["Cache-Control"] == "no-store"


def test_sending_it_again_counts_once_and_answers_the_same(
    public_client: PublicClient, tiny: Lesson
) -> None:
    code = marked(public_client, answers())
    pages = [public_client.post(COUNT, {"code": code}).text for _ in range(3)]
    assert pages[0] == pages[1] == pages[2]
    assert FirstCount.objects.get().count == 1


def test_a_class_with_the_same_answers_counts_each(
    public_client: PublicClient, tiny: Lesson
) -> None:
    given_out = {marked(public_client, answers()) for _ in range(5)}
    assert len(given_out) == 5
    for code in given_out:
        public_client.post(COUNT, {"code": code})
    assert FirstCount.objects.get().count == 5


def test_the_count_is_of_the_language_that_was_read(
    public_client: PublicClient, tiny: Lesson
) -> None:
    for language in ("es", "vi"):
        address = f"/{language}/lessons/tiny/count/"
        page = public_client.post(address, answers()).text
        found = re.search(r'name="code" value="([^"]+)"', page)
        assert found
        public_client.post(address, {"code": found[1]})
    assert sorted(FirstCount.objects.values_list("language", flat=True)) == ["en", "es"]


INCOMPLETE = [
    ({}, 2),
    ({**answers(), "consent": "no"}, 1),
    ({key: value for key, value in answers().items() if key != "a2"}, 1),
    ({**answers(), "b1": "9"}, 1),
    ({**answers(), "b1": "²"}, 1),
    ({**answers(), "b1": "\x00"}, 1),
]


@pytest.mark.parametrize(("sent", "mistakes"), INCOMPLETE)
def test_what_is_missing_is_said_and_nothing_is_lost_or_counted(
    public_client: PublicClient, tiny: Lesson, sent: dict[str, str], mistakes: int
) -> None:
    page = public_client.post(COUNT, sent)
    assert page.status_code == 422
    listed = re.findall(r'<li><a href="#([a-z0-9-]+)">', page.text)
    assert len(listed) == mistakes
    assert all(f'id="{identity}"' in page.text for identity in listed)
    valid = sum(value in "123" for name, value in sent.items() if name != "consent")
    assert page.text.count(" checked>") == valid
    assert page.headers["Cache-Control"] == "no-store"
    assert not SpentCode.objects.exists()


def test_a_code_of_another_lesson_or_too_old_counts_nothing(
    public_client: PublicClient, tiny: Lesson, write: Callable[..., Path]
) -> None:
    write(('path = "tiny"', 'path = "other"'), name="other/en.toml")
    code = codes.issue(tiny, 0, 2).text
    assert public_client.post("/en/lessons/other/count/", {"code": code}).status_code == 422
    changed = f"{code[:-1]}{'A' if code[-1] != 'A' else 'B'}"
    for wrong in ("", "x" * 5000, changed):
        answer = public_client.post(COUNT, {"code": wrong})
        assert answer.status_code == 422
        assert "nothing was counted" in answer.text
    old = code_of(tiny, 0, 2, days_ago=8).text
    assert public_client.post(COUNT, {"code": old}).status_code == 409
    assert not FirstCount.objects.exists()


def test_a_flood_waits_and_keeps_its_code(
    public_client: PublicClient, tiny: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting_views, "FLOOD", Pace(free=1, first=60, longest=60))
    given_out = [codes.issue(tiny, 0, 2).text for _ in range(3)]
    for code in given_out[:2]:
        assert public_client.post(COUNT, {"code": code}).status_code == 200
    page = public_client.post(COUNT, {"code": given_out[2]})
    assert page.status_code == 429
    assert f'value="{given_out[2]}"' in page.text
    assert FirstCount.objects.get().count == 2


def test_the_questions_once_more(public_client: PublicClient, tiny: Lesson) -> None:
    code = code_of(tiny, 0, 2)
    page = public_client.post(LATER, {"code": code.text.lower()})
    assert page.status_code == 200
    assert 'name="l1"' in page.text
    assert "It is" not in page.text  # the reasons come afterwards
    sent = {"code": code.text, "do": "send", "consent": "yes", **sheet("l", RIGHT)}
    answer = public_client.post(LATER, sent)
    assert answer.status_code == 200
    assert "2 of 2" in answer.text
    row = LaterCount.objects.get()
    assert (row.before, row.after, row.later, row.count) == (0, 2, 2, 1)
    again = public_client.post(LATER, sent)
    assert again.status_code == 409
    assert "counted already" in again.text
    assert LaterCount.objects.get().count == 1


def test_later_answers_need_consent_and_each_question(
    public_client: PublicClient, tiny: Lesson
) -> None:
    code = code_of(tiny, 0, 2)
    sent = {"code": code.text, "do": "send", **sheet("l", ("2",))}
    page = public_client.post(LATER, sent)
    assert page.status_code == 422
    assert page.text.count(" checked>") == 1
    assert not SpentCode.objects.exists()


def refusals(tiny: Lesson) -> list[tuple[str, str, int]]:
    good = code_of(tiny, 0, 2)
    stranger = Code(b"abc", good.day, 0, 2, good.random)
    forged = Code(good.edition, good.day, 0, 1, good.random).text[:16] + good.text[16:]
    return [
        ("", "does not fit", 422),
        (good.text[:-1] + ("A" if good.text[-1] != "A" else "B"), "does not fit", 422),
        (forged, "does not fit", 422),
        (code_of(tiny, 0, 2, days_ago=24).text, "too early", 409),
        (code_of(tiny, 0, 2, days_ago=366).text, "more than a year", 409),
        (stranger.text, "has changed", 409),
    ]


def test_why_a_code_is_refused(public_client: PublicClient, tiny: Lesson) -> None:
    for code, said, status in refusals(tiny):
        page = public_client.post(LATER, {"code": code})
        assert page.status_code == status
        assert said in page.text
        assert f'value="{code}"' in page.text
    assert public_client.post(LATER, {"code": '"><b>'}).text.count("<b>") == 0


def test_too_early_names_the_day(public_client: PublicClient, tiny: Lesson) -> None:
    code = code_of(tiny, 0, 2, days_ago=0)
    assert code.due - timezone.localdate() == codes.PROMISED
    page = public_client.post(LATER, {"code": code.text}).text
    assert str(code.due.day) in page[page.index("too early") :][:80]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_takes_a_name_that_no_form_could_send(
    public_client: PublicClient, tiny: Lesson, language: str
) -> None:
    page = public_client.get(f"/{language}/lessons/tiny/certificate/")
    main = page.text.partition("<main")[2]
    typed = re.findall(r"<(?:input|textarea|select)[^>]*>", main)
    assert len(typed) == 1
    assert ' name="' not in typed[0]
    assert ' id="name"' in typed[0]
    assert '<label for="name">' in main
    assert not re.search(r"<form|<button|formaction", page.text)
    # Nothing comes back out of an address either.
    address = f"/{language}/lessons/tiny/certificate/?name=Mina"
    assert public_client.get(address).content == page.content
    assert public_client.get(f"/{language}/lessons/none/certificate/").status_code == 404


def test_a_certificate_is_offered_where_a_lesson_ends(
    public_client: PublicClient, tiny: Lesson, settings: Settings
) -> None:
    settings.EMBED_ORIGINS = ("https://school.example",)
    embedded = f"{PAGE}embed/"
    for page in (
        public_client.get(PAGE),
        public_client.post(COUNT, answers()),
        public_client.get(embedded),
        public_client.post(f"{embedded}count/", answers()),
    ):
        assert page.status_code == 200
        assert f'href="{PAGE}certificate/"' in page.text


def test_a_guide_exists_where_the_lesson_has_one(
    public_client: PublicClient, tiny: Lesson, write: Callable[..., Path]
) -> None:
    assert "Read it aloud." in public_client.get("/en/lessons/tiny/guide/").text
    write(('guide = "Read it aloud.[^one]"', ""))
    assert public_client.get("/en/lessons/tiny/guide/").status_code == 404
    assert "guide/" not in public_client.get(PAGE).text
