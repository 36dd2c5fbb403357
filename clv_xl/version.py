"""The version of the package and of the workbooks it writes."""

__version__ = "0.1.0"
