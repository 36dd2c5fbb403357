"""Why a row is left out: the words that reports and the functions of a workbook share."""

NO_CUSTOMER = "no customer"
DATE = "date not readable"
AMOUNT = "amount not readable"
LATER = "after the calculation date"

NO_NAME = "no customer, segment, channel or campaign"
NO_VALUE = "no value"
NOT_READABLE = "a number not readable"

START = "start missing or not readable"
END = "end not readable"
END_BEFORE_START = "ends before it starts"
STARTS_LATER = "starts after the calculation date"

IMPOSSIBLE = "date not possible"
TOTAL = "a line of totals"
COPY = "copy of an earlier row"
ELSEWHERE = "in a later file too"
NOT_ASKED = "not asked for"
TEST_ORDER = "test order"
OUT = "money out"
