"""How the workbooks look: styles and the frame of a page, charts, colours that follow values, the height of rows."""
