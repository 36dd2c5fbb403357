"""A list of orders: what customers did, and what they will do."""
