"""The pages of the template for orders."""
