"""Customers who leave unseen: when they buy."""
