"""Dashboard: what the customers are worth, what changed, and what to do next."""
