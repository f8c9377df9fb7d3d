"""Which screen comes next, which came before, and which was asked for."""

from waymark.screening.navigator.answers import Answers
from waymark.screening.navigator.reading import Navigator, Step


def shown(navigator: Navigator, answers: Answers) -> list[Step]:
    """The screens that these answers lead through, in order."""
    return [step for step in navigator.steps if _is_shown(step, navigator, answers)]


def _is_shown(step: Step, navigator: Navigator, answers: Answers) -> bool:
    if step.when:
        return bool(answers.matching(step.when))
    return bool(answers.asked(step, navigator))


def after(step: Step, navigator: Navigator, answers: Answers) -> Step | None:
    """The next screen; None is the end."""
    rest = navigator.steps[navigator.steps.index(step) + 1 :]
    return next((each for each in rest if _is_shown(each, navigator, answers)), None)


def before(step: Step | None, navigator: Navigator, answers: Answers) -> Step | None:
    """The screen before; of the end, the last one. None before the first."""
    place = navigator.steps.index(step) if step else len(navigator.steps)
    earlier = [each for each in navigator.steps[:place] if _is_shown(each, navigator, answers)]
    return earlier[-1] if earlier else None
