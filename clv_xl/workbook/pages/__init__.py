"""The pages of the templates, one module each; `build` adds the page to a workbook."""
