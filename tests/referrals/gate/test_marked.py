"""Whatever is marked as a way out asks the gate, and where the gate says no nothing leaves."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tests.cast import Cast
from tests.referrals.gate.probes import PROBES
from tests.referrals.gate.routes import all_routes
from tests.referrals.gate.samples import SECRET, Samples, make_samples
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.referrals import gate, gate_counts
from waymark.referrals.gate import Ask, Refused, Why
from waymark.referrals.gate_counts import CountsRefused, WhyNot
from waymark.referrals.models import Packet, Release, ReleaseState
from waymark.referrals.ways import Way, mark_of

SignIn = Callable[[Worker], StaffClient]
MARKED = {
    route.name: mark.way
    for route in all_routes()
    if (mark := mark_of(route.view)) and mark.way is not None
}


@pytest.fixture
def samples(cast: Cast) -> Samples:
    """One of everything in a case of Riverside."""
    return make_samples(cast)


def test_every_way_out_is_probed() -> None:
    """Add the probe of a new way out to probes.py, so that it is watched asking the gate."""
    assert set(PROBES) == set(MARKED)


@pytest.mark.parametrize("name", PROBES)
def test_it_asks_the_gate(
    cast: Cast,
    samples: Samples,
    staff_client_for: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    probe = PROBES[name](samples)
    asked = _spy(monkeypatch)
    response = staff_client_for(cast[probe.who]).post(probe.url, probe.data)
    assert response.status_code in {200, 302}
    assert asked == [MARKED[name]]


@pytest.mark.parametrize("name", PROBES)
def test_where_the_gate_says_no_nothing_leaves(
    cast: Cast,
    samples: Samples,
    staff_client_for: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    probe = PROBES[name](samples)
    before = Packet.objects.count()
    monkeypatch.setattr(gate, "_answer", lambda *_: Refused(Why.NO_RELEASE))
    refused = CountsRefused(WhyNot.NOT_PROTECTED)
    monkeypatch.setattr(gate_counts, "_refusal", lambda *_: refused)
    response = staff_client_for(cast[probe.who]).post(probe.url, probe.data)
    _nothing_left(response)
    assert response.status_code == 409
    assert Packet.objects.count() == before


# These stand on another ground; their own tests take it away.
OTHER_GROUNDS = {Way.REPORT_PACK, Way.OWN_COPY, Way.COMPELLED}


@pytest.mark.parametrize("name", [n for n in PROBES if MARKED[n] not in OTHER_GROUNDS])
def test_without_an_active_release_nothing_leaves(
    cast: Cast, samples: Samples, staff_client_for: SignIn, name: str
) -> None:
    probe = PROBES[name](samples)
    before = Packet.objects.count()
    Release.objects.update(state=ReleaseState.WITHDRAWN)
    response = staff_client_for(cast[probe.who]).post(probe.url, probe.data)
    _nothing_left(response)
    assert response.status_code != 200
    assert Packet.objects.count() == before


@pytest.mark.parametrize("name", PROBES)
@pytest.mark.parametrize("who", ["adam_admin", "ana_hotline", "lena_lakeside", "otto_auditor"])
def test_nobody_elses_role_opens_it(
    cast: Cast, samples: Samples, staff_client_for: SignIn, name: str, who: str
) -> None:
    probe = PROBES[name](samples)
    response = staff_client_for(cast[who]).post(probe.url, probe.data)
    _nothing_left(response)
    assert response.status_code in {403, 404}


def _nothing_left(response: Any) -> None:
    assert "Content-Disposition" not in response.headers
    if response.status_code != 302:
        assert response.headers["Content-Type"].startswith("text/html")
        page = response.content.decode().replace(f">{SECRET}</bdi>", "")  # the case's own title
        assert SECRET not in page


def _spy(monkeypatch: pytest.MonkeyPatch) -> list[Way]:
    """The ways for which the gate is asked."""
    asked: list[Way] = []
    answer, refusal = gate._answer, gate_counts._refusal

    def watched(ask: Ask, *more: Any) -> Any:
        asked.append(ask.way)
        return answer(ask, *more)

    def counted(fields: Iterable[str], tables: Any) -> Any:
        asked.append(Way.REPORT_PACK)
        return refusal(fields, tables)

    monkeypatch.setattr(gate, "_answer", watched)
    monkeypatch.setattr(gate_counts, "_refusal", counted)
    return asked
