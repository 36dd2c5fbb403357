"""What reads a person's files: the kinds of lists, which column is which, dates and amounts as people write them."""
