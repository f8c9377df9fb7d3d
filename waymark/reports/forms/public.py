"""The forms of the public site.

They are plain classes: reading one takes microseconds where Django's forms take hundreds, and
whatever was typed is shown again, however wrong it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.reports.content import Content, Relation
from waymark.reports.queries.public import PublishedRecipient
from waymark.reports.uploads import Body

WHAT_LETTERS = 20_000


@dataclass(frozen=True)
class TextField:
    """One box to write in; `most` is in letters, `rows` 0 means a single line."""

    name: str
    label: Promise
    hint: Promise | str = ""
    most: int = 500
    rows: int = 0


WHAT = TextField(
    "what",
    gettext_lazy("What is happening?"),
    gettext_lazy("Write in any language. A few words are enough."),
    most=WHAT_LETTERS,
    rows=7,
)
WHERE = TextField(
    "where",
    gettext_lazy("Where is it?"),
    gettext_lazy("A street, a place, a website or an app. Whatever you know."),
)
WHEN = TextField("when", gettext_lazy("When did it happen? Does it still go on?"))
CONTACT_HOW = TextField(
    "contact_how",
    gettext_lazy("How can we reach you?"),
    gettext_lazy("A phone number, an e-mail address, or somebody you trust."),
)
CONTACT_WHEN = TextField("contact_when", gettext_lazy("When is it safe?"))
CONTACT_NAME = TextField("contact_name", gettext_lazy("Which name should we use?"), most=200)
NEVER_DO = TextField(
    "never_do",
    gettext_lazy("What must we never do?"),
    gettext_lazy("For instance: do not leave a message, do not say who you are."),
    most=1000,
    rows=2,
)
REPORT_FIELDS = (WHAT, WHERE, WHEN, CONTACT_HOW, CONTACT_WHEN, CONTACT_NAME, NEVER_DO)
MESSAGE = TextField("message", gettext_lazy("Write to the team"), most=WHAT_LETTERS, rows=5)


class Mistake(NamedTuple):
    """A sentence that says what to change, and the id of the field that it is about."""

    id: str
    message: str


@dataclass
class Text:
    """A box with what was typed, and what is wrong with it."""

    field: TextField
    value: str = ""
    error: str = ""

    @property
    def described(self) -> str:
        """The ids of the hint and the error, for assistive technology."""
        parts = (("hint", self.field.hint), ("error", self.error))
        return " ".join(f"{self.field.name}_{part}" for part, shown in parts if shown)


@dataclass
class ReportForm:
    """The report form as it was sent, or empty."""

    recipients: Sequence[PublishedRecipient]
    texts: dict[str, Text] = field(default_factory=lambda: _empty(REPORT_FIELDS))
    recipient: PublishedRecipient | None = None
    relation: str = Relation.UNSAID.value
    urgent: bool = False
    child: bool = False
    may_contact: bool = False
    mistakes: list[Mistake] = field(default_factory=list)

    @classmethod
    def read(cls, body: Body, recipients: Sequence[PublishedRecipient]) -> "ReportForm":
        """Read and check what was sent."""
        form = cls(
            recipients,
            {each.name: read_text(body, each) for each in REPORT_FIELDS},
            relation=_relation(body.text("relation")),
            urgent=bool(body.text("urgent")),
            child=bool(body.text("child")),
            may_contact=bool(body.text("may_contact")),
        )
        form._choose(body.text("recipient"))
        what = form.texts["what"]
        if not what.value and not what.error:
            what.error = _("Please write what is happening. A few words are enough.")
        form.mistakes += mistakes_of(form.texts.values())
        return form

    def _choose(self, slug: str) -> None:
        """A team that is not asked any more is a mistake: another one was not agreed to."""
        fitting = [each for each in self.recipients if each.recipient.slug == slug]
        if fitting or (not slug and len(self.recipients) == 1):
            self.recipient = (fitting or self.recipients)[0]
            return
        message = _("Please choose who should read this.")
        if slug:
            message = _("The team you chose takes no reports any more. Please choose again.")
        self.mistakes.append(Mistake(f"recipient_{self.recipients[0].recipient.slug}", message))

    @property
    def contact_given(self) -> bool:
        """Whether that part of the form, folded at first, has something in it."""
        names = ("contact_how", "contact_when", "contact_name", "never_do")
        return self.may_contact or any(self.texts[name].value for name in names)

    @property
    def files_refused(self) -> bool:
        """Whether something was wrong with a file."""
        return any(mistake.id == "files" for mistake in self.mistakes)

    def content(self) -> Content:
        """What is sealed."""
        return Content(
            relation=self.relation,
            urgent=self.urgent,
            child=self.child,
            may_contact=self.may_contact,
            origin=None,
            **{name: text.value for name, text in self.texts.items()},
        )


def read_text(body: Body, box: TextField) -> Text:
    """A text as it was typed, with its lines; too long is a mistake that says by how much."""
    value = body.text(box.name).replace("\r\n", "\n").strip()
    over = len(value) - box.most
    if over <= 0:
        return Text(box, value)
    message = ngettext(
        "This is %(over)s letter too long: %(most)s fit. Please shorten it.",
        "This is %(over)s letters too long: %(most)s fit. Please shorten it.",
        over,
    )
    return Text(box, value, message % {"over": over, "most": box.most})


def mistakes_of(texts: Iterable[Text]) -> list[Mistake]:
    """What is wrong with these texts."""
    return [Mistake(text.field.name, text.error) for text in texts if text.error]


def _empty(boxes: Sequence[TextField]) -> dict[str, Text]:
    return {box.name: Text(box) for box in boxes}


def _relation(value: str) -> str:
    return value if value in Relation.values else Relation.UNSAID.value
