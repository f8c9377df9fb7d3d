"""What the fields of a milestone are called, and why each is asked."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words

_STEP = _("So that no term runs out unseen.")
_CLOCK = _("The clock starts here. The day in the person’s own letter always counts.")
_END = _("So that the clock stops, and the next step can begin.")

SECTIONS = {"step": _("The step"), "clock": _("The clock"), "end": _("Reached")}

WORDS = {
    "place": Words(_("Where"), _STEP),
    "kind": Words(_("Step"), _STEP),
    "started": Words(_("Started on"), _CLOCK),
    "due": Words(_("Due on"), _CLOCK),
    "due_from": Words(_("Where the day comes from"), _CLOCK),
    "moved_because": Words(_("Why the day was moved"), _CLOCK),
    "reached": Words(_("Reached on"), _END),
    "result": Words(_("What came out"), _END),
    "notes": Words(_("Anything else"), _STEP),
}
