"""xlwings-server wants this folder. There are no scripts: the functions only answer, they change no workbook."""
