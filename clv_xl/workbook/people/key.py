"""The key of a workbook whose customers are codes: who they are, in a file of its own beside the workbook.

A customer's code is made by chance and says nothing of them. A number of an order leads to its customer in the program that gave it, so
orders have codes too. These are made from the number with a secret that the key keeps: the same number has the same code next month,
though the key lists no order.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import json
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...cells.values import label_key, read_cell, text_of
from ...sources.rows.customers.known import Known, KnownBy
from ...sources.together.order_numbers import scope_in
from ...xlsx.saving import WorkbookError, new_file
from ...xlsx.scrubbing import Names

_KNOWN = "--known"
"""What stands in place of a code beside what the files knew a customer by."""
_ORDERS = "--orders"
"""What stands in place of a code beside the secret that codes of orders are made with."""
_ORDER_CODE = re.compile(r"(.+ )?O-[2-9A-HJ-NP-Z]{12}")
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_HEADINGS = ["customer", "code"]


def is_order_code(cell: Any) -> bool:
    """Whether it is the code of an order."""
    return bool(_ORDER_CODE.fullmatch(text_of(read_cell(cell))))


def key_path(book: str | Path) -> Path:
    """Where the key of a workbook is."""
    return Path(book).with_suffix(".key.csv")


class Key:
    """Who the codes are."""

    def __init__(self) -> None:
        self.customers: dict[str, tuple[str, str]] = {}
        """By name as it is compared: the name as it was written first, and the code."""
        self.conditions: dict[str, str] = {}
        self.known = Known()
        """What the files knew the customers by."""
        self.known_as: set[str] = set()
        """Other names, addresses and ids of the customers of this fill; they are not in the file."""
        self.codes: set[str] = set()
        self.secret = ""
        """What the codes of orders are made with."""
        self.orders: dict[str, str] = {}
        """Numbers of the orders of this fill with their codes; they are not in the file."""

    def read(self, path: Path) -> None:
        """Add what a file holds, if it is there.

        Raises:
            WorkbookError: it is no key.
        """
        try:
            with path.open(newline="", encoding="utf-8-sig") as file:
                rows = list(csv.reader(file))
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError, csv.Error) as problem:
            raise WorkbookError(f"{path}: this key cannot be read ({problem}).") from None
        if rows[:1] != [_HEADINGS] or any(len(row) != 2 for row in rows):
            raise WorkbookError(f"{path}: this is no key of clv_xl, whose columns are customer and code; put the right one back.")
        known = [json.loads(text) for text, code in rows[1:] if code == _KNOWN]
        self.secret = self.secret or next((text for text, code in rows[1:] if code == _ORDERS), "")
        if known and not self.known.kind:
            (kind, scope), *others = known
            self.known = Known(kind, scope, tuple(KnownBy(*row) for row in others))
        for customer, code in rows[1:]:
            if code in (_KNOWN, _ORDERS):
                continue
            if code.startswith("--"):
                self.conditions.setdefault(code[2:], customer)
            else:
                self.customers.setdefault(label_key(customer), (customer, code))
                self.codes.add(code)

    def write(self, path: Path) -> None:
        """Write the key whole, for its owner alone."""
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(_HEADINGS)
        rows.writerows(self.customers.values())
        rows.writerows((condition, f"--{name}") for name, condition in self.conditions.items())
        if self.secret:
            rows.writerow((self.secret, _ORDERS))
        if self.known.kind:
            kept = [(self.known.kind, self.known.scope), *self.known.rows]
            rows.writerows((json.dumps(row, ensure_ascii=False), _KNOWN) for row in kept)
        with new_file(path, private=True) as target:
            target.write(text.getvalue().encode("utf-8-sig"))

    def code(self, customer: Any) -> Any:
        """The code of a customer, a new one where there is none; a blank stays blank, and so does a code."""
        cell = read_cell(customer)
        name = label_key(cell) if cell is not None else ""
        if not name or str(customer) in self.codes:
            return customer
        if name not in self.customers:
            code = ""
            while not code or code in self.codes:
                code = "C-" + "".join(secrets.choice(_LETTERS) for _ in range(8))
            written = str(int(customer)) if isinstance(customer, float) and customer.is_integer() else str(customer)
            self.customers[name] = (written, code)
            self.codes.add(code)
        return self.customers[name][1]

    def order_code(self, number: Any, scopes: Sequence[str]) -> Any:
        """The code of the number of an order; a blank stays blank, and so does a code. scopes: see order_numbers.py."""
        text = text_of(read_cell(number))
        if not text or is_order_code(number):
            return number
        if text not in self.orders:
            self.secret = self.secret or secrets.token_hex(16)
            digest = hmac.digest(self.secret.encode(), text.lower().encode(), hashlib.sha256)
            scope = scope_in(text.lower(), scopes)
            prefix = f"{scope} " if scope in scopes[1:] else ""
            self.orders[text] = f"{prefix}O-{''.join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:12])}"
        return self.orders[text]

    def names(self) -> Names:
        """All that is known of customers, with what takes its place."""
        known = (text for row in self.known.rows for text in (row.id, row.email, row.name) if text)
        return Names({**dict.fromkeys([*known, *self.known_as], "…"), **self.orders, **dict(self.customers.values())})
