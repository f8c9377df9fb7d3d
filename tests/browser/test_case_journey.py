"""From a report to a closed and erased case over two organisations, as its people do it.

The hotline worker takes the report and groups it; the supervisor begins a case and hands it over;
the case manager adds the person, assesses, plans, asks for consent and refers; the other house
accepts; the case manager recalls, writes the milestone and outcome and closes; the supervisor
erases. In between, each other role of both houses finds nothing there: 404 at every address.
"""

import re
import secrets
import time
from dataclasses import dataclass
from string import ascii_uppercase

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phones, Sites, sign_in
from tests.browser.test_journey import press, send_report

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Nobody of the demonstration is called anything like it, so that no duplicate is asked about.
NAME = "".join(secrets.choice(ascii_uppercase) for _ in range(12)).capitalize()
ASKED = "Please tell her what she can choose from."
OUTSIDERS = (
    "ana_hotline",
    "ivan_analyst",
    "dora_directory",
    "vera_contacts",
    "otto_auditor",
    "adam_admin",
    "dina_lakeside",
    "ada_lakeside",
)


def unfold(page: Page) -> None:
    """Open what is folded away, as somebody does who fills in a whole form."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")


def save(page: Page, field: str) -> None:
    """Send the form that has this field."""
    submit = "button[type=submit], button:not([type]):not([name])"
    with page.expect_navigation():
        page.locator(f"main form:has([name='{field}'])").locator(submit).last.click()


@dataclass
class Case:
    """A case as one worker's browser sees it."""

    desk: Page
    address: str

    def to(self, place: str = "") -> Page:
        """Go to a page of the case."""
        self.desk.goto(self.address + place)
        return self.desk


def desk_of(phones: Phones, sites: Sites, login: str) -> Page:
    """A worker at a desk, signed in."""
    desk = phones.open(width=1280)
    sign_in(desk, sites, login)
    return desk


def take_and_group(desk: Page, sites: Sites, words: str) -> str:
    """Take the report, begin a situation with it; returns the situation's address."""
    desk.goto(f"{sites.staff}/queue/")
    with desk.expect_navigation():
        desk.locator("li.pressing", has_text=words[:40]).first.locator("a").first.click()
    press(desk, "form[action$='/take/'] button")
    unfold(desk)
    desk.locator("form[action$='/group/'] input[name=group-title]").fill("Laundry by the river")
    press(desk, "form[action$='/group/'] button")
    press(desk, "main section a[href^='/situations/']")
    return desk.url


def begin_case(desk: Page, situation: str) -> Case:
    """The case manager begins a case from the situation."""
    desk.goto(situation)
    press(desk, "main a[href*='/cases/new/']")
    circles = desk.locator("input[name$=compartment][type=radio]")
    if circles.count():
        desk.get_by_label("Case management").check()
    press(desk, "main form:has-text('Circle') button, main form[method=post] button")
    expect(desk.locator("main")).to_contain_text("The case is begun.")
    return Case(desk, desk.url)


def hand_over(case: Case, colleague: str) -> None:
    """Somebody else is responsible from now on."""
    page = case.to()
    unfold(page)
    page.select_option("[name=hand_over-to]", label=colleague)
    save(page, "hand_over-to")
    expect(page.locator("main")).to_contain_text(colleague)


def add_person(case: Case) -> str:
    """A person whose name the case's other pages never show; returns the pseudonym."""
    page = case.to("people/add/")
    page.select_option("[name=part-role]", "victim")
    page.fill("[name=who-prs_FirstName]", NAME)
    page.fill("[name=who-prs_SecondName]", NAME[::-1].capitalize())
    save(page, "part-role")
    page = case.to()
    press(page, "form[action$='/move/activate/'] button")
    found = re.search(r"P-[0-9A-Z]{6}", page.locator("main").inner_text())
    assert found, "the case names nobody by pseudonym"
    expect(page.locator("main")).not_to_contain_text(NAME)
    return found[0]


def assess_and_plan(case: Case, person: str) -> None:
    page = case.to("records/assessment/new/?level=individual")
    unfold(page)
    page.select_option("[name=about]", label=person)
    page.check("[name=f-needs][value=legal]")
    save(page, "f-needs")
    page = case.to("records/support-plan/new/")
    unfold(page)
    page.fill("[name=f-goals]", "To work where nobody knows her.")
    save(page, "f-goals")
    expect(case.to("plans/").locator("main")).to_contain_text("Assessment")


def consent(case: Case) -> str:
    """First name and part go to Lakeside, for a lawyer; returns the release's address."""
    page = case.to("releases/new/")
    page.locator("[name=whose]").first.check()
    page.check("[name=kind][value=organisation]")
    page.select_option("[name=organisation]", label="Lakeside Legal Aid")
    press(page, "main form button:has-text('Continue')")
    unfold(page)
    page.check("[name=fields_chosen][value='identity.prs_FirstName']")
    page.check("[name=fields_chosen][value='participant.role']")
    page.select_option("[name=purpose]", label="so that a lawyer can help you")
    page.select_option("[name=language]", label="English")
    save(page, "purpose")
    address = page.url
    page.goto(f"{address}refer/")
    expect(page.locator("main")).not_to_contain_text(NAME)
    page.goto(f"{address}sign/")
    page.locator("[name=how]").first.check()
    page.check("[name=years][value=adult]")
    for said in ("unsuspected", "told", "free"):
        page.check(f"[name={said}]")
    save(page, "how")
    press(page, "form[action$='/activate/'] button")
    expect(page.locator("main")).to_contain_text("The release is active.")
    return address


def refer(case: Case, release: str) -> str:
    """Send the referral; returns the sender's address of it."""
    page = case.desk
    page.goto(f"{release}refer/")
    page.locator("[name=reason]").first.check()
    page.fill("[name=words]", ASKED)
    for field in ("identity.prs_FirstName", "participant.role"):
        page.check(f"[name=now][value='{field}']")
        page.uncheck(f"[name=later][value='{field}']")
    save(page, "words")
    expect(page.locator("main")).to_contain_text("The referral is sent.")
    return page.url


def open_desk(desk: Page, sites: Sites) -> None:
    """Lakeside's supervisor says who opens incoming referrals."""
    desk.goto(f"{sites.staff}/referrals/desk/")
    desk.get_by_label("Legal").check()
    desk.check("[name=takes_referrals]")
    save(desk, "answer_hours")


def milestone_and_outcome(case: Case, person: str) -> None:
    page = case.to("records/milestone/new/?place=US")
    unfold(page)
    page.select_option("[name=about]", label=person)
    page.locator("[name=f-kind]").select_option(index=2)
    page.fill("[name=f-started]", "2026-11-20")
    save(page, "f-kind")
    press(case.to("milestones/"), "main a:has-text('Reached')")
    page.fill("main input[type=date]", "2026-11-24")
    save(page, "f-reached")
    page = case.to("close/")
    page.check("[name=how][value=closed]")
    page.fill("[name=case-cas_ReasonForCaseClosure]", "What she wanted is reached.")
    save(page, "case-cas_ReasonForCaseClosure")
    expect(page.locator("main")).to_contain_text(person)  # whose outcome is missing
    expect(page.locator("[name=case-cas_ReasonForCaseClosure]")).to_have_value(
        "What she wanted is reached."
    )
    page = case.to("records/outcome/new/")
    unfold(page)
    page.select_option("[name=f-asked]", "asked")
    page.select_option("[name=f-living]", "own-home")
    save(page, "f-asked")


def close(case: Case) -> None:
    page = case.to("close/")
    page.check("[name=how][value=closed]")
    page.fill("[name=case-cas_ReasonForCaseClosure]", "What she wanted is reached.")
    save(page, "case-cas_ReasonForCaseClosure")
    expect(page.locator("main")).to_contain_text("The case is closed.")


def finds_nothing(desk: Page, addresses: list[str]) -> None:
    """404 for those who may not, whatever address they try."""
    for address in addresses:
        answer = desk.goto(address)
        assert answer, address
        assert answer.status == 404, (answer.status, address)
        assert NAME not in desk.content()


def test_from_a_report_to_an_erased_case(sites: Sites, phones: Phones) -> None:
    words = f"{time.time_ns()}: she works in the laundry at night and may not go out."
    send_report(phones.open(), sites, "en", words)
    situation = take_and_group(desk_of(phones, sites, "ana_hotline"), sites, words)

    supervised = begin_case(desk_of(phones, sites, "sara_supervisor"), situation)
    hand_over(supervised, "Carl Benning")
    case = Case(desk_of(phones, sites, "carl_cases"), supervised.address)
    person = add_person(case)
    assess_and_plan(case, person)
    open_desk(desk_of(phones, sites, "sol_lakeside"), sites)
    release = consent(case)
    sent = refer(case, release)
    incoming = f"{sites.staff}/referrals/{sent.rstrip('/').rsplit('/', 1)[1]}/"

    mina = desk_of(phones, sites, "mina_lakeside")
    mina.goto(incoming)
    expect(mina.locator("main")).to_contain_text(NAME)
    expect(mina.locator("main")).not_to_contain_text(NAME[::-1].capitalize())
    press(mina, "form[action$='/answer/accept/'] button")
    expect(mina.locator("main")).to_contain_text("Accepted")

    places = [case.address, *(f"{case.address}{place}/" for place in ("people", "plans", "notes"))]
    places += [release, f"{release}text/", f"{release}leave/", sent]
    places += [f"{case.address}{place}/" for place in ("timeline", "rights", "demands", "erase")]
    for desk in (mina, desk_of(phones, sites, "luis_lakeside")):  # who receive, and no more
        finds_nothing(desk, places)
    for login in OUTSIDERS:
        finds_nothing(desk_of(phones, sites, login), [*places, incoming])
    stranger = phones.open()
    for address in places:
        stranger.goto(address)
        expect(stranger.get_by_label("Sign-in name")).to_be_visible()

    case.desk.goto(f"{sent}recall/")
    press(case.desk, "main form button")
    expect(case.desk.locator("main")).to_contain_text("What was sent is destroyed.")
    mina.goto(incoming)
    expect(mina.locator("main")).not_to_contain_text(NAME)

    milestone_and_outcome(case, person)
    close(case)
    finds_nothing(case.desk, [f"{case.address}erase/case/"])  # that is a supervisor's to do
    name = supervised.to().locator("h1").inner_text()
    page = supervised.to("erase/case/")
    page.fill("[name=name]", name)
    save(page, "name")
    for address in (case.address, f"{case.address}people/", release, sent):
        page.goto(address)
        assert NAME not in page.content()
        assert "What she wanted is reached." not in page.content()
