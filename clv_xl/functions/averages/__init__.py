"""What a customer is worth, from averages."""
