"""Rows added to those that a workbook has, and which of them are there already."""
