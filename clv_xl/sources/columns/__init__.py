"""Which column is what: by the profile of a program, by headings, by what stands in it."""
