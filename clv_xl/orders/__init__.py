"""Order data: reading files, cleaning with an account of every row, one row per customer."""
