"""Customers whose leaving is seen."""
