"""Files, sheets and frames as raw columns, before anything is judged."""
