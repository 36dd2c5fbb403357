"""Several files as one: who is who in them, which orders stand in two, and one account of all."""
