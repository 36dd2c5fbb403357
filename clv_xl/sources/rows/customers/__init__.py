"""Rows of customers, and who a customer is in every list."""
