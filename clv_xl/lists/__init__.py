"""The lists that a person gives, in memory: which rows count, with an account of every row, and what is known of each customer."""
