"""What stands in cells: dates, amounts, currencies, and arithmetic over them."""
