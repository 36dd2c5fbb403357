"""The customers of a list of orders: where each stands, and whom to win back."""
