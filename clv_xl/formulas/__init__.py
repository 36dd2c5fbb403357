"""The language of formulas: their parts, how each host spells and reads them, what can be computed here, and what rests on what."""
