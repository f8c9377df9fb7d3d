"""Whether chains agree: rank-normalised split R-hat and effective sample sizes.

Source: Vehtari, Gelman, Simpson, Carpenter, Bürkner (2021), Rank-normalization, folding, and
localization: an improved R-hat for assessing convergence of MCMC, Bayesian Analysis 16(2),
667-718. Draws have shape (draws, chains); results have no unit (R-hat) or are draws (ESS).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import rankdata

Reals = NDArray[np.float64]


def split_rhat(draws: Reals) -> float:
    """The larger of R-hat of the ranks (place) and of the folded ranks (scale); 1 is agreement.

    R-hat = sqrt((n - 1) / n + B / W) over half chains of n draws, B the variance of their means
    and W the mean of their variances. `inf` where each half chain stands still at its own value,
    `nan` where all stand still at the same one.
    """
    halves = _halves(draws)
    folded = np.abs(halves - np.median(halves))
    return max(_rhat(_normal_ranks(halves)), _rhat(_normal_ranks(folded)))


def bulk_ess(draws: Reals) -> float:
    """Effective sample size for the centre: that of the rank-normalised draws, in half chains."""
    return _ess(_normal_ranks(_halves(draws)))


def tail_ess(draws: Reals) -> float:
    """The smaller effective sample size for the shares below the 5 and the 95 per cent quantile."""
    halves = _halves(draws)
    return min(
        _ess((halves <= np.quantile(halves, level)).astype(np.float64)) for level in (0.05, 0.95)
    )


def _halves(draws: Reals) -> Reals:
    """Each chain as two, so that a drift inside a chain shows; an odd middle draw is left out."""
    half = len(draws) // 2
    return np.hstack([draws[:half], draws[-half:]]).astype(np.float64)


def _normal_ranks(draws: Reals) -> Reals:
    """Ranks over all chains as normal scores, equal draws sharing theirs (Blom's 3/8)."""
    ranks = rankdata(draws, axis=None).reshape(draws.shape)
    scores: Reals = ndtri((ranks - 0.375) / (draws.size + 0.25))
    return scores


def _rhat(draws: Reals) -> float:
    if (draws == draws[0]).all():
        return float("nan") if (draws[0] == draws[0, 0]).all() else float("inf")
    length = len(draws)
    within = draws.var(axis=0, ddof=1).mean()
    between = draws.mean(axis=0).var(ddof=1)
    return float(np.sqrt((length - 1) / length + between / within))


def _ess(draws: Reals) -> float:
    """Draws over their integrated autocorrelation time, by Geyer's initial monotone sequence."""
    if (draws == draws[0, 0]).all():
        return float("nan")
    length, chains = draws.shape
    covariance = _autocovariance(draws)
    within = covariance[0].mean() * length / (length - 1)
    total = within * (length - 1) / length + draws.mean(axis=0).var(ddof=1)
    correlation = 1 - (within - covariance.mean(axis=1)) / total
    correlation[0] = 1.0
    pairs = correlation[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    ended = np.flatnonzero(pairs < 0)
    pairs = np.minimum.accumulate(pairs[: ended[0]] if len(ended) else pairs)
    size = length * chains
    return float(min(size / max(2 * pairs.sum() - 1, 1e-9), size * np.log10(size)))


def _autocovariance(draws: Reals) -> Reals:
    """Of each chain at every lag, by Fourier transform; shape of the draws."""
    length = len(draws)
    spectrum = np.fft.rfft(draws - draws.mean(axis=0), 2 * length, axis=0)
    power = spectrum.real**2 + spectrum.imag**2
    result: Reals = np.fft.irfft(power, 2 * length, axis=0)[:length] / length
    return result
