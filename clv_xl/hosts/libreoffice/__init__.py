"""LibreOffice Calc: an extension, and the worker process that answers it."""
