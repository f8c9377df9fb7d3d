"""Addresses of this slice on the staff site."""

from django.urls import URLPattern, path

from waymark.referrals.referring.views import desk, incoming, sending, sent

_CASE = "cases/<uuid:case_id>/"
_SENT = _CASE + "referrals/<uuid:referral_id>/"
_TO_US = "referrals/<uuid:referral_id>/"

urlpatterns: list[URLPattern] = [
    path(_CASE + "referrals/", sending.case_referrals, name="case_referrals"),
    path(_CASE + "releases/<uuid:release_id>/refer/", sending.referral_new, name="referral_new"),
    path(_SENT, sent.referral, name="referral"),
    path(_SENT + "later/", sent.referral_later, name="referral_later"),
    path(_SENT + "recall/", sent.referral_recall, name="referral_recall"),
    path(_SENT + "code/", sent.referral_code, name="referral_code"),
    path(_SENT + "link/<int:stage>/", sent.referral_link, name="referral_link"),
    path(_SENT + "note/<slug:step>/", sent.referral_note, name="referral_note"),
    path("referrals/", incoming.incoming_referrals, name="incoming_referrals"),
    path("referrals/desk/", desk.referral_desk, name="referral_desk"),
    path(_TO_US, incoming.incoming_referral, name="incoming_referral"),
    path(_TO_US + "answer/<slug:step>/", incoming.incoming_answer, name="incoming_answer"),
    path(_TO_US + "case/", incoming.incoming_take_over, name="incoming_take_over"),
    path(_TO_US + "files/<int:packet>/<int:number>/", incoming.incoming_file, name="incoming_file"),
]
