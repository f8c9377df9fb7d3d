"""Forms of this room. Passwords are taken as typed and never written back into a page."""

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from waymark.accounts import passwords
from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.vault.models import Compartment
from waymark.web.models import Site

if TYPE_CHECKING:
    _WorkerForm = forms.ModelForm[Worker]
    _SiteForm = forms.ModelForm[Site]
else:
    _WorkerForm = _SiteForm = forms.ModelForm


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=passwords.LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def _code(label: Any, help_text: Any = "", *, numeric: bool = False) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code" if numeric else "off", "spellcheck": "false"}
    if numeric:
        attributes["inputmode"] = "numeric"
    return forms.CharField(
        label=label, help_text=help_text, max_length=100, widget=forms.TextInput(attrs=attributes)
    )


class _Telling(forms.BaseForm):
    """A form that names the field which was left empty: the list of mistakes stands above it."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            field.error_messages["required"] = format_lazy(
                _("“{label}” is empty. Please fill it in."), label=field.label
            )


NEW_PASSWORD_HINT = _(
    "At least 12 characters; four or five unrelated words are good. It opens the reports that you "
    "may read, and nobody can look it up: if you forget it, you need a new invitation."
)


class SignInForm(_Telling, forms.Form):
    """Name and password."""

    login = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = _password(_("Password"), "current-password")


class UnlockForm(_Telling, forms.Form):
    """The password alone; `held` is what a locked request had brought, sealed."""

    password = _password(_("Password"), "current-password")
    held = forms.CharField(required=False, widget=forms.HiddenInput)


class TotpForm(_Telling, forms.Form):
    """A code from the generator."""

    code = _code(_("Code from your app"), _("Six digits, new every 30 seconds."), numeric=True)


class NewTotpForm(TotpForm):
    """The first code of a new generator; `offer` carries its signed secret."""

    offer = forms.CharField(widget=forms.HiddenInput)


class RecoveryCodeForm(_Telling, forms.Form):
    """One of the printed codes."""

    code = _code(_("Recovery code"), _("One of the ten codes that you printed. Each works once."))


class PasskeyForm(_Telling, forms.Form):
    """What the browser answers when it is asked for a passkey."""

    answer = forms.CharField(required=False, widget=forms.HiddenInput)


class NewPasskeyForm(PasskeyForm):
    """A new passkey and what its owner calls it."""

    label = forms.CharField(
        label=_("Name of the key"), max_length=60, help_text=_("For instance: blue key, my phone.")
    )


class _NewPassword(_Telling, forms.Form):
    """Two fields that must agree."""

    new_password = _password(_("New password"), "new-password", NEW_PASSWORD_HINT)
    repeated = _password(_("The new password again"), "new-password")

    def clean(self) -> dict[str, Any]:
        """The two must agree."""
        values = super().clean() or {}
        if "repeated" in values and values.get("new_password") != values["repeated"]:
            raise ValidationError({"repeated": _("The two passwords differ. Type both again.")})
        return values


class JoinForm(_NewPassword):
    """How an invitation is answered."""

    code = _code(
        _("Invitation code"),
        _("The person who invited you has given it to you, apart from the link."),
    )
    field_order = ("code", "new_password", "repeated")


class PasswordForm(_NewPassword):
    """Change one's own password."""

    password = _password(_("Password until now"), "current-password")
    field_order = ("password", "new_password", "repeated")


def _time_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


class ProfileForm(_Telling, _WorkerForm):
    """What a worker decides about themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_time_zones)

    class Meta:
        model = Worker
        fields = ("name", "email", "language", "time_zone")
        help_texts = {"email": _("Notices go here. They only say that something waits.")}


class RolesForm(_Telling, forms.Form):
    """A worker's roles."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: frozenset[Role] = frozenset(Role), **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["roles"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(role.value, role.label) for role in Role if role in offered]

    @property
    def chosen(self) -> frozenset[Role]:
        """The roles that were ticked."""
        return frozenset(Role(value) for value in self.cleaned_data["roles"])


class InviteForm(RolesForm):
    """Who is invited, into which roles and, by a supervisor, into which compartments."""

    name = forms.CharField(label=_("Name"), max_length=120)
    login = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("Small letters, digits, dots and hyphens. It cannot be changed later."),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("For notices that something waits.")
    )
    compartments = forms.ModelMultipleChoiceField(
        label=_("May open the records of"),
        queryset=Compartment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("name", "login", "email", "roles", "compartments")

    def __init__(
        self, *args: Any, compartments: list[Compartment] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        if not compartments:
            del self.fields["compartments"]
            return
        field = self.fields["compartments"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Compartment.objects.filter(pk__in=[c.pk for c in compartments])
            setattr(field, "label_from_instance", lambda each: each.name)  # noqa: B010  as Django asks

    def clean_login(self) -> str:
        """Sign-in names are written small."""
        return str(self.cleaned_data["login"]).strip().lower()


class LeaveForm(_Telling, forms.Form):
    """Deactivate or reset a worker; ticking is needed where records would be cut off."""

    even_if_only = forms.BooleanField(
        label=_("I understand that only the printed recovery key opens these records afterwards."),
        required=False,
    )


class MemberForm(_Telling, forms.Form):
    """Choose a worker to let into a compartment."""

    worker = forms.ModelChoiceField(label=_("Worker"), queryset=Worker.objects.none())

    def __init__(self, *args: Any, candidates: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["worker"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = candidates
            setattr(field, "label_from_instance", lambda each: each.name)  # noqa: B010  as Django asks


class SiteForm(_Telling, _SiteForm):
    """What the installation shows on every page."""

    exit_url = forms.URLField(
        label=_("Where the exit leads"),
        help_text=_("An everyday site that nobody wonders about. It begins with https://."),
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_time_zones)
    checked_languages = forms.MultipleChoiceField(
        label=_("Languages that a native speaker has checked"),
        help_text=_("Pages in other languages say that nobody has checked them yet."),
        choices=[code_and_name for code_and_name in settings.LANGUAGES if code_and_name[0] != "en"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Site
        fields = (
            "organisation",
            "country",
            "emergency_number",
            "emergency_text",
            "exit_url",
            "time_zone",
            "checked_languages",
        )
        labels = {
            "organisation": _("Name of the organisation or coalition"),
            "country": _("Country"),
            "emergency_number": _("Emergency number"),
            "emergency_text": _("What to say beside the emergency number"),
        }
        help_texts = {
            "country": _("Two capital letters, such as US. Its lines are offered first."),
            "emergency_number": _("Call it yourself before you write it here."),
        }

    def clean_exit_url(self) -> str:
        """Whoever watches the network must not read what the exit loads."""
        address = str(self.cleaned_data["exit_url"])
        if not address.startswith("https://"):
            raise ValidationError(_("Use an address that begins with https://."))
        return address
