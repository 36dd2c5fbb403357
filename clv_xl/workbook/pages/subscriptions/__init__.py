"""The template for subscriptions."""
