"""Bayesian estimates: averaging over decomposable graphs, and latent classes by sampling."""

from waymark.evidence.bayes.decomposable import DecomposableGraphs, GraphPosterior
from waymark.evidence.bayes.latent import Draws, LatentClasses

__all__ = ["DecomposableGraphs", "Draws", "GraphPosterior", "LatentClasses"]
