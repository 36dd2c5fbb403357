"""Generated calls: thousands for every function, and no answer that a cell cannot hold."""
