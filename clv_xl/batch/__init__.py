"""Many workbooks at once: jobs, the processes that do them, and what came of each."""
