"""The values of a workbook's formulas: formualizer computes Excel's own functions, and calls ours."""
