"""Cells on one side, Python on the other: values, errors, shapes, and the declaration of a function."""
