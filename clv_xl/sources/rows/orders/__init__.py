"""Rows of orders: their lines, what was given back, and what their products cost."""
