"""Bad input: a clear page, everything typed still there, the right status."""

from io import BytesIO
from typing import Any

import pytest
from django.utils.html import escape
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.reports.public.conftest import Phone, hidden, receipt_in
from waymark.reports.content import Content
from waymark.reports.models import Recipient, Report
from waymark.reports.queries import public as queries
from waymark.vault import form_token

pytestmark = pytest.mark.django_db
WORDS = "They sleep where they work, and the <boss> has “their” passports."
ALL = {
    "relation": "known",
    "urgent": "1",
    "child": "1",
    "where": "Behind the market",
    "when": "Every night",
    "may_contact": "1",
    "contact_how": "my sister",
    "contact_when": "mornings",
    "contact_name": "Lan",
    "never_do": "call my home",
}


def content_of(code: str) -> Content:
    found = queries.find_thread(code)
    assert found is not None
    assert found.content is not None
    return found.content


def test_everything_that_was_said_arrives(phone: Phone) -> None:
    code = phone.receipt(WORDS, **ALL)
    said = content_of(code)
    assert said == Content(
        what=WORDS,
        relation="known",
        urgent=True,
        child=True,
        where="Behind the market",
        when="Every night",
        may_contact=True,
        contact_how="my sister",
        contact_when="mornings",
        contact_name="Lan",
        never_do="call my home",
    )


def test_one_box_is_enough(phone: Phone) -> None:
    code = phone.receipt("Help.")
    assert content_of(code) == Content(what="Help.")
    assert Report.objects.get().urgent is False


def test_lines_stay_lines(phone: Phone) -> None:
    assert content_of(phone.receipt("one\r\ntwo\r\n\r\nthree  ")).what == "one\ntwo\n\nthree"


@pytest.mark.parametrize("what", ["", "   \r\n ", "\x00"])
def test_nothing_said_is_asked_for_and_the_rest_is_kept(phone: Phone, what: str) -> None:
    answer = phone.send(what, **ALL)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#what"' in page
    assert "Please write what is happening" in page
    for value in ("Behind the market", "Every night", "my sister", "mornings", "Lan"):
        assert f'value="{value}"' in page
    assert "call my home</textarea>" in page
    assert page.count(" checked>") == 4  # relation, urgent, child, may contact
    assert '<details class="card" open>' in page
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("name", "most"),
    [("what", 20_000), ("where", 500), ("contact_name", 200), ("never_do", 1000)],
)
def test_too_long_says_by_how_much_and_keeps_every_letter(
    phone: Phone, name: str, most: int
) -> None:
    text = "ñ" * (most + 7)
    answer = phone.send(**{"what": WORDS, name: text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"This is 7 letters too long: {most} fit." in page
    assert text in page
    assert escape(WORDS) in page or name == "what"
    assert receipt_in(phone.send(**{"what": WORDS, name: text[:most]}))


def test_a_page_with_a_mistake_can_be_sent_again(phone: Phone) -> None:
    page = phone.send("", **ALL).content.decode()
    assert receipt_in(phone.send(WORDS, token=hidden(page, "token"), **ALL))


@pytest.mark.parametrize("token", ["", "wrong", "é\x00", "0" * 5000])
def test_a_wrong_token_keeps_the_text_and_brings_a_good_one(phone: Phone, token: str) -> None:
    answer = phone.send(WORDS, token=token)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert escape(WORDS) in page
    assert "Please send again" in page
    assert not Report.objects.exists()
    assert receipt_in(phone.send(WORDS, token=hidden(page, "token")))


def test_an_expired_form_keeps_the_text_and_brings_a_good_token(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = phone.token()
    a_day_later(monkeypatch)
    answer = phone.send(WORDS, token=token)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "open for more than a day" in page
    assert escape(WORDS) in page
    assert not Report.objects.exists()
    assert receipt_in(phone.send(WORDS, token=hidden(page, "token")))


def test_a_report_that_arrived_is_not_stored_again_by_its_expired_form(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = phone.token()
    code = phone.receipt(WORDS, token=token)
    a_day_later(monkeypatch)
    assert receipt_in(phone.send(WORDS, token=token)) == code
    assert Report.objects.count() == 1


def a_day_later(monkeypatch: pytest.MonkeyPatch) -> None:
    later = form_token._hour() + 25
    monkeypatch.setattr(form_token, "_hour", lambda: later)


def raw(phone: Phone, body: bytes, kind: str, **more: Any) -> Any:
    return phone.client.generic("POST", phone.url("write/"), body, kind, **more)


def test_another_kind_of_body_is_answered_with_the_form(phone: Phone) -> None:
    for kind in ("application/json", "text/plain", "", "multipart/form-data"):
        answer = raw(phone, b'{"what": "help"}', kind)
        assert answer.status_code == 400
        assert "a form that we cannot read" in answer.content.decode()


def test_a_torn_form_keeps_its_words(phone: Phone) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="what"\r\n\r\nThey keep'
    answer = raw(phone, body, "multipart/form-data; boundary=x")
    assert answer.status_code == 400
    assert "They keep</textarea>" in answer.content.decode()
    assert "Not everything arrived" in answer.content.decode()


def test_too_large_a_body_keeps_its_words(phone: Phone) -> None:
    token = phone.token().encode()
    body = b"token=" + token.replace(b":", b"%3A") + b"&what=They+keep"
    answer = raw(phone, body, "application/x-www-form-urlencoded", HTTP_X_WAYMARK_CUT="yes")
    assert answer.status_code == 413
    assert "They keep</textarea>" in answer.content.decode()


def test_nul_bytes_and_surrogates_are_no_fault(phone: Phone) -> None:
    body = b"token=" + phone.token().encode() + b"&what=a%00b%ED%A0%80c%FF"
    answer = raw(phone, body, "application/x-www-form-urlencoded")
    assert content_of(receipt_in(answer)).what.startswith("ab")


@hypothesis_settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/xml", "\xff"]
    ),
)
def test_no_body_breaks_a_page(phone: Phone, body: bytes, kind: str) -> None:
    for name in ("write/", "return/", "return/more/"):
        answer = phone.client.generic("POST", phone.url(name), body, kind)
        assert answer.status_code in {400, 413, 422}
        assert answer.content.decode().count("<h1>") == 1


@hypothesis_settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.dictionaries(st.sampled_from([*ALL, "held", "drop", "recipient"]), st.text(max_size=40)),
)
def test_what_is_typed_is_stored_or_shown_again(
    phone: Phone, what: str, more: dict[str, str]
) -> None:
    more = {name: value.encode("utf-8", "replace").decode() for name, value in more.items()}
    answer = phone.send(what, **more)
    kept = what.replace("\x00", "").replace("\r\n", "\n").strip()
    if answer.status_code == 200:
        assert content_of(receipt_in(answer)).what == kept
    else:
        assert answer.status_code == 422
        assert escape(kept) in answer.content.decode()


def test_several_recipients_are_there_to_choose_from(
    phone: Phone, second_recipient: Recipient
) -> None:
    page = phone.client.get(phone.url("write/")).content.decode()
    for slug in ("team-a", "team-b"):
        assert f"Three people of {slug} read it." in page
        assert f'value="{slug}" id="recipient_{slug}">' in page
    nobody = phone.send(WORDS)
    assert nobody.status_code == 422
    assert "Please choose who should read this." in nobody.content.decode()
    phone.receipt(WORDS, recipient="team-b")
    assert Report.objects.get().recipient == second_recipient


def test_a_recipient_that_is_not_published_gets_nothing(
    phone: Phone, second_recipient: Recipient
) -> None:
    Recipient.objects.filter(pk=second_recipient.pk).update(published=False)
    queries.forget_recipients()
    answer = phone.send(WORDS, recipient="team-b")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "takes no reports any more" in page
    assert escape(WORDS) in page
    assert not Report.objects.exists()


def test_where_nobody_takes_reports_the_page_says_so_and_keeps_the_text(
    phone: Phone, recipient: Recipient
) -> None:
    Recipient.objects.update(published=False)
    queries.forget_recipients()
    assert phone.client.get(phone.url("write/")).status_code == 503
    answer = phone.client.post(phone.url("write/"), {"what": WORDS})
    assert answer.status_code == 503
    assert escape(WORDS) in answer.content.decode()


def test_the_words_of_a_recipient_are_in_the_readers_language_or_marked(
    recipient: Recipient,
) -> None:
    recipient.texts.create(
        language="es", name="Equipo", who_reads="Tres.", must_pass_on="Ley.", cannot_protect="No."
    )
    spanish, arabic = Phone(language="es"), Phone(language="ar")
    assert "Tres." in spanish.client.get("/es/write/").content.decode()
    page = arabic.client.get("/ar/write/").content.decode()
    assert "Three people" in page
    assert '<div lang="en" dir="auto">' in page


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("name", ["write/", "return/", "return/more/"])
def test_a_wrong_method_gets_a_page(phone: Phone, method: str, name: str) -> None:
    answer = getattr(phone.client, method)(phone.url(name))
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert b"<h1>" in answer.content


def test_a_file_field_that_is_no_file_is_no_fault(phone: Phone) -> None:
    assert receipt_in(phone.send(WORDS, files="text"))
    assert receipt_in(phone.send(WORDS, somewhere_else=BytesIO(b"x")))
