"""All actions of the three rooms, and the functions that are no action by themselves."""

from tests.referrals.every_action import (
    of_caseload,
    of_consent,
    of_demands,
    of_keeping,
    of_people,
)
from tests.referrals.every_action.actions import Action

_TABLES = (of_caseload, of_people, of_keeping, of_consent, of_demands)
ACTIONS: list[Action] = [row for table in _TABLES for row in table.ROWS]
BY_NAME = {action.name: action for action in ACTIONS}
_INSIDE = "part of an action: who calls it has asked already"
# Functions that take `by` and stand in no row, and why.
NOT_ALONE = {
    "cases.beginning.begin": "how actions begin: it only asks",
    "cases.caseload.actions.common.begin_seen": "how actions begin: it only asks",
    "cases.caseload.actions.common.begin_record": "how actions begin: it only asks",
    "cases.caseload.actions.common.note_turn": _INSIDE,
    "cases.forgetting.actions.common.begin_erasing": "how actions begin: it only asks",
    "cases.forgetting.actions.erasing.bury_case": _INSIDE,
    "cases.forgetting.burying.bury": _INSIDE,
    "cases.forgetting.burying.bury_records": _INSIDE,
    "cases.forgetting.burying.bury_participants": _INSIDE,
    "cases.forgetting.burying.bury_identity": _INSIDE,
    "cases.forgetting.copies.forget": _INSIDE,
    "cases.forgetting.copies.received": "reads what stands in releases, for the proof",
    "cases.forgetting.retention.erase_perpetrators_due": "asks for each case: test_retention.py",
    "cases.matching.candidates.find_candidates": "reads an index that takes its caller's key",
    "cases.matching.candidates.search_people": "reads an index that takes its caller's key",
    "cases.support.versions.first_content": "writes nothing",
    "cases.support.versions.next_content": "writes nothing",
    "referrals.consent.actions.drafting.begin": "how actions begin: it only asks",
    "referrals.referring.actions.forgetting.forget_copies": _INSIDE,
    "referrals.rights.came_in.forget_what_came": _INSIDE,
    "referrals.rights.received.received": "reads what stands in releases, for the proof",
    "referrals.rights.received.released_to": "reads what stands in releases, for a person's copy",
    "referrals.rights.copying.cover_for": "the cover of a copy; the gate lets the copy out",
    "referrals.gate.turn_away": "how pages begin: it only asks, and writes down who was refused",
    "referrals.gate_counts.counts_leaving": "asked by `take_out`; tests/referrals/gate/test_counts",
    "referrals.referring.actions.telling_directory.tell_directory": _INSIDE,
    "referrals.rights.actions.line_of": "writes nothing",
    "packs.working.work": "asks who opens the run, which its worker's key alone does",
}
# Rooms of their own, each with tests that try its actions.
ELSEWHERE = ("referrals.partners.",)
