"""What an import says of a row, in the reader's language; lines keep only the code."""

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Verdict(TextChoices):
    """What becomes of a row."""

    ADD = "add", gettext_lazy("New")
    CHANGE = "change", gettext_lazy("Changes")
    LEAVE = "leave", gettext_lazy("Stays as it is")
    KEEP = "keep", gettext_lazy("Ours is kept")
    REFUSE = "refuse", gettext_lazy("Left out")
    WARN = "warn", gettext_lazy("Look at this")
    GONE = "gone", gettext_lazy("No longer in the source")


PROBLEMS = (Verdict.KEEP, Verdict.REFUSE, Verdict.WARN, Verdict.GONE)

# Each may use %(value)s, which is cut to a short length and left out for closed places.
SENTENCES = {
    "bad_value": gettext_lazy(
        "%(name)s: “%(value)s” cannot be read and is left out. Correct it in the source."
    ),
    "bad_date": gettext_lazy(
        "%(name)s: “%(value)s” is no certain date and is left out. Write it as 2026-12-31."
    ),
    "bad_time": gettext_lazy(
        "%(name)s: “%(value)s” is no time of day and is left out. Write it as 16:30."
    ),
    "bad_number": gettext_lazy("%(name)s: “%(value)s” is no number and is left out."),
    "bad_choice": gettext_lazy(
        "%(name)s: “%(value)s” is none of the words that are allowed, and is left out."
    ),
    "no_id": gettext_lazy("The row has no id. Give each row an id that stays the same."),
    "no_name": gettext_lazy("A service needs a name."),
    "no_number": gettext_lazy("The telephone has no number."),
    "no_status": gettext_lazy("No status is given: it is taken as active."),
    "bad_status": gettext_lazy(
        "The status “%(value)s” is not known: the service is taken as inactive, so "
        "nobody is sent there."
    ),
    "not_a_number": gettext_lazy(
        "“%(value)s” is no telephone number that could be dialled. It is taken over as it is."
    ),
    "off_the_globe": gettext_lazy(
        "The point lies outside the globe (latitude -90 to 90, longitude -180 to 180). "
        "It is kept, and no search by distance finds it."
    ),
    "half_a_point": gettext_lazy(
        "Only one half of the point is given; no search finds it by distance."
    ),
    "dangling": gettext_lazy(
        "%(name)s names a row that is neither in the source nor here (%(value)s); "
        "the link is left out."
    ),
    "twice": gettext_lazy(
        "The same id stands on line %(value)s already, with other content there: that one counts."
    ),
    "disguised": gettext_lazy(
        "It has a point and no address, as places have that must not be found. "
        "It becomes a place for caseworkers only: the point is sealed, everybody else sees an area "
        "of about 10 km. Open it up by hand if it is not confidential."
    ),
    "closed": gettext_lazy(
        "The place is not public: point, addresses, telephones and people are sealed."
    ),
    "only_area": gettext_lazy(
        "The source does not publish where it is. It becomes a place for caseworkers; everybody "
        "sees its area, and nobody here knows the place."
    ),
    "closed_here": gettext_lazy(
        "The place is sealed here, so what the source says of it is not taken over."
    ),
    "no_circle": gettext_lazy(
        "The place is not public and no circle could open it. A supervisor makes the circle of the "
        "directory on its page; then import again."
    ),
    "leak": gettext_lazy(
        "The text tells where a place is that is not public: “%(value)s”. Take it out in "
        "the source."
    ),
    "less_public": gettext_lazy("The place is less public here than in the source; it stays so."),
    "verified_here": gettext_lazy(
        "%(name)s: was verified here more recently, so ours is kept. The source says “%(value)s”."
    ),
    "needs_two": gettext_lazy(
        "%(name)s: our people verified it, so the change waits for a second person. "
        "The source says “%(value)s”."
    ),
    "others": gettext_lazy("Another organisation looks after it, so it is not changed."),
    "typed_here": gettext_lazy(
        "It does not come from this source (here: %(value)s), so it is not changed."
    ),
    "ours_alone": gettext_lazy("Taxonomies are brought up to date by their own command only."),
    "gone": gettext_lazy("It was in an earlier import. Look whether it still exists."),
    "retired": gettext_lazy("It is no longer in the source and becomes inactive, as you chose."),
    "address_gone": gettext_lazy(
        "The source no longer gives its address, which may mean that it shall not be found. "
        "It is still public here: ask, and close it if so."
    ),
    "bad_row": gettext_lazy(
        "The row cannot be read: it has other columns than the first line names."
    ),
    "bad_entry": gettext_lazy("The entry cannot be read: it is no object of HSDS."),
    "bad_day": gettext_lazy("The weekday cannot be read, so these hours are left out."),
    "bad_hours": gettext_lazy(
        "The hours “%(value)s” cannot be read; they are kept as a note. "
        "Write them as Mon-Fri 09:00-17:00; Sat 10:00-12:00."
    ),
    "bad_tier": gettext_lazy(
        "“%(value)s” does not say who may see the place: it becomes a place for caseworkers only."
    ),
    "bad_answer": gettext_lazy(
        "“%(value)s” is none of the three answers; it is taken as not known."
    ),
    "unknown_term": gettext_lazy("“%(value)s” is no term of Open Eligibility and is left out."),
    "unknown_file": gettext_lazy("The file “%(value)s” is none that we know; it was not read."),
    "assured_later": gettext_lazy("“%(value)s” lies in the future and is left out."),
}


def sentence(code: str, name: str, value: str) -> str:
    """What a line says."""
    if code not in SENTENCES:
        return ""
    return str(SENTENCES[code]) % {"name": name, "value": value}


def changes(pairs: list[tuple[str, str, str]]) -> str:
    """Each field of a row with its value before and after."""
    return " ".join(
        _("%(name)s: “%(old)s” becomes “%(new)s”.") % {"name": name, "old": old, "new": new}
        for name, old, new in pairs
    )


ENTITIES = {
    "organization": gettext_lazy("Organizations"),
    "program": gettext_lazy("Programs"),
    "location": gettext_lazy("Places"),
    "service": gettext_lazy("Services"),
    "service_at_location": gettext_lazy("Services at places"),
    "contact": gettext_lazy("People to talk to"),
    "phone": gettext_lazy("Telephones"),
    "language": gettext_lazy("Languages"),
    "schedule": gettext_lazy("Opening hours"),
    "address": gettext_lazy("Addresses"),
    "accessibility": gettext_lazy("Accessibility"),
    "funding": gettext_lazy("Funding"),
    "service_area": gettext_lazy("Areas served"),
    "cost_option": gettext_lazy("Costs"),
    "required_document": gettext_lazy("Papers needed"),
    "organization_identifier": gettext_lazy("Registration numbers"),
    "url": gettext_lazy("Web pages"),
    "unit": gettext_lazy("Units"),
    "service_capacity": gettext_lazy("Room"),
    "taxonomy": gettext_lazy("Taxonomies"),
    "taxonomy_term": gettext_lazy("Terms of taxonomies"),
    "attribute": gettext_lazy("Kinds of help"),
    "metadata": gettext_lazy("History"),
    "meta_table_description": gettext_lazy("Descriptions of tables"),
    "eligibility": gettext_lazy("Whom they take"),
}


def entity_name(entity: str) -> str:
    """What people call a kind of row; the word of the source where we do not know it."""
    return str(ENTITIES.get(entity, entity or _("Files")))
