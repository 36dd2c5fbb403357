"""The pages of what is to come."""
