"""Rows of subscriptions: when they end, how long a price is paid for, and how long each has lasted."""
