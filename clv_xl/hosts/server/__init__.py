"""A server of an organisation's own: a project for xlwings-server."""
