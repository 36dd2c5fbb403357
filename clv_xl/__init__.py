"""Customer Lifetime Value in a spreadsheet."""
