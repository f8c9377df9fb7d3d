"""The staff site: a session cookie that carries the key, and a second factor for everyone."""

from waymark.config import options
from waymark.config.base import *  # noqa: F403  a Django settings module is a namespace
from waymark.config.base import STAFF_URL, hosts_of

SITE = "staff"
SECRET_KEY = options.read("STAFF_SECRET")
PACK_KEY = bytes.fromhex(options.read("PACK_KEY"))
ALLOWED_HOSTS = hosts_of(STAFF_URL)
ROOT_URLCONF = "waymark.config.staff_urls"
WSGI_APPLICATION = "waymark.config.wsgi.application"
SECURE_COOKIES = STAFF_URL.startswith("https://")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "waymark_form"
CSRF_TRUSTED_ORIGINS = [STAFF_URL]
CSRF_FAILURE_VIEW = "waymark.web.errors.expired_form"
MIDDLEWARE = [
    "waymark.web.middleware.StaffHeaders",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "waymark.accounts.middleware.SignedIn",
    "waymark.referrals.guard.OnlyMarkedLeaves",
]
# Uploads: no file with a name, which would outlive the process.
FILE_UPLOAD_HANDLERS = ["waymark.web.uploads.UnnamedFiles"]
