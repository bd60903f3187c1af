"""Holdfast: a sextortion awareness course for UK safeguarding staff. This package imports no widget."""

__version__ = "0.1.0"
