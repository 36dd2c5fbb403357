"""The pages of what has happened so far."""
