"""Every address of contacts on the staff site, tried by each role, by a stranger and by nobody."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import NAMES, Cast
from tests.sites import StaffClient
from waymark.accounts import sessions
from waymark.accounts.models import SignIn as SignInRow
from waymark.accounts.models import Worker
from waymark.audit.models import Entry
from waymark.contacts import urls
from waymark.contacts.actions.proposing import propose_change
from waymark.contacts.models import Contact, Proposal, Signer

from .conftest import SignIn, checked, hire_verifier, with_number

VERIFIERS = {"vera_contacts", "wim_lakeside"}
ADMINS = {"adam_admin", "lars_lakeside"}
SEE = VERIFIERS | ADMINS | {"sara_supervisor", "lena_lakeside"}
EVERYBODY = (*NAMES, "wim_lakeside")


@dataclass(frozen=True)
class Case:
    """One address: its method, who may, what it is about, and what the others get."""

    name: str
    who: set[str]
    method: str = "get"
    thing: str = ""

    @property
    def refused(self) -> int:
        return 404 if self.thing else 403


CASES = [
    Case("contacts", SEE),
    Case("contact_new", VERIFIERS),
    Case("contact_new", VERIFIERS, "post"),
    Case("contact_packs", VERIFIERS),
    Case("contact_export", VERIFIERS, "post"),
    Case("contact_import", VERIFIERS, "post"),
    Case("contact_signers", ADMINS),
    Case("contact_signers", ADMINS, "post"),
    Case("contact", SEE, thing="contact"),
    Case("contact_verify", VERIFIERS, "post", "contact"),
    Case("contact_withdraw", VERIFIERS, "post", "contact"),
    Case("contact_change", VERIFIERS, "get", "contact"),
    Case("contact_change", VERIFIERS, "post", "contact"),
    Case("contact_proposal", SEE, thing="proposal"),
    Case("contact_confirm", VERIFIERS, "post", "proposal"),
    Case("contact_reject", VERIFIERS, "post", "proposal"),
    Case("contact_take_back", VERIFIERS, "post", "proposal"),
    Case("contact_distrust", ADMINS, "post", "signer"),
]
IDS = [f"{case.method}-{case.name}" for case in CASES]


@pytest.fixture
def things(cast: Cast, canada: Contact, vera: Worker) -> dict[str, Any]:
    """Something for every kind of id."""
    hire_verifier(cast)
    row = with_number(canada, "1-506-555-0142")
    proposal = propose_change(canada, row, checked(), seen_version=1, by=vera)
    signer = Signer.objects.create(
        name="Harbour", public_key="ab" * 32, changed_at=timezone.now(), trusted=False
    )
    return {"contact": canada.pk, "proposal": proposal.pk, "signer": signer.pk}


def address(case: Case, things: dict[str, Any]) -> str:
    return reverse(case.name, args=[things[case.thing]] if case.thing else [])


def everything() -> list[Any]:
    tables = (Contact, Proposal, Signer, Entry)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


def test_every_address_is_tried() -> None:
    assert {case.name for case in CASES} == {pattern.name for pattern in urls.urlpatterns}


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_each_role(
    cast: Cast, things: dict[str, Any], staff_client_for: SignIn, case: Case
) -> None:
    for name in EVERYBODY:
        client = staff_client_for(cast[name])
        before = everything()
        response = getattr(client, case.method)(address(case, things))
        if name in case.who:
            assert response.status_code in {200, 302, 409, 422}, name
        else:
            assert response.status_code == case.refused, name
            assert everything() == before, name


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_nobody(things: dict[str, Any], stranger_client: StaffClient, case: Case) -> None:
    before = everything()
    response = getattr(stranger_client, case.method)(address(case, things))
    assert response.status_code in {302, 303}
    assert response["Location"].startswith(reverse("sign_in"))
    assert everything() == before


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_locked_worker_does_nothing(
    cast: Cast, things: dict[str, Any], veras: StaffClient, case: Case
) -> None:
    sessions.drop_key(SignInRow.objects.all())
    before = everything()
    response = getattr(veras, case.method)(address(case, things))
    assert response.status_code == (302 if case.method == "get" else 403)
    assert everything() == before


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_wrong_method_changes_nothing(
    things: dict[str, Any], veras: StaffClient, case: Case
) -> None:
    known = {each.method for each in CASES if each.name == case.name}
    before = everything()
    for method in {"get", "post", "put", "patch", "delete"} - known:
        assert getattr(veras, method)(address(case, things)).status_code == 405, method
    assert everything() == before


@pytest.mark.parametrize("case", [case for case in CASES if case.thing])
@pytest.mark.parametrize("strange", ["0", "999999", "9" * 40, "-1", "none", "%00", "1.5"])
def test_a_strange_id_is_not_there(
    cast: Cast, things: dict[str, Any], staff_client_for: SignIn, case: Case, strange: str
) -> None:
    client = staff_client_for(cast[min(case.who)])
    url = address(case, things)
    number = str(things[case.thing])
    before = everything()
    response = getattr(client, case.method)(strange.join(url.rsplit(number, 1)))
    assert response.status_code == 404
    assert everything() == before


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_link_is_for_those_who_may(
    cast: Cast, things: dict[str, Any], staff_client_for: SignIn, name: str
) -> None:
    page = staff_client_for(cast[name]).get(reverse("me")).content.decode()
    assert ('href="/contacts/"' in page) is (name in SEE)


def test_who_only_looks_sees_no_button(
    cast: Cast, things: dict[str, Any], staff_client_for: SignIn
) -> None:
    sara = staff_client_for(cast.sara_supervisor)
    for name, thing in (("contacts", ""), ("contact", "contact"), ("contact_proposal", "proposal")):
        page = sara.get(reverse(name, args=[things[thing]] if thing else [])).content.decode()
        main = page.partition("<main")[2]
        assert 'method="post"' not in main, name
        assert "/new/" not in main
        assert "/change/" not in main
