"""Estimates by stratum that share a model, with a total whose interval is its own."""

from waymark.evidence.stratified.estimator import Stratified, StratifiedEstimate

__all__ = ["Stratified", "StratifiedEstimate"]
