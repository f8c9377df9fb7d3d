"""Addresses of this slice on the staff site."""

from django.urls import URLPattern, path

from waymark.referrals.partners.views import desk, keys

_ONE = "referrals/partners/<uuid:partner_referral_id>/"
_KEYS = "referrals/partners/keys/"

urlpatterns: list[URLPattern] = [
    path(_KEYS, keys.partner_keys, name="partner_keys"),
    path(
        _KEYS + "<uuid:partner_key_id>/revoke/", keys.partner_key_revoke, name="partner_key_revoke"
    ),
    path(_ONE, desk.partner_referral, name="partner_referral"),
    path(
        _ONE + "answer/<slug:step>/", desk.partner_referral_answer, name="partner_referral_answer"
    ),
    path(_ONE + "note/", desk.partner_referral_note, name="partner_referral_note"),
    path(_ONE + "case/", desk.partner_referral_take_over, name="partner_referral_take_over"),
]
