"""Template workbooks: building, filling, recalculating, and the few things no library writes into an .xlsx."""
