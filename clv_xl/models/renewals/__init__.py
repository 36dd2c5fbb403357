"""Customers whose leaving is seen: who renews."""
