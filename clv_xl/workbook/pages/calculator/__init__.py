"""The pages of the calculator."""
