"""Statistics only: arrays in, arrays out; nothing here knows of Excel."""
