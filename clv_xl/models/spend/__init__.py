"""What they spend per order."""
