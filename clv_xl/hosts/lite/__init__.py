"""xlwings Lite: the workbook carries the functions."""
