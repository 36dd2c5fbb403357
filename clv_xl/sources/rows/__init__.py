"""Which rows count, whose they are, and with how much money: every row and cent has its place in the account."""
