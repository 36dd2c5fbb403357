"""The pages of the template for a list of customers."""
