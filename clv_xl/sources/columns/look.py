"""What stands in the first rows of a source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..opening.raw import Raw
from ..values.amounts import parse_amount
from ..values.dates import parse_date
from .words import meaning_of


class Look:
    """What stands in the first rows of a source, looked up once per column."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self._samples: dict[str, list[str]] = {}

    def sample(self, heading: str) -> list[str]:
        if heading not in self._samples:
            texts = self.raw.sample(heading)
            # headings that stand again among the rows, and the label of a line of totals, are no words of the column
            self._samples[heading] = [text for text in texts if text != heading and not meaning_of("total", text)][:300]
        return self._samples[heading]

    def is_date(self, heading: str) -> bool:
        if self.raw.kinds[heading] == "date":
            return True
        dates = ("dmy", "mdy", "ymd")
        return self._mostly(heading, lambda text: len(text) > 5 and any(parse_date(text, order) for order in dates))

    def is_number(self, heading: str) -> bool:
        number = self.raw.kinds[heading] == "number"
        return number or self._mostly(heading, lambda text: any(parse_amount(text, mark) is not None for mark in (".", ",")))

    def is_email(self, heading: str) -> bool:
        return self._mostly(heading, lambda text: "@" in text)

    def is_name(self, heading: str) -> bool:
        return self._mostly(heading, lambda text: " " in text and not any(map(str.isdigit, text)))

    def _mostly(self, heading: str, test: Callable[[str], bool]) -> bool:
        texts = self.sample(heading)
        return bool(texts) and sum(map(test, texts)) * 2 > len(texts)

    def same(self, headings: Sequence[str]) -> bool:
        """Whether the columns hold the same in every row."""
        first, *others = map(self.raw.text, headings)
        differ = " OR ".join(f"{first} IS DISTINCT FROM {other}" for other in others)
        return not self.raw.run(f"SELECT count(*) FROM {{rows}} WHERE {differ}")[0][0]
