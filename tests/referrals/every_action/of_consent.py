"""Every action on releases and referrals, and the gate itself."""

from collections.abc import Callable
from datetime import date, timedelta

from pyrage import x25519

from tests.referrals.every_action.actions import (
    HOUSE_NEXT_DOOR,
    RECEIVES,
    Action,
)
from tests.referrals.every_action.world import TERMS, World, asks
from tests.referrals.making import DOCTOR, FIRST, SECOND, ask
from waymark.accounts.models import Worker
from waymark.cases.models import Case, Participant, today
from waymark.referrals import gate
from waymark.referrals.consent.actions import drafting, ending, giving
from waymark.referrals.consent.actions.drafting import To
from waymark.referrals.consent.terms import Given
from waymark.referrals.gate import Ask
from waymark.referrals.models import (
    Packet,
    Referral,
    Release,
)
from waymark.referrals.referring.actions import (
    desk,
    links,
    moving,
    person_code,
    reading,
    sending,
    taking_over,
)
from waymark.referrals.referring.states import Move

ADULT = Given(how="signed", age=18)
# To a key of theirs a file is closed at once; a code takes two seconds.
THEIR_KEY = str(x25519.Identity.generate().to_public())
AFTER = "taking back, telling and rights do not end with the case"


def let_out(w: World, by: Worker, question: Ask) -> None:
    """Ask the gate and take what it gives."""
    with gate.leaving(question, by=by, keyring=w.keyring(by)):
        pass


def on_release(step: Callable[..., object], name: str) -> Callable[[World, Worker], object]:
    """A step with a release that takes nothing else."""
    return lambda w, by: step(w.row(Release, name), by=by, keyring=w.keyring(by))


def last_day() -> date:
    """A day on which releases of these tests end."""
    return today() + timedelta(days=60)


CONSENT = [
    Action(
        "referrals.consent.actions.drafting.draft",
        lambda w, by: drafting.draft(
            w.row(Case, "case"),
            w.row(Participant, "rosa"),
            To(name=DOCTOR),
            by=by,
            keyring=w.keyring(by),
        ),
        ("release:drafted",),
    ),
    Action(
        "referrals.consent.actions.drafting.set_terms",
        lambda w, by: drafting.set_terms(
            r := w.row(Release, "draft"),
            TERMS,
            last_day(),
            seen=w.seen(r),
            by=by,
            keyring=w.keyring(by),
        ),
        ("record:changed",),
    ),
    Action(
        "referrals.consent.actions.drafting.renew",
        on_release(drafting.renew, "active"),
        ("release:drafted",),
    ),
    Action(
        "referrals.consent.actions.giving.sign",
        lambda w, by: giving.sign(
            r := w.row(Release, "draft"),
            ADULT,
            today(),
            seen=w.seen(r),
            by=by,
            keyring=w.keyring(by),
        ),
        ("release:signed",),
    ),
    Action(
        "referrals.consent.actions.giving.activate",
        on_release(giving.activate, "signed"),
        ("release:activated",),
    ),
    Action(
        "referrals.consent.actions.ending.withdraw",
        lambda w, by: ending.withdraw(w.row(Release, "active"), by=by),
        ("referral:moved", "release:withdrawn"),
        still=AFTER,
    ),
    Action(
        "referrals.gate.leaving",
        lambda w, by: let_out(
            w, by, ask(w.row(Participant, "rosa"), FIRST, SECOND, to=w.cast.lakeside)
        ),
        ("data:left",),
        still="an erased case holds nothing that could leave; its key is gone",
    ),
]
REFERRING = [
    Action(
        "referrals.referring.actions.sending.send",
        lambda w, by: sending.send(
            w.row(Release, "active"), asks(SECOND), by=by, keyring=w.keyring(by)
        ),
        ("referral:sent", "data:left"),
    ),
    Action(
        "referrals.referring.actions.sending.send_later",
        lambda w, by: sending.send_later(w.row(Referral, "taken"), by=by, keyring=w.keyring(by)),
        ("referral:sent", "data:left"),
        still="erasing the case recalls whatever is open",
    ),
    Action(
        "referrals.referring.actions.moving.answer",
        lambda w, by: moving.answer(
            w.row(Referral, "sent"),
            Move.ACCEPT,
            by=by,
            keyring=w.keyring(by),
            words="She may come on Monday",
        ),
        ("referral:moved",),
        RECEIVES,
        in_case=False,
    ),
    Action(
        "referrals.referring.actions.moving.recall",
        lambda w, by: moving.recall(w.row(Referral, "sent"), by=by),
        ("referral:recalled",),
        still=AFTER,
    ),
    Action(
        "referrals.referring.actions.person_code.make_code",
        lambda w, by: person_code.make_code(w.row(Referral, "sent"), by=by),
        ("record:changed",),
        still=AFTER,
    ),
    Action(
        "referrals.referring.actions.links.make_link",
        lambda w, by: links.make_link(
            w.row(Packet, "packet"), by=by, keyring=w.keyring(by), age_key=THEIR_KEY
        ),
        ("link:made",),
        still="what was sent goes with the case's key, and nothing is left to make a file of",
    ),
    Action(
        "referrals.referring.actions.reading.open_packets",
        lambda w, by: reading.open_packets(w.row(Referral, "sent"), by=by, keyring=w.keyring(by)),
        ("referral:read",),
        RECEIVES,
        in_case=False,
    ),
    Action(
        "referrals.referring.actions.taking_over.take_over",
        lambda w, by: taking_over.take_over(
            w.row(Referral, "taken"), w.circle("lakeside"), by=by, keyring=w.keyring(by)
        ),
        ("referral:read", "case:begun", "person:added", "referral:moved"),
        RECEIVES,
        in_case=False,
    ),
    Action(
        "referrals.referring.actions.desk.set_desk",
        lambda w, by: desk.set_desk(
            w.circle("lakeside", "Hotline"),
            answer_hours=24,
            takes_referrals=True,
            by=by,
            keyring=w.keyring(by),
        ),
        ("desk:changed",),
        HOUSE_NEXT_DOOR,
        in_case=False,
    ),
]
ROWS = [*CONSENT, *REFERRING]
