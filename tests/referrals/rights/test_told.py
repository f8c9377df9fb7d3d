"""What a case's timeline tells of requests about one's own data, and of what left on paper."""

import pytest
from django.urls import reverse

from tests.referrals.making import FIRST, make_release
from tests.referrals.rights.conftest import Desk
from waymark.cases.names import person_name
from waymark.cases.timeline import items_of
from waymark.referrals.models import RightKind
from waymark.vault.records import erase


def told(desk: Desk) -> set[tuple[str, str]]:
    items = items_of(desk.case, desk.carl, desk.keyring(desk.carl))
    return {(item.text, item.who) for item in items}


@pytest.mark.parametrize("kind", list(RightKind))
def test_asked_granted_and_done(desk: Desk, kind: RightKind) -> None:
    name = f"{person_name(desk.rosa.person)}: {kind.label}"
    request = desk.ask(kind)
    assert (name, "Carl Cases") in told(desk)
    desk.decide(request)
    assert (f"{name}: Granted", "") in told(desk)
    if kind is RightKind.CORRECT:
        desk.finish(request)
        assert {(f"{name}: Granted", ""), (f"{name}: Done", "")} <= told(desk)
    assert not any("everything, please" in text for text, _who in told(desk))


def test_refused(desk: Desk) -> None:
    request = desk.ask()
    desk.decide(request, granted=False, reason="the court forbids it")
    texts = {text for text, _who in told(desk)}
    assert f"{person_name(desk.rosa.person)}: A copy: Refused" in texts
    assert not any("court" in text for text in texts)


def test_each_copy_that_left(desk: Desk) -> None:
    request = desk.granted()
    line = (
        f"{person_name(desk.rosa.person)}: something left to the person themself.",
        "Sara Supervisor",
    )
    assert line not in told(desk)
    sara = desk.sign_in(desk.sara)
    assert sara.post(desk.url("rights_copy", request.pk), {"names": FIRST}).status_code == 200
    assert line in told(desk)
    erase(request.envelope_id)
    assert line not in told(desk)


def test_what_left_under_a_release(desk: Desk) -> None:
    release = make_release(desk.rosa)
    carl = desk.sign_in(desk.carl)
    url = reverse("release_paper", args=[desk.case.pk, release.pk])
    assert carl.post(url, {"names": [FIRST], "how": "paper"}).status_code == 200
    assert (
        f"{person_name(desk.rosa.person)}: something left on paper.",
        "Carl Cases",
    ) in told(desk)
