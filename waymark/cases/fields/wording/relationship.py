"""What the fields of a relationship are called, and why each is asked."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words

_SAFETY = _("To know who helps the person, and from whom they must be kept safe.")

SECTIONS = {"relationship": _("Relationship")}

WORDS = {
    "kind": Words(_("What the first person is to the second"), _SAFETY),
    "safe": Words(_("Is it safe for them to be in touch?"), _SAFETY),
    "details": Words(_("More about it"), _SAFETY),
}
