"""Order files in random layouts, each with the truth that it holds: what people's programs write, in every mixture.

Separator, decimal mark and thousands, signs of currencies, order of day and month, headings and words in five languages, lines above the
headings, refunds of three kinds, guests, lines of one order, columns of VAT, of costs and of what does not matter, test orders, rows
without a customer, an amount or a possible day, blank lines, a line of totals, headings that stand twice or again, encoding, packed.
"""

from __future__ import annotations

import datetime as dt
import gzip
import random
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

PEOPLE = [
    ("Anna", "Jansen"),
    ("Jürgen", "Groß"),
    ("Zoë", "de Vries"),
    ("José", "García"),
    ("François", "Lefèvre"),
    ("Mary", "O'Neill"),
    ("Bo", "Li"),
    ("Anna", "Janssen"),
]
DATES = {
    **{"%Y-%m-%d": "", "%Y-%m-%d %H:%M:%S": "", "%Y-%m-%dT%H:%M:%SZ": "", "%Y-%m-%dT%H:%M:%S+02:00": "", "%Y-%m-%d %H:%M:%S -0500": ""},
    **{"%Y/%m/%d": "", "%Y%m%d": "", "%d.%m.%Y": "", "%d.%m.%Y %H:%M": "", "%d.%m.%y": "", "{d} {mon} %Y": "", "{d}-{mon}-%Y": ""},
    **{"{mon} {d}, %Y": "", "{serial}": "", "{epoch}": "", "%Y-%m-%d %H:%M:%S UTC": ""},
    **{"%d-%m-%Y": "dmy", "%d/%m/%Y": "dmy", "%d/%m/%Y %H:%M": "dmy", "{d}-{m}-%Y": "dmy", "%d-%m-%Y %H:%M:%S": "dmy"},
    **{"%m/%d/%Y": "mdy", "{m}/{d}/%Y": "mdy", "%m/%d/%Y %I:%M %p": "mdy", "{m}/{d}/%y": "mdy", "%d/%m/%y": "dmy"},
}
"""Ways to write a date, and the order of day and month where it has to be told from the others."""


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, dict[str, list[str]]]:
    given = tomllib.loads(Path(__file__).with_name("layouts.toml").read_text(encoding="utf-8"))
    return {language: {name: text.split("|") for name, text in table.items()} for language, table in given.items()}


@dataclass
class Layout:
    """One way to write a file."""

    language: str
    separator: str
    decimal: str
    group: str
    places: str
    minus: str
    date: str
    above: list[str]
    encoding: str
    packed: bool
    quoted: bool
    ending: str
    known_by: str
    status: str
    refund: str
    money: str
    currency: str
    lines: str
    guests: bool
    nobody: bool
    request: bool
    impossible: bool
    tests: str
    total: bool
    blank_lines: bool
    again: bool
    twice: bool
    ragged: str
    shuffled: bool
    beside: int
    costs: bool
    rows: int


@dataclass
class Line:
    """A row, before it is written."""

    order: int
    who: int | None
    guest: bool
    when: dt.datetime
    cents: int
    product: str
    pieces: int = 1
    back: int = 0
    word: str = ""
    counts: bool = True
    refunds: bool = False
    test: bool = False
    foreign: bool = False
    priced: bool = True
    day: str = ""
    """What stands in place of a date."""
    lead: bool = True
    """Whether its amount is one of its own."""
    bare: bool = False
    """Whether it is a further line that leaves out what stands on the first."""


@dataclass
class Truth:
    """What a file holds: money by customer and day; and why it has to be asked, where it leaves something open."""

    money: Counter[tuple[int, dt.date]] = field(default_factory=Counter)
    rows: int = 0
    open: list[str] = field(default_factory=list)
    people: dict[str, int] = field(default_factory=dict)
    """What each customer may be called in the file."""


def layout(random_: random.Random) -> Layout:
    """A layout."""
    pick, chance = random_.choice, lambda share: random_.random() < share
    decimal = pick([".", ","])
    encoding = pick(["utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
    refund = pick(["", "", "", "column", "column below zero", "negative", "same order", "status", "type"])
    lines = pick(["", "", "", "", "first", "repeated", "sum"])
    return Layout(
        language=pick([*vocabulary()]),
        separator=pick([",", ",", ";", ";", "\t", "|"]),
        decimal=decimal,
        group=pick(["", "", "", "." if decimal == "," else ",", "'", " ", "\xa0", "’" if encoding == "cp1252" else "\u202f"]),
        places=pick(["2", "2", "2", "2", "short", "0", "4"]),
        minus=pick(["-{}", "-{}", "-{}", "({})", "{}-", "−{}" if encoding != "cp1252" else "-{}"]),
        date=pick([*DATES]),
        above=pick(
            [[]] * 4 + [["Report 2024"], ["Sales, per customer; per day", ""], ["Export", "from 2024-01-01 to 2024-12-31", ""], ["sep="]]
        ),
        encoding=encoding,
        packed=chance(0.08),
        quoted=chance(0.4),
        ending=pick(["\n", "\r\n"]),
        known_by=pick(["id email", "id email", "id", "email", "name", "first last", "id name", "email name"]),
        status=pick(["", "", "words", "words", "words", "unknown word"]) if chance(0.7) else "",
        refund=refund,
        money=pick(["total", "total", "total", "total tax net", "net", "quantity"]) if not lines and "column" not in refund else "total",
        currency=pick(["", "", "", "", "column", "column", "€ {}", "{} €", "{}€", "EUR {}", "${}", "two", "rare"]),
        lines=lines,
        guests=chance(0.25),
        nobody=chance(0.2),
        request=chance(0.1),
        impossible=chance(0.12),
        tests=pick(["", "", "", "", "column", "column", "status", "unknown flag"]),
        total=chance(0.2),
        blank_lines=chance(0.1),
        again=chance(0.05),
        twice=chance(0.1),
        ragged=pick(["", "", "", "", "", "short", "long"]),
        shuffled=chance(0.5),
        beside=pick([0, 0, 1, 2, 4]),
        costs=chance(0.2),
        rows=random_.randint(4, 70),
    )


# The orders ---------------------------------------------------------------------------------------------------------


def orders(made: Layout, random_: random.Random) -> list[Line]:
    """The rows of a file."""
    words = vocabulary()[made.language]
    chance = lambda share: random_.random() < share  # noqa: E731
    first = dt.datetime(2023, 1, 1) + dt.timedelta(days=random_.randrange(300))
    span = random_.choice([400, 400, 400, 60, 9])
    catalogue = {
        product: random_.randrange(100, 9000) * (100 if made.places == "0" else 1)
        for product in ("Mug", "Print, A4", 'Pen 12"', "Card", "Tee")
    }
    if not made.quoted and made.separator == ",":
        catalogue.pop("Print, A4")
    found: list[Line] = []
    for number in range(made.rows):
        who = random_.randrange(len(PEOPLE))
        product = random_.choice([*catalogue])
        line = Line(
            1001 + number, who, False, first + dt.timedelta(days=random_.randrange(span), seconds=random_.randrange(86400)), 0, product
        )
        line.cents = catalogue[product] if made.lines == "sum" else random_.randrange(100, 200_000)
        line.cents = round(line.cents, -2) if made.places == "0" else line.cents
        line.guest = made.guests and made.known_by == "id email" and chance(0.3)
        line.pieces = random_.randint(1, 4) if made.money == "quantity" else 1
        if made.status:
            line.counts = chance(0.75)
            line.word = random_.choice(words["paid" if line.counts else "unpaid"])
            if made.status == "unknown word" and chance(0.1):
                line.word = "Zebra 7"
            if made.status == "partly" and line.counts and chance(0.1):
                line.word = words["partly"][0]
        if made.tests in ("column", "status") and (made.status or made.tests == "column") and chance(0.1):
            line.test, line.counts = True, False
            line.word = "test" if made.tests == "status" else line.word
        if "column" in made.refund:
            line.back = random_.choice([0, 0, 0, line.cents, round(line.cents // 3, -2 if made.places == "0" else None)])
        if made.refund == "negative" and chance(0.15):
            line.cents = -line.cents
        if made.refund == "type":
            line.refunds = chance(0.15)
        line.foreign = (made.currency == "two" and chance(0.3)) or (made.currency == "rare" and number == made.rows // 2)
        line.who = None if made.nobody and chance(0.15) else line.who
        line.priced = not (made.request and made.money != "quantity" and chance(0.1))
        if made.impossible and chance(0.06):
            line.day = random_.choice(["1900-01-01", "9999-12-31", "0000-00-00", "01.01.1900", "31.12.9999"])
        found.append(line)
        found += _further_lines(line, made, random_, catalogue)
        if made.refund == "status" and made.status and line.counts and chance(0.15):
            line.word, line.counts = random_.choice(words["refunded"]), False
            for other in found:
                if other.order == line.order:
                    other.word, other.counts = line.word, False
        if made.refund == "same order" and line.cents > 0 and chance(0.15):
            found.append(Line(**{**vars(line), "cents": -line.cents, "when": line.when + dt.timedelta(days=3)}))
    return found


def _further_lines(line: Line, made: Layout, random_: random.Random, catalogue: dict[str, int]) -> list[Line]:
    """Other products of the same order."""
    if not made.lines or random_.random() > 0.4:
        return []
    result = []
    for product in random_.sample([name for name in catalogue if name != line.product], random_.randint(1, 2)):
        other = Line(**{**vars(line), "product": product})
        if made.lines == "sum":
            other.cents = catalogue[product]
            other.back = 0
        else:
            other.lead, other.bare = False, made.lines == "first"
        result.append(other)
    return result


OF_THE_ORDER = {"Order total", "Totaalbedrag", "Gesamtbetrag", "Gesamtbetrag (EUR)", "Montant total", "Importe total"}
"""Headings that say that an amount is that of the whole order."""


def truth_of(made: Layout, lines: list[Line], headings: Sequence[str]) -> Truth:
    """What is in them."""
    truth = Truth(rows=len(lines))
    for line in lines:
        if line.counts and line.who is not None and line.priced and not line.day and line.lead:
            cents = line.cents * line.pieces - line.back
            truth.money[line.who, line.when.date()] += -abs(cents) if line.refunds else cents
    for at, (one, other) in enumerate(PEOPLE):
        for called in (f"k{at}@example.com", str(5000 + at * 7), f"{one} {other}"):
            truth.people[called.casefold()] = at
    counted = [line for line in lines if line.counts and line.who is not None and line.priced and not line.day and line.lead]
    if made.currency in ("two", "rare") and len({line.foreign for line in counted}) == 2:
        truth.open.append("currencies")
    if any(line.word == "Zebra 7" for line in lines):
        truth.open.append("a word")
    if made.tests == "unknown flag":
        truth.open.append("a test")
    if "column" not in made.refund and any(line.word in vocabulary()[made.language]["partly"] for line in lines):
        truth.open.append("what was given back")
    if DATES[made.date] and not days_decided(
        [text for line in lines if not line.day and not line.bare for text in [dated(line.when, made)]]
    ):
        truth.open.append("dates")
    if made.places == "0" and made.group in ".," and made.group:
        shown = [abs(line.cents) // 100 for line in lines if line.priced]
        if any(amount >= 1000 for amount in shown) and not any(amount >= 1_000_000 for amount in shown):
            truth.open.append("thousands")
    if made.lines == "repeated" and not OF_THE_ORDER & {*headings}:
        bought = {line.order for line in lines if line.cents > 0}  # what was given back of these is no line of theirs
        priced = [line for line in lines if not line.lead and line.priced and line.cents]
        several = {line.order: line.cents for line in priced if line.cents > 0 or line.order not in bought}
        if several and len({*several.values()}) < 4:
            truth.open.append("lines")
    return truth


def days_decided(texts: list[str]) -> bool:
    """Whether only one order of day, month and year makes days of all of these, or all orders the same ones."""
    parts = [[*map(int, text.split(" ")[0].replace("-", "/").split("/"))] for text in texts]
    readings = set()
    for order in ((2, 1, 0), (2, 0, 1), (0, 1, 2)):  # where the year, the month and the day stand
        try:
            readings.add(tuple(_day(*(part[at] for at in order)) for part in parts))
        except ValueError:
            continue
    return len(readings) < 2


def _day(year: int, month: int, day: int) -> dt.date:
    if day > 31 or (len(str(year)) != 4 and year > 99):
        raise ValueError
    return dt.date(year if year > 99 else 2000 + year, month, day)


# Their text ---------------------------------------------------------------------------------------------------------


def dated(when: dt.datetime, made: Layout) -> str:
    months = vocabulary()[made.language]["months"]
    days = (when.date() - dt.date(1899, 12, 30)).days
    epoch = int(when.replace(tzinfo=dt.UTC).timestamp())
    pattern = made.date.replace("{d}", str(when.day)).replace("{m}", str(when.month)).replace("{mon}", months[when.month - 1])
    return when.strftime(pattern.replace("{serial}", str(days)).replace("{epoch}", str(epoch)))


def amount(cents: int, made: Layout) -> str:
    size = abs(cents)
    text = (
        f"{size / 100:,.{made.places}f}"
        if made.places in "024"
        else f"{size / 100:,.2f}".rstrip("0").rstrip(".")
        if size % 100
        else f"{size // 100:,}"
    )
    text = text.replace(",", "\0").replace(".", made.decimal).replace("\0", made.group)
    text = made.minus.format(text) if cents < 0 else text
    return made.currency.format(text) if "{}" in made.currency else text


def columns(made: Layout, random_: random.Random) -> list[tuple[str, Callable[[Line], str]]]:
    """The headings, and what stands below each."""
    words = vocabulary()[made.language]
    head = lambda name: random_.choice(words[name])  # noqa: E731
    capitals = lambda text: "".join(ch if ch == "ß" else ch.upper() for ch in text)  # noqa: E731  Excel has no capital for it either
    written = lambda text: random_.choice([text, text, text, capitals(text), f" {text} "])  # noqa: E731
    keep = "first" if made.lines == "first" else ""
    result: list[tuple[str, Callable[[Line], str]]] = []
    for name in made.known_by.split():
        result.append((head(name), lambda line, name=name: written(text) if (text := _known(line, name)) else ""))
    result.append((head("date"), lambda line: line.day or dated(line.when, made)))
    if made.money == "quantity":
        result += [(head("quantity"), lambda line: str(line.pieces)), (head("price"), lambda line: _priced(line, made))]
    for name in made.money.split() if made.money != "quantity" else ():
        share = {"total": 1.0, "net": 1.0 if made.money == "net" else 0.8, "tax": 0.2}[name]
        result.append((head(name), lambda line, share=share: _priced(line, made, share)))
    if made.status:
        result.append((head("status"), lambda line: line.word))
    if made.refund == "type":
        credit, sale = head("credit"), head("sale")
        result.append((head("type"), lambda line: credit if line.refunds else sale))
    if "column" in made.refund:
        sign = -1 if "below" in made.refund else 1
        result.append((head("refund"), lambda line: amount(sign * line.back, made)))
    if made.currency in ("column", "two", "rare"):
        result.append((head("currency"), lambda line: "USD" if line.foreign else "EUR"))
    if made.tests == "unknown flag":
        result.append((head("test"), lambda line: "Zebra" if line.order == 1001 else "no"))
    if made.tests == "column":
        yes, no = random_.choice([("true", "false"), ("1", "0"), ("yes", "no"), ("ja", "nee")])
        result.append((head("test"), lambda line: yes if line.test else no))
    if made.costs:
        result += [(head(name), lambda line: amount(abs(line.cents) // 4 // 100 * 100, made)) for name in ("cost", "fees")]
    for name in random_.sample(words["beside"], made.beside):
        result.append((name, lambda line: random_.choice(["", "7", "19", "x"])))
    result = [(name, cell if not keep else lambda line, cell=cell: "" if line.bare else cell(line)) for name, cell in result]
    if made.twice:
        result.append(random_.choice([pair for pair in result if pair[0] != result[0][0]][-1:]))
    if made.lines or made.refund == "same order" or random_.random() < 0.7:
        result.insert(0, (head("order"), lambda line: str(line.order)))
    result.append((head("product"), lambda line: line.product))
    if made.shuffled:
        random_.shuffle(result)
    return result


def _known(line: Line, name: str) -> str:
    if line.who is None:
        return ""
    one, other = PEOPLE[line.who]
    known = {"id": "0" if line.guest else str(5000 + line.who * 7), "email": f"k{line.who}@example.com"}
    return {**known, "name": f"{one} {other}", "first": one, "last": other}[name]


def _priced(line: Line, made: Layout, share: float = 1.0) -> str:
    step = 100 if made.places == "0" else 1
    return amount(int(line.cents * share) // step * step, made) if line.priced else vocabulary()[made.language]["on_request"][0]


def write(made: Layout, random_: random.Random, folder: Path) -> tuple[Path, Truth]:
    """Write a file in a layout."""
    lines = orders(made, random_)
    headings, cells = zip(*columns(made, random_))
    table = [[cell(line) for cell in cells] for line in lines]
    if made.again and len(table) > 6:
        table.insert(len(table) // 2, [*headings])
    if made.total:
        last = [""] * len(headings)
        label = next(at for at, text in enumerate(headings) if text not in vocabulary()[made.language]["date"])
        last[label] = random_.choice(vocabulary()[made.language]["sum"])
        money = [at for at, text in enumerate(headings) if at != label and text in vocabulary()[made.language]["total"]]
        for at in money:
            last[at] = amount(9_999_900, made)
        table += [[""] * len(headings), last] if random_.random() < 0.5 else [last]
    texts = [made.separator.join(_cell(cell, made) for cell in row) for row in [headings, *table]]
    if made.ragged == "short":
        texts[1:] = [text.rstrip(made.separator) for text in texts[1:]]
    if made.ragged == "long":
        texts = [text + made.separator for text in texts]
    if made.blank_lines:
        for _ in range(3):
            texts.insert(random_.randrange(1, len(texts) + 1), random_.choice(["", made.separator * (len(headings) - 1)]))
    above = [line + made.separator if line == "sep=" else line for line in made.above]
    data = (made.ending.join([*above, *texts]) + random_.choice([made.ending, made.ending, ""])).encode(made.encoding)
    data = b"\xfe\xff" + data if made.encoding == "utf-16-be" else data
    path = folder / ("orders.csv.gz" if made.packed else "orders.csv")
    path.write_bytes(gzip.compress(data, 1) if made.packed else data)
    return path, truth_of(made, lines, headings)


def _cell(cell: str, made: Layout) -> str:
    if made.quoted or made.separator in cell or '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
