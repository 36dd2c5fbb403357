"""The people in a workbook: who they are for the files of the next month, and their names taken out of it."""
