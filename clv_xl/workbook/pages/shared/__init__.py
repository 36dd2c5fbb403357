"""Pages that every template has, and what several of them say."""
