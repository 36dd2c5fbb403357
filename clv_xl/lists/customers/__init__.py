"""A list of customers, or of groups of them."""
