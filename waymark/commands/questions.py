"""What `waymark setup` asks. Each answer is checked, and a wrong one is asked for again."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from waymark.commands.console import PlainError

LONGEST_NAME = 120
LANGUAGES = {"es": "Spanish", "vi": "Vietnamese", "ar": "Arabic"}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}

Answers = Mapping[str, str]
Ask = Callable[[str], str]
Check = Callable[[str], str]


class WrongAnswer(Exception):
    """An answer that cannot be used; the message says what to type instead."""


@dataclass(frozen=True)
class Question:
    """A question, its key in an answers file, the suggestion, and the check of its answer."""

    key: str
    text: str
    check: Check
    suggestion: str = ""


def name(answer: str) -> str:
    """A name of somebody or something."""
    if not answer:
        raise WrongAnswer("This cannot be empty.")
    if len(answer) > LONGEST_NAME:
        raise WrongAnswer(f"Use at most {LONGEST_NAME} letters.")
    return answer


def country(answer: str) -> str:
    """A country as two letters."""
    if not re.fullmatch(r"[A-Za-z]{2}", answer):
        raise WrongAnswer("Use the two letters of the country, such as US, MX or VN.")
    return answer.upper()


def time_zone(answer: str) -> str:
    """A time zone of the IANA database."""
    if answer not in available_timezones():
        raise WrongAnswer("Use a time zone such as America/Chicago or Asia/Ho_Chi_Minh.")
    return answer


def login(answer: str) -> str:
    """A sign-in name: it is typed often, so letters, digits and a few signs only."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,59}", answer.lower()):
        raise WrongAnswer("Use 2 to 60 letters from a to z, digits, dots, dashes or underscores.")
    return answer.lower()


def email(answer: str) -> str:
    """An e-mail address, or none."""
    if answer and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", answer):
        raise WrongAnswer("Use an address such as name@example.org, or leave it empty.")
    return answer


def emergency_number(answer: str) -> str:
    """The number that the public site shows first where somebody is in danger."""
    digits = re.sub(r"[\s().-]", "", answer)
    if not re.fullmatch(r"\+?[0-9]{2,15}", digits):
        raise WrongAnswer("Use the number as it is dialled, digits only, such as 112 or 911.")
    return digits


def exit_address(answer: str) -> str:
    """Where the exit leads: a page that tells nothing about this site."""
    parts = urlsplit(answer)
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname:
        raise WrongAnswer("Use the full address of an everyday page, beginning with https://.")
    return answer


def site_address(answer: str) -> str:
    """Where people reach a site; none while it is for this machine only."""
    if not answer:
        return answer
    parts = urlsplit(answer)
    if not parts.hostname or parts.path.strip("/") or parts.query:
        raise WrongAnswer("Use an address without a path, such as https://help.example.org.")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise WrongAnswer("It must begin with https://, because reports and passwords go there.")
    return f"{parts.scheme}://{parts.netloc}"


def languages(answer: str) -> str:
    """Codes of languages, separated by commas; none is an answer."""
    codes = sorted({code for code in re.split(r"[\s,]+", answer.lower()) if code})
    if strange := [code for code in codes if code not in LANGUAGES]:
        raise WrongAnswer(f"{strange[0]} is none of {', '.join(LANGUAGES)}.")
    return ",".join(codes)


QUESTIONS = (
    Question("organisation", "Name of your organisation", name),
    Question("country", "Country where it works, as two letters", country),
    Question("time_zone", "Time zone", time_zone, "UTC"),
    Question("emergency_number", "Emergency number there (shown first)", emergency_number),
    Question(
        "exit_address",
        "Where the exit button leads (an everyday page that gives nobody away)",
        exit_address,
        "https://www.wikipedia.org/",
    ),
    Question(
        "checked_languages",
        "Languages whose texts a native speaker of yours has checked (es, vi, ar; empty: none)",
        languages,
    ),
    Question("administrator_login", "Sign-in name of the first administrator", login),
    Question("administrator_name", "Their name", name),
    Question("administrator_email", "Their e-mail (may be empty)", email),
    Question(
        "supervisor_login",
        "Sign-in name of the first supervisor (an account of its own: administrators open nothing)",
        login,
    ),
    Question("supervisor_name", "Their name", name),
    Question("supervisor_email", "Their e-mail (may be empty)", email),
    Question("public_url", "Address of the public site (empty: this machine only)", site_address),
    Question("staff_url", "Address of the staff site (empty: this machine only)", site_address),
)


def agree(answers: Answers) -> None:
    """Check what answers say together. Raises WrongAnswer."""
    if answers["administrator_login"] == answers["supervisor_login"]:
        raise WrongAnswer(
            "Administrator and supervisor need two sign-in names, even for one person: "
            "who runs the system opens no report."
        )


def interview(ask: Ask, say: Callable[[str], None]) -> Answers:
    """Put every question until its answer can be used."""
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        while question.key not in answers:
            try:
                answer = question.check(asked(question, ask))
                if question.key == "supervisor_login":
                    agree({**answers, question.key: answer})
                answers[question.key] = answer
            except WrongAnswer as wrong:
                say(f"  {wrong}")
    return answers


def asked(question: Question, ask: Ask) -> str:
    """The answer as it was typed, or the suggestion."""
    hint = f" [{question.suggestion}]" if question.suggestion else ""
    try:
        return ask(f"{question.text}{hint}: ").strip() or question.suggestion
    except EOFError as end:
        raise PlainError(
            "Set-up has questions and nobody answers: start it in a terminal, "
            "or give the answers in a file with --answers."
        ) from end


def from_file(path: Path) -> Answers:
    """The answers of a TOML file, for a set-up without questions. Raises PlainError."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise PlainError(f"{path} cannot be read ({fault.strerror}).") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise PlainError(f"{path} is not valid TOML: {fault}.") from fault
    if strange := sorted(set(values) - {question.key for question in QUESTIONS}):
        raise PlainError(f"{path}: {strange[0]} is no question of set-up.")
    answers = {}
    for question in QUESTIONS:
        try:
            given = str(values.get(question.key, question.suggestion)).strip()
            answers[question.key] = question.check(given)
        except WrongAnswer as wrong:
            raise PlainError(f"{path}: {question.key}: {wrong}") from wrong
    try:
        agree(answers)
    except WrongAnswer as wrong:
        raise PlainError(f"{path}: {wrong}") from wrong
    return answers
