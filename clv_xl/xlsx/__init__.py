"""The parts of a workbook file, read, changed and written so that nothing that we do not know is lost."""
