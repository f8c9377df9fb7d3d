"""Under a release that is not active nothing leaves, whatever is sent, and the log says so."""

from datetime import date
from typing import Any

import pytest

from tests.referrals.attempts.table import EXPORTS, NAME, REFERRING
from tests.referrals.attempts.trying import Attempts, audited
from waymark.audit.models import Entry
from waymark.referrals.models import Packet, Release, ReleaseState

WAYS = {post.name: post for post in (*EXPORTS, *REFERRING) if post.name != "referral_later"}
OVER: dict[str, dict[str, Any]] = {
    "a draft": {"state": ReleaseState.DRAFT},
    "only signed": {"state": ReleaseState.SIGNED},
    "expired": {"state": ReleaseState.EXPIRED},
    "withdrawn": {"state": ReleaseState.WITHDRAWN},
    "past its last day": {"expires_on": date(2026, 1, 5)},
}


@pytest.mark.parametrize("how", OVER)
@pytest.mark.parametrize("name", ["release_file", "release_paper", "referral_new"])
def test_nothing_leaves(attempts: Attempts, name: str, how: str) -> None:
    post, packets = WAYS[name], Packet.objects.count()
    Release.objects.filter(pk=attempts.world.ours["release"]).update(**OVER[how])
    log = Entry.objects.count()
    answer = attempts.send(post, attempts.url(post), post.body(attempts.world))
    assert answer.status_code == 409
    assert "Content-Disposition" not in answer.headers
    assert Packet.objects.count() == packets
    assert "data:refused" in audited()[log:]
    assert "data:left" not in audited()[log:]


@pytest.mark.parametrize("names", [["identity.prs_FirstName"], [NAME, "identity.prs_FirstName"]])
def test_a_field_that_it_does_not_cover_keeps_all_of_it_here(
    attempts: Attempts, names: list[str]
) -> None:
    post, log = WAYS["release_file"], Entry.objects.count()
    answer = attempts.send(post, attempts.url(post), {"names": names, "how": "workbook"})
    assert answer.status_code == 409
    assert "Content-Disposition" not in answer.headers
    assert "data:refused" in audited()[log:]


@pytest.mark.parametrize("who", ["lena_lakeside", "adam_admin"])
@pytest.mark.parametrize("name", ["release_file", "release_paper"])
def test_who_is_turned_away_is_written_down(attempts: Attempts, name: str, who: str) -> None:
    post, log = WAYS[name], Entry.objects.count()
    answer = attempts.send(post, attempts.url(post), post.body(attempts.world), who=who)
    assert answer.status_code == 404
    assert audited()[log:] == ["data:refused"]
