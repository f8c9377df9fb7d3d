"""Every action that erases, holds, brings in, or decides what is asked."""

from tests.referrals.attempts.world import FILE
from tests.referrals.every_action.actions import DECIDES, LEADS, Action
from tests.referrals.every_action.world import person_of
from waymark.cases.exchange import drafts, importing
from waymark.cases.fields import settings
from waymark.cases.fields.settings import Wish
from waymark.cases.forgetting.actions import erasing, fields, holds, keeping
from waymark.cases.models import (
    Case,
    FieldUse,
    ImportDraft,
    KeptKind,
    LegalHold,
    Note,
    Participant,
)

ERASED = ("record:erased",)

KEEPING = [
    Action(
        "cases.forgetting.actions.erasing.erase_record",
        lambda w, by: erasing.erase_record(w.row(Note, "note"), by=by, keyring=w.keyring(by)),
        ERASED,
        LEADS,
    ),
    Action(
        "cases.forgetting.actions.erasing.erase_person",
        lambda w, by: erasing.erase_person(w.row(Participant, "zoe"), by=by),
        ERASED,
        LEADS,
    ),
    Action(
        "cases.forgetting.actions.erasing.erase_case",
        lambda w, by: erasing.erase_case(w.row(Case, "other case"), by=by),
        # The pack's run may have counted somebody of it: who is behind it goes along.
        ("record:erased", "case:erased"),
        LEADS,
    ),
    Action(
        "cases.forgetting.actions.fields.erase_field",
        lambda w, by: fields.erase_field(
            n := w.row(Note, "note"), "text", seen=w.seen(n), by=by, keyring=w.keyring(by)
        ),
        ERASED,
        LEADS,
    ),
    Action(
        "cases.forgetting.actions.fields.erase_case_field",
        lambda w, by: fields.erase_case_field(
            c := w.row(Case, "case"), "title", seen=w.seen(c), by=by, keyring=w.keyring(by)
        ),
        ERASED,
        LEADS,
    ),
    Action(
        "cases.forgetting.actions.fields.erase_identity_field",
        lambda w, by: fields.erase_identity_field(
            w.row(Participant, "zoe"),
            "prs_FirstName",
            seen=w.seen(person_of(w, "zoe")),
            by=by,
            keyring=w.keyring(by),
        ),
        ERASED,
        LEADS,
    ),
    Action(
        "cases.forgetting.actions.holds.place_hold",
        lambda w, by: holds.place_hold(w.row(Case, "case"), "A trial", "The court", by=by),
        ("hold:placed",),
        LEADS,
    ),
    Action(
        "cases.forgetting.actions.holds.lift_hold",
        lambda w, by: holds.lift_hold(w.row(LegalHold, "hold"), by=by),
        ("hold:lifted",),
        LEADS,
    ),
    Action(
        "cases.forgetting.actions.keeping.change_keeping",
        lambda w, by: keeping.change_keeping({KeptKind.NOTE: 900, KeptKind.FILE: None}, by=by),
        ("keeping:changed",),
        ("sara_supervisor", "lena_lakeside"),
        in_case=False,
    ),
    Action(
        "cases.fields.settings.change_fields",
        lambda w, by: settings.change_fields(
            w.cast.riverside, {"identity.prs_Email": Wish(FieldUse.HIDDEN)}, by=by
        ),
        ("fields:changed",),
        DECIDES,
        in_case=False,
    ),
    Action(
        "cases.fields.settings.back_to_catalogue",
        lambda w, by: settings.back_to_catalogue(w.cast.riverside, "identity", by=by),
        ("fields:changed",),
        DECIDES,
        in_case=False,
    ),
    Action(
        "cases.exchange.drafts.keep_draft",
        lambda w, by: drafts.keep_draft(FILE, "b.xlsx", by=by, keyring=w.keyring(by)),
        (),
        ("carl_cases", "sara_supervisor", "lena_lakeside"),
        in_case=False,
        unwritten="a file that its worker alone opens is no record yet",
    ),
    Action(
        "cases.exchange.importing.import_draft",
        lambda w, by: importing.import_draft(
            d := w.row(ImportDraft, "draft file"),
            w.circle(),
            seen=w.seen(d),
            by=by,
            keyring=w.keyring(by),
        ),
        ("case:begun", "person:added", "cases:imported"),
        in_case=False,
    ),
]
ROWS = [*KEEPING]
