"""Worksheets: their cells read and changed, columns put in, what is printed and what is seen first."""
