"""Addresses of this room on the staff site."""

from django.urls import path

from waymark.accounts.views import (
    compartments,
    factors,
    join,
    me,
    second_factor,
    sign_in,
    site,
    unlock,
    workers,
)

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/second/", second_factor.second_factor, name="second_factor"),
    path("sign-in/second/passkey/", second_factor.passkey, name="second_factor_passkey"),
    path("sign-in/second/recovery/", second_factor.recovery_code, name="second_factor_recovery"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("sign-out/everywhere/", sign_in.sign_out_everywhere, name="sign_out_everywhere"),
    path("lock/", sign_in.lock, name="lock"),
    path("unlock/", unlock.unlock, name="unlock"),
    path("here/", unlock.still_here, name="still_here"),
    path("join/<uuid:invitation_id>/", join.join, name="join"),
    path("me/", me.me, name="me"),
    path("me/password/", me.change_password, name="change_password"),
    path("me/factors/first/", factors.first_factor, name="first_factor"),
    path("me/factors/code/add/", factors.add_totp, name="add_totp"),
    path("me/factors/code/remove/", factors.remove_totp, name="remove_totp"),
    path("me/factors/key/add/", factors.add_passkey, name="add_passkey"),
    path("me/factors/key/<uuid:key_id>/remove/", factors.remove_passkey, name="remove_passkey"),
    path("me/recovery-codes/", factors.renew_recovery_codes, name="renew_recovery_codes"),
    path("workers/", workers.workers, name="workers"),
    path("workers/invite/", workers.invite, name="invite"),
    path("workers/<uuid:worker_id>/", workers.worker, name="worker"),
    path("workers/<uuid:worker_id>/deactivate/", workers.deactivate, name="deactivate"),
    path("workers/<uuid:worker_id>/reset/", workers.reset, name="reset"),
    path("compartments/", compartments.compartments, name="compartments"),
    path("compartments/<uuid:compartment_id>/add/", compartments.add_member, name="add_member"),
    path(
        "compartments/<uuid:compartment_id>/remove/<uuid:worker_id>/",
        compartments.remove_member,
        name="remove_member",
    ),
    path("compartments/<uuid:compartment_id>/rotate/", compartments.rotate, name="rotate"),
    path("site/", site.site, name="site"),
]
