"""What `waymark check` looks at. A check returns what it found, or raises `Unsound`."""

import shutil
import smtplib
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from waymark.commands import bootstrap, sockets
from waymark.commands.console import PlainError
from waymark.config import options

OTHERS = 0o077  # the rights of everybody but the owner
KEY_BYTES = 32
GIBIBYTE = 1024**3
OLDEST_SANE_CLOCK = datetime(2025, 6, 1, tzinfo=UTC)
OLDEST_POSTGRESQL = 140_000  # what Django 5.2 supports
MAIL_SECONDS = 5
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Unsound(Exception):
    """A check failed: what was found, and how to mend it."""

    def __init__(self, found: str, fix: str) -> None:
        super().__init__(found)
        self.found = found
        self.fix = fix


Check = Callable[[], str]


def settings_are_valid() -> str:
    """Every setting can be read, and the addresses are addresses."""
    try:
        for row in options.OPTIONS:
            read = options.read_int if row.default.isdigit() else options.read
            read(row.name)
        options.read_bool("DEMONSTRATION")
        for site in ("public", "staff"):
            sockets.address_of(site)
    except (options.SettingError, PlainError) as fault:
        raise Unsound("a setting cannot be used", str(fault)) from fault
    return f"{len(options.OPTIONS)} settings"


def sites_use_tls() -> str:
    """Nobody reports or signs in over plain HTTP, except on this machine itself."""
    for site in ("PUBLIC", "STAFF"):
        url = options.read(f"{site}_URL") or f"http://{options.read(f'{site}_LISTEN')}"
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise Unsound(
                f"{url} is not encrypted",
                f"put a proxy with TLS in front and set WAYMARK_{site}_URL to its https address",
            )
    return "https, or this machine only"


def proxies_are_counted() -> str:
    """Behind a proxy, visitors have addresses of their own: else one flood counts against all."""
    number = options.read_int("TRUSTED_PROXIES")
    if number == 0 and options.read("PUBLIC_URL").startswith("https:"):
        raise Unsound(
            "all visitors would share the proxy's address",
            "set WAYMARK_TRUSTED_PROXIES to how many proxies are in front, mostly 1",
        )
    return f"{number} in front"


def folder_is_private() -> str:
    """Only the owner may look into the data folder."""
    for folder in (options.home(), options.home() / "secrets"):
        if not folder.is_dir():
            raise Unsound(f"{folder} does not exist", "run `waymark setup`")
        if stat.S_IMODE(folder.stat().st_mode) & OTHERS:
            raise Unsound(f"others may look into {folder}", f"chmod 700 {folder}")
    return str(options.home())


def secrets_are_kept() -> str:
    """Every secret exists, is long enough, and only its owner may read it."""
    for name in options.REQUIRED_SECRETS:
        value = options.read(name)
        if not value:
            fix = "run `waymark setup`, or restore a backup"
            raise Unsound(f"{name.lower()} is missing", fix)
        if name == "RECEIPT_KEY" and not is_key(value):
            fix = "restore it from a backup: a new one opens no receipt"
            raise Unsound("receipt_key is no key of 32 bytes in hex", fix)
    for path in (options.home() / "secrets").iterdir():
        if stat.S_IMODE(path.stat().st_mode) & OTHERS:
            raise Unsound(f"others may read {path}", f"chmod 600 {path}")
    return "present, and only their owner may read them"


def is_key(value: str) -> bool:
    """Whether the text is a key of 32 bytes in hex."""
    try:
        return len(bytes.fromhex(value)) == KEY_BYTES
    except ValueError:
        return False


def database_answers() -> str:
    """The database can be reached."""
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
    except DatabaseError as fault:
        reason = (str(fault).splitlines() or ["no reason given"])[0]
        fix = "start it, or correct WAYMARK_DATABASE_URL or who owns the data folder"
        raise Unsound(f"no answer ({reason})", fix) from fault
    return connection.vendor


def database_is_durable() -> str:
    """What the database confirmed survives a power cut."""
    from django.db import connection

    database_answers()
    if connection.vendor == "sqlite":
        wanted = {"journal_mode": "wal", "synchronous": "2", "secure_delete": "1"}
        shown = {name: value_of(f"PRAGMA {name}") for name in wanted}
    else:
        wanted = {"fsync": "on", "synchronous_commit": "on"}
        shown = {name: value_of(f"SHOW {name}") for name in wanted}
        if int(value_of("SHOW server_version_num")) < OLDEST_POSTGRESQL:
            raise Unsound("PostgreSQL is older than 14", "upgrade PostgreSQL")
    for name, value in wanted.items():
        if shown[name] != value:
            fix = "let only Waymark's own settings open the database"
            raise Unsound(f"{name} is {shown[name]}, not {value}", fix)
    return ", ".join(f"{name}={value}" for name, value in shown.items())


def value_of(statement: str) -> str:
    """The single value that a fixed statement returns."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])


def migrations_are_applied() -> str:
    """The database has the tables of this version."""
    database_answers()
    waiting = bootstrap.unapplied()
    if waiting:
        raise Unsound(f"{len(waiting)} migrations are missing", "run `waymark migrate`")
    return "up to date"


def anchors_are_writable() -> str:
    """The audit log's head can be written to every anchor file."""
    from django.conf import settings

    for path in settings.AUDIT_ANCHOR_FILES:
        try:
            with Path(path).open("ab"):
                pass
        except OSError as fault:
            fix = "mount or create its folder and let this user write there"
            raise Unsound(f"{path} cannot be written ({fault.strerror})", fix) from fault
    return f"{len(settings.AUDIT_ANCHOR_FILES)} written"


def mail_is_reachable() -> str:
    """The mail server answers, where one is set."""
    host = options.read("EMAIL_HOST")
    if not host:
        return "not set: notices wait on the staff site"
    if not options.read("EMAIL_FROM"):
        raise Unsound("notices have no sender", "set WAYMARK_EMAIL_FROM")
    port = options.read_int("EMAIL_PORT")
    # 465 is TLS from the first byte; the others begin in plain.
    server_class = smtplib.SMTP_SSL if port == smtplib.SMTP_SSL_PORT else smtplib.SMTP
    try:
        with server_class(host, port, timeout=MAIL_SECONDS) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as fault:
        fix = "correct WAYMARK_EMAIL_HOST and WAYMARK_EMAIL_PORT, or start the mail server"
        raise Unsound(f"{host}:{port} does not answer", fix) from fault
    return f"{host}:{port}"


def clock_is_sane() -> str:
    """The clock is not before what the audit log has seen; one-time codes need it right."""
    from waymark.audit.models import Entry

    now = datetime.now(UTC)
    newest = Entry.objects.order_by("-seq").values_list("at", flat=True).first()
    if now < max(OLDEST_SANE_CLOCK, newest or OLDEST_SANE_CLOCK):
        raise Unsound(f"the clock says {now:%Y-%m-%d %H:%M} UTC", "set the clock, best by NTP")
    return f"{now:%Y-%m-%d %H:%M} UTC"


def disk_has_room() -> str:
    """Reports are never refused for want of space."""
    free = shutil.disk_usage(options.home()).free / GIBIBYTE
    if free < 1:
        raise Unsound(f"{free:.1f} GiB free", "free space or move the data folder")
    return f"{free:.0f} GiB free"


BEFORE_DJANGO: dict[str, Check] = {
    "settings": settings_are_valid,
    "addresses": sites_use_tls,
    "proxies": proxies_are_counted,
    "data folder": folder_is_private,
    "secrets": secrets_are_kept,
}
WITH_DJANGO: dict[str, Check] = {
    "database": database_answers,
    "durability": database_is_durable,
    "migrations": migrations_are_applied,
    "audit anchors": anchors_are_writable,
    "mail server": mail_is_reachable,
    "clock": clock_is_sane,
    "disk": disk_has_room,
}
