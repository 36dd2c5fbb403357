"""What two builds of the same workbooks differ in, by meaning: a block that has only moved is one line, not hundreds."""
