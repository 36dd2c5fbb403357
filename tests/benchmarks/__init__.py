"""Measurements. They are run by hand, and their output is kept in docs/measurements.md."""
