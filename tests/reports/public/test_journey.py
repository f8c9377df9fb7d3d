"""From the form to the answer and to erasure, as a reporter goes."""

import pytest

from tests.reports.public.conftest import Phone, receipt_in
from waymark.reports.models import Report

pytestmark = pytest.mark.django_db


def test_a_report_is_stored_and_its_code_opens_it(phone: Phone) -> None:
    code = phone.receipt("They keep our passports.")
    report = Report.objects.get()
    assert report.content
    page = phone.open(code)
    assert page.status_code == 200
    assert "They keep our passports." in page.content.decode()
    assert phone.add(code, "There is more.").status_code == 200
    assert "There is more." in phone.open(code).content.decode()
    assert phone.do(code, "withdraw").status_code == 200
    assert phone.do(code, "withdraw_now").status_code == 200
    assert phone.do(code, "restore").status_code == 200
    assert phone.do(code, "erase").status_code == 200
    assert "erased" in phone.do(code, "erase_now").content.decode()
    assert "erased" in phone.open(code).content.decode()
    assert receipt_in
