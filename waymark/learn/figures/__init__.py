"""Figures that keep their meaning: records with unit, population, period and source.

Every sentence about a figure is made from its record, so a case never becomes a victim.
"""
