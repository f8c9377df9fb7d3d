"""Plots as accessible SVG, without a plotting library."""

from waymark.evidence.plots.forest import plot_estimates, plot_path
from waymark.evidence.plots.histogram import plot_bootstrap
from waymark.evidence.plots.sensitivity import plot_sensitivity

__all__ = ["plot_bootstrap", "plot_estimates", "plot_path", "plot_sensitivity"]
