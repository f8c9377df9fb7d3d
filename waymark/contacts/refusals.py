"""Why a step cannot be done, as a sentence for the person who tried."""

from django.utils.functional import Promise


class CannotNow(Exception):
    """A step that a contact, proposal or pack does not allow; `sentence` says what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class ChangedMeanwhile(CannotNow):
    """Somebody else changed it after the worker looked at it."""
