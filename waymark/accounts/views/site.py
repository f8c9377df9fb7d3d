"""What the installation shows on every page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.accounts.actions.site import change_site
from waymark.accounts.forms import SiteForm
from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import may_change_site, require
from waymark.accounts.views.common import add_errors, page, posted
from waymark.web.models import Site


@require_http_methods(["GET", "HEAD", "POST"])
def site(request: StaffRequest) -> HttpResponseBase:
    """Show and change the settings."""
    require(may_change_site, request.worker)
    row = Site.objects.filter(pk=Site.ONLY).first() or Site()
    form = SiteForm(posted(request), instance=row)
    if request.method != "POST" or not form.is_valid():
        return page(request, "site", form)
    values = {
        name: value for name, value in form.cleaned_data.items() if name != "checked_languages"
    }
    try:
        change_site(values, form.cleaned_data["checked_languages"], by=request.worker)
    except ValidationError as error:
        add_errors(form, error)
        return page(request, "site", form)
    messages.success(request, _("Saved. The pages show it within a few seconds."))
    return redirect("site")
