"""A paragraph on the methods, with citations, to go into a report or an article."""

from waymark import __version__
from waymark.evidence.report.run import Run

# By the beginning of a method's name: what was done, and who to cite.
METHODS: tuple[tuple[str, str, str], ...] = (
    (
        "log-linear stepwise",
        "a log-linear Poisson model with main effects and pairwise interactions, chosen forwards "
        "at p = {threshold}, with cells of empty overlaps removed and the choice repeated in each "
        "bootstrap sample",
        "Chan L, Silverman BW, Vincent K (2021). Multiple systems estimation for sparse capture "
        "data: inferential challenges when there are nonoverlapping lists. Journal of the "
        "American Statistical Association 116(535), 1297-1306.",
    ),
    (
        "log-linear, best of all models",
        "the hierarchical log-linear model with the smallest BIC, chosen again in each bootstrap "
        "sample",
        "Silverman BW, Chan L, Vincent K (2024). Bootstrapping multiple systems estimates to "
        "account for model selection. Statistics and Computing 34, 44.",
    ),
    (
        "log-linear, average of all models",
        "the average of the hierarchical log-linear models weighted by exp(-BIC/2)",
        "Raftery AE (1995). Bayesian model selection in social research. Sociological Methodology "
        "25, 111-163.",
    ),
    (
        "log-linear stepwise, strata",
        "log-linear models with the same pairs in every stratum, and a bootstrap of the total",
        "Sekar CC, Deming WE (1949). On a method of estimating birth and death rates and the "
        "extent of registration. Journal of the American Statistical Association 44, 101-115.",
    ),
    (
        "Chao",
        "Chao's lower bound for lists of different sizes",
        "Chao A (1987). Estimating the population size for capture-recapture data with unequal "
        "catchability. Biometrics 43, 783-791.",
    ),
    (
        "Chapman",
        "Chapman's estimator for two independent lists",
        "Chapman DG (1951). Some properties of the hypergeometric distribution with applications "
        "to zoological censuses. University of California Publications in Statistics 1, 131-160.",
    ),
    (
        "decomposable",
        "Bayesian averaging over decomposable graphical models",
        "Madigan D, York JC (1997). Bayesian methods for estimation of the size of a closed "
        "population. Biometrika 84, 19-31.",
    ),
    (
        "latent",
        "a Dirichlet-process mixture of latent classes",
        "Manrique-Vallier D (2016). Bayesian population size estimation using Dirichlet process "
        "mixtures. Biometrics 72, 1246-1254.",
    ),
)
INTERVALS = (
    "Bootstrap intervals are bias-corrected and accelerated (BCa), from {replicates} samples with "
    "seed {seed}."
)


def paragraph(run: Run) -> str:
    """Sentences on data, methods and program, then the works to cite, one a line."""
    table = run.reading.table
    used = _used(run)
    said = [
        f"{table.total:,} people on {table.size} lists ({', '.join(table.names)}; SHA-256 of the "
        f"file {run.reading.digest[:16]}) were analysed with Waymark {__version__}."
    ]
    said += [f"We used {what.format(**_options(run))}." for _, what, _ in used]
    if run.options.get("replicates"):
        said.append(INTERVALS.format(**_options(run)))
    said.append(f"The verdict on reliability was: {run.reliability.verdict.may.value}.")
    cited = list(dict.fromkeys(work for _, _, work in used))
    return " ".join(said) + "\n\n" + "\n".join(cited)


def _used(run: Run) -> list[tuple[str, str, str]]:
    names = [each.method for each in run.estimates]
    if run.stratified is not None:
        names.append(run.stratified.total.method)
    return [each for each in METHODS if any(_fits(each[0], name) for name in names)]


def _fits(start: str, name: str) -> bool:
    # The plain stepwise choice is not the stratified one.
    if start == "log-linear stepwise":
        return name == start
    return name.lower().startswith(start.lower())


def _options(run: Run) -> dict[str, object]:
    return {"threshold": 0.02, "replicates": 0, "seed": 0, **run.options}
