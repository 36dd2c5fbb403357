"""A list of orders: which rows count, one row per customer, periods, products, and what the models read."""
