"""A list of customers and what each is worth."""
