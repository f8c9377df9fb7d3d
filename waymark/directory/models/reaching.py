"""How and when a service is reached: telephones, people, hours, languages."""

from django.db import models

from waymark.directory.models.hsds import (
    HsdsModel,
    a_date,
    a_number,
    a_text,
    belongs_to,
    may_dangle,
)


class Contact(HsdsModel):
    """HSDS contact: a named person or office. Of a location only where that is public."""

    organization = may_dangle("directory.Organization", "contacts")
    service = belongs_to("directory.Service", "contacts")
    service_at_location = belongs_to("directory.ServiceAtLocation", "contacts")
    location = belongs_to("directory.Location", "contacts")
    name = a_text()
    title = a_text()
    department = a_text()
    email = a_text()


class Phone(HsdsModel):
    """HSDS phone. Of a location only where that is public."""

    location = belongs_to("directory.Location", "phones")
    service = belongs_to("directory.Service", "phones")
    organization = belongs_to("directory.Organization", "phones")
    contact = belongs_to("directory.Contact", "phones")
    service_at_location = belongs_to("directory.ServiceAtLocation", "phones")
    number = a_text()
    extension = a_number()
    type = a_text()
    description = a_text()


class Language(HsdsModel):
    """HSDS language: spoken there, without an interpreter."""

    service = belongs_to("directory.Service", "languages")
    location = belongs_to("directory.Location", "languages")
    phone = belongs_to("directory.Phone", "languages")
    name = a_text()
    code = a_text()
    note = a_text()


class Schedule(HsdsModel):
    """HSDS schedule: opening times as a recurrence rule of RFC 5545."""

    service = belongs_to("directory.Service", "schedules")
    location = belongs_to("directory.Location", "schedules")
    service_at_location = belongs_to("directory.ServiceAtLocation", "schedules")
    valid_from = a_date()
    valid_to = a_date()
    dtstart = a_date()
    timezone = a_number(help_text="hours from UTC, as HSDS has it; zone is used where it is known")
    until = a_date()
    count = a_number()
    wkst = a_text()
    freq = a_text()
    interval = a_number()
    byday = a_text()
    byweekno = a_text()
    bymonthday = a_text()
    byyearday = a_text()
    description = a_text()
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    schedule_link = a_text()
    attending_type = a_text()
    notes = a_text()

    # The zone of the tz database: daylight-saving time needs it, and HSDS has no place for it.
    zone = models.CharField(max_length=64, blank=True, default="")
