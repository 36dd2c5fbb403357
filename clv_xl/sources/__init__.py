"""Sources: files and frames as a table with our columns, and an account of every row and cent.

`profiles/` describes the exports of programs as data; README.md there says how one is written.
"""
