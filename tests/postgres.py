"""The PostgreSQL server for tests, where one answers. Run as a module: exit code 1 says why not."""

import os
import sys

import psycopg

URL = os.environ.get("WAYMARK_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
SECONDS = 3


def why_not() -> str:
    """Why no PostgreSQL can be used; empty when one answers."""
    try:
        psycopg.connect(URL, connect_timeout=SECONDS).close()
    except psycopg.Error as fault:
        return (str(fault).strip().splitlines() or ["no reason given"])[0]
    return ""


if __name__ == "__main__":
    sys.exit(why_not() or 0)
