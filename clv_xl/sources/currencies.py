"""Currencies as codes, in texts and in headings."""

from __future__ import annotations

import re

_CODES = (
    "AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP GEL HKD HRK HUF IDR ILS INR ISK JOD JPY KES KRW KWD KZT LKR MAD "
    "MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD UYU VND XAF XOF ZAR"
)
CODES = frozenset(_CODES.split())
SIGNS = {
    **{"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₪": "ILS", "฿": "THB", "₫": "VND"},
    **{
        "us$": "USD",
        "c$": "CAD",
        "ca$": "CAD",
        "a$": "AUD",
        "au$": "AUD",
        "nz$": "NZD",
        "hk$": "HKD",
        "s$": "SGD",
        "r$": "BRL",
        "mx$": "MXN",
    },
    **{"$": "USD", "zł": "PLN", "kč": "CZK", "ft": "HUF", "fr": "CHF", "fr.": "CHF", "sfr": "CHF", "sfr.": "CHF", "kr": "kr", "kr.": "kr"},
    **{"euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD", "pounds": "GBP", "r": "ZAR", "rs": "INR", "rs.": "INR"},
}
"""What stands for a currency beside an amount. "kr" is that of one of three countries, and stays as it is."""

_FIRST, _LAST = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_WORDS = "|".join(sorted((re.escape(sign) for sign in SIGNS if sign[-1:].isalpha() or sign.endswith(".")), key=len, reverse=True))
_MARKS = "|".join(sorted((re.escape(sign) for sign in SIGNS if not (sign[-1:].isalpha() or sign.endswith("."))), key=len, reverse=True))
SIGN = re.compile(rf"{_FIRST}(?:us|ca?|au?|nz|hk|s|r|mx)?\$|{_MARKS}|{_FIRST}(?:{'|'.join(sorted(CODES))}|{_WORDS}){_LAST}", re.IGNORECASE)
"""A currency beside an amount."""


def currency_code(text: str) -> str:
    """The code of a currency's sign, name or code; other text in capitals."""
    bare = text.strip().casefold()
    return SIGNS.get(bare, bare.upper())


def currency_in(text: str) -> str | None:
    """The currency that a text names."""
    found = SIGN.search(text)
    return currency_code(found[0]) if found else None
