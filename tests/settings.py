"""Settings for the tests: both sites' values in one place; `sites.py` picks a site per request."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("WAYMARK_HOME", tempfile.mkdtemp(prefix="waymark-test-"))
# Made once for all tests and the processes that they start: it takes seconds.
os.environ.setdefault(
    "WAYMARK_GAZETTEER_FOLDER", str(Path(__file__).resolve().parents[1] / "build" / "gazetteer")
)
os.environ.setdefault("WAYMARK_PUBLIC_SECRET", "public secret for tests")
os.environ.setdefault("WAYMARK_STAFF_SECRET", "staff secret for tests")
os.environ.setdefault("WAYMARK_RECEIPT_KEY", "11" * 32)

# Each process of the tests computes alone: threads of its linear algebra would wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")

from waymark.config import options
from waymark.config.staff import *  # noqa: F403  the environment above must come first
from waymark.config.staff import ALLOWED_HOSTS, WAYMARK_HOME

RECEIPT_KEY = bytes.fromhex(options.read("RECEIPT_KEY"))
GAZETTEERS = Path(options.read("GAZETTEER_FOLDER"))
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AUDIT_ANCHOR_FILES = [WAYMARK_HOME / "audit.head"]
# Each test starts from its own database, so nothing of another test may be remembered.
SITE_CACHE_SECONDS = 0
