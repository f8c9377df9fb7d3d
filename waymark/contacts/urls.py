"""Addresses of contacts on the staff site."""

from django.urls import path

from waymark.contacts.views.staff import contacts, exchange, proposals

_CONTACT = "contacts/<int:contact_id>/"
_PROPOSAL = "contacts/proposals/<int:proposal_id>/"

urlpatterns = [
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/new/", contacts.contact_new, name="contact_new"),
    path(_CONTACT, contacts.contact, name="contact"),
    path(f"{_CONTACT}verify/", contacts.contact_verify, name="contact_verify"),
    path(f"{_CONTACT}withdraw/", contacts.contact_withdraw, name="contact_withdraw"),
    path(f"{_CONTACT}change/", contacts.contact_change, name="contact_change"),
    path(_PROPOSAL, proposals.contact_proposal, name="contact_proposal"),
    path(f"{_PROPOSAL}confirm/", proposals.contact_confirm, name="contact_confirm"),
    path(f"{_PROPOSAL}reject/", proposals.contact_reject, name="contact_reject"),
    path(f"{_PROPOSAL}take-back/", proposals.contact_take_back, name="contact_take_back"),
    path("contacts/packs/", exchange.contact_packs, name="contact_packs"),
    path("contacts/packs/export/", exchange.contact_export, name="contact_export"),
    path("contacts/packs/import/", exchange.contact_import, name="contact_import"),
    path("contacts/signers/", exchange.contact_signers, name="contact_signers"),
    path(
        "contacts/signers/<int:signer_id>/distrust/",
        exchange.contact_distrust,
        name="contact_distrust",
    ),
]
