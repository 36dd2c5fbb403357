"""Excel for Windows with Python: an add-in for all workbooks, or a workbook with the functions inside."""
