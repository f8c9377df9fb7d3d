"""Estimate how many people nobody has found, from lists of those who were."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from waymark.commands import linkage
from waymark.commands.bars import Bar
from waymark.commands.console import PlainError

if TYPE_CHECKING:
    from waymark.evidence.reading import Reading
    from waymark.evidence.report import Run
    from waymark.evidence.simulate import Coverage, Population
    from waymark.evidence.work import Options

# Named here as well, so that --help loads neither NumPy nor SciPy; a test compares them.
METHODS = ("stepwise", "all-models", "average", "graphs", "classes", "chao", "chapman")
USUAL = ("stepwise", "all-models", "average", "graphs", "chao")
BY_COMPARE = ("stepwise", "all-models", "average", "graphs", "classes", "chao")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Three actions that estimate, and those that link lists."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    summary = "judge the lists, then estimate"
    estimate = actions.add_parser("estimate", help=summary, description=summary)
    estimate.add_argument("--method", action="append", choices=METHODS, help="again for more")
    summary = "judge the lists, then estimate by every method: takes a minute or more"
    compare = actions.add_parser("compare", help=summary, description=summary)
    for action in (estimate, compare):
        _add_file(action)
        action.set_defaults(work=_from_file)
    summary = "try a method on people whose number is known"
    simulate = actions.add_parser("simulate", help=summary, description=summary)
    _add_population(simulate)
    simulate.set_defaults(work=_simulate)
    linkage.add_actions(actions)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a CSV file of lists")
    parser.add_argument("--count", default="", metavar="COLUMN", help="the column of counts")
    parser.add_argument("--by", default="", metavar="COLUMN", help="estimate by this column too")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write report, data and plots")
    parser.add_argument("--order", type=int, metavar="LISTS", help="most lists in a term")
    parser.add_argument("--top", type=int, default=60, metavar="MODELS", help="[60]")
    _add_options(parser, replicates=1000)


def _add_population(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=int, default=10_000, help="people [10000]")
    parser.add_argument("--inclusion", default="0.1,0.15,0.08,0.12", help="share on each list")
    parser.add_argument("--dependence", action="append", default=[], metavar="A:B=LOGODDS")
    parser.add_argument("--class", action="append", default=[], dest="classes", metavar="SHARE=H")
    parser.add_argument("--method", default="stepwise", choices=METHODS)
    parser.add_argument("--repetitions", type=int, default=100, help="draws [100]")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write one draw as CSV instead")
    _add_options(parser, replicates=200)


def _add_options(parser: argparse.ArgumentParser, replicates: int) -> None:
    parser.add_argument("--seed", type=int, default=1234, help="[1234]")
    parser.add_argument(
        "--replicates", type=int, default=replicates, help=f"bootstrap samples [{replicates}]"
    )
    parser.add_argument("--threshold", type=float, default=0.02, help="of the stepwise choice")


def run(arguments: argparse.Namespace) -> int:
    """Do it. Raises PlainError with the row and the reason where lists cannot be used."""
    from waymark.evidence.lists import ListError

    try:
        arguments.work(arguments)
    except ListError as fault:
        raise PlainError(str(fault)) from fault
    except OSError as fault:
        reason = (fault.strerror or "fault").lower()
        raise PlainError(f"{fault.filename}: {reason}: choose another file or folder.") from fault
    return 0


def _from_file(arguments: argparse.Namespace) -> None:
    from waymark.evidence.report import as_text, verdict_text, write
    from waymark.evidence.report.folder import require_free

    reading = _read(arguments)
    if arguments.out:
        require_free(arguments.out)
    told = _work(reading, arguments)
    if not arguments.out:
        print(as_text(told), end="")
        return
    write(told, arguments.out)
    print(verdict_text(told))
    print(f"Numbers, plots and methods: {arguments.out / 'report.txt'} and beside it.")


def _read(arguments: argparse.Namespace) -> "Reading":
    from waymark.evidence.reading import read_lists

    return read_lists(arguments.file.read_bytes(), count=arguments.count, by=arguments.by)


def _work(reading: "Reading", arguments: argparse.Namespace) -> "Run":
    from waymark.evidence.work import work

    compared = (*BY_COMPARE, "chapman") if reading.table.size == 2 else BY_COMPARE
    chosen = getattr(arguments, "method", compared) or USUAL
    methods = tuple(dict.fromkeys(chosen))
    with Bar("Estimating") as bar:
        return work(reading, methods, _options(arguments), bar)


def _options(arguments: argparse.Namespace) -> "Options":
    from waymark.evidence.work import Options

    return Options(
        threshold=arguments.threshold,
        replicates=arguments.replicates,
        seed=arguments.seed,
        order=getattr(arguments, "order", None),
        top=getattr(arguments, "top", 60),
    )


def _simulate(arguments: argparse.Namespace) -> None:
    from waymark.commands.populations import population_of, written
    from waymark.evidence.lists import ListError
    from waymark.evidence.simulate import coverage
    from waymark.evidence.work import estimator

    population = population_of(arguments)
    first = population.draw(arguments.seed)
    if arguments.write:
        draft = arguments.write.with_name(f".{arguments.write.name}.new")
        draft.write_text(written(first), encoding="utf-8")
        draft.replace(arguments.write)
        print(f"{arguments.write}: {first.total:,} of {population.size:,} people.")
        return
    if arguments.repetitions < 1:
        raise ListError("Choose at least one repetition.")
    with Bar("Simulating") as bar:
        found = coverage(
            estimator(arguments.method, _options(arguments), first),
            population,
            repetitions=arguments.repetitions,
            seed=arguments.seed,
            progress=bar,
        )
    print(told(found, population))


def told(found: "Coverage", population: "Population") -> str:
    """What a simulation found, in sentences."""
    return (
        f"{found.repetitions} draws from {population.size:,} people on "
        f"{len(population.inclusion)} lists; on average {found.seen:,.0f} were seen.\n"
        f"The 95% interval held the truth in {found.covered:.1%} of the draws "
        f"(standard error {found.error:.1%}).\n"
        f"Half of the estimates were above {(1 + found.bias) * found.truth:,.0f} ({found.bias:+.1%}"
        f"); the usual interval was {found.width:.0%} of the truth wide.\n"
        f"{found.failed} draws had no finite estimate."
    )
