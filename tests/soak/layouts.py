"""Order files in random layouts, each with the truth that it holds: what people's programs write, in every mixture.

Separator, decimal mark, order of day and month, headings in five languages, lines above the headings, words of a status, refunds, guests,
currencies, lines of one order, rows without a customer or an amount, a line of totals, encoding. `check` writes a file and reads it.

    python -m tests.soak.layouts [FILES] [FIRST SEED]
"""

from __future__ import annotations

import datetime as dt
import math
import random
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from clv_xl.sources.options import Options
from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.report import as_json
from clv_xl.sources.source import read_list

HEADINGS = {
    language: tuple(text.split("|"))
    for language, text in {
        "en": "Customer ID|Email|Order date|Total|Status|Refund|Currency|Order number|Quantity|Unit price|Product",
        "nl": "Klantnummer|E-mailadres|Besteldatum|Totaal incl. btw|Status|Terugbetaald|Valuta|Ordernummer|Aantal|Stukprijs|Artikel",
        "de": "Kundennr.|E-Mail|Bestelldatum|Gesamtbetrag (EUR)|Status|Erstattung|Währung|Bestellnummer|Menge|Einzelpreis|Artikel",
        "fr": "N° client|Courriel|Date de commande|Montant TTC|Statut|Remboursement|Devise|N° commande|Quantité|Prix unitaire|Produit",
        "es": "Nº cliente|Correo|Fecha pedido|Importe|Estado|Reembolso|Moneda|Nº pedido|Cantidad|Precio unitario|Producto",
    }.items()
}
MONEY = {
    "en": ["paid", "Completed", "processing"],
    "nl": ["betaald", "Afgerond", "verzonden"],
    "de": ["bezahlt", "Abgeschlossen", "versendet"],
    "fr": ["payé", "Terminée", "expédié"],
    "es": ["pagado", "Completado", "enviado"],
}
NO_MONEY = {
    "en": ["cancelled", "Pending", "failed", "test"],
    "nl": ["geannuleerd", "Wachtend", "mislukt"],
    "de": ["storniert", "Offen", "fehlgeschlagen"],
    "fr": ["annulé", "En attente", "échoué"],
    "es": ["cancelado", "Pendiente", "fallido"],
}


@dataclass
class Layout:
    """One way to write a file."""

    language: str
    separator: str
    decimal: str
    grouped: bool
    date: str
    preamble: list[str]
    encoding: str
    status: bool
    refund: str
    guests: bool
    currency: str
    lines: str
    quantity: bool
    quoted: bool
    ending: str
    rows: int
    nobody: bool
    request: bool
    total: bool


@dataclass
class Truth:
    """What a file holds: money that counts, and of how many customers; asks: whether it has to be asked."""

    money: float = 0.0
    customers: set[str] = field(default_factory=set)
    asks: bool = False


def layout(random_: random.Random) -> Layout:
    """A layout."""
    pick = random_.choice
    separator = pick([",", ";", "\t", "|"])
    refund = pick(["", "", "column", "negative"])
    lines = pick(["", "", "", "first", "repeated"])
    return Layout(
        language=pick([*HEADINGS]),
        separator=separator,
        decimal=pick([".", ","]),
        grouped=random_.random() < 0.3,
        date=pick(["%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d-%m-%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d", "%Y-%m-%dT%H:%M:%SZ"]),
        preamble=pick([[], [], ["Report 2024"], ["Sales, per customer; per day", ""], ["Export", "from 2024-01-01 to 2024-12-31", ""]]),
        encoding=pick(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
        status=random_.random() < 0.5,
        refund=refund,
        guests=random_.random() < 0.25,
        currency=pick(["", "", "", "column", "sign", "two"]),
        lines=lines,
        quantity=not lines and refund != "column" and random_.random() < 0.15,
        quoted=random_.random() < 0.4,
        ending=pick(["\n", "\r\n"]),
        rows=random_.randint(8, 60),
        nobody=random_.random() < 0.2,
        request=random_.random() < 0.1,
        total=random_.random() < 0.2,
    )


def write(made: Layout, random_: random.Random, path: Path) -> Truth:
    """Write a file in a layout. Returns the truth."""
    id_, email, date, total, status, refund, currency, order, quantity, price, product = HEADINGS[made.language]
    sign = made.currency == "sign"
    headings = [order, id_, email, date, product]
    headings += [quantity, price] if made.quantity else [total]
    headings += [status] if made.status else []
    headings += [refund] if made.refund == "column" else []
    headings += [currency] if made.currency in ("column", "two") else []
    truth = Truth()
    table = []
    first = dt.datetime(2023, 1, 1) + dt.timedelta(days=random_.randrange(300))
    for number in range(made.rows):
        who = random_.randrange(1, 9)
        mail = f"k{who}@example.com"
        guest = made.guests and random_.random() < 0.3
        known = f"k{who}@example.com"
        day = first + dt.timedelta(days=random_.randrange(400), seconds=random_.randrange(86400))
        cents = random_.randrange(100, 200_000)
        pieces = random_.randint(1, 4) if made.quantity else 1
        money = True
        word = ""
        if made.status:
            money = random_.random() < 0.75
            word = random_.choice((MONEY if money else NO_MONEY)[made.language])
        back = 0
        if made.refund == "column":
            back = random_.choice([0, 0, 0, cents, cents // 3])
        if made.refund == "negative" and random_.random() < 0.15:
            cents = -cents
        foreign = made.currency == "two" and random_.random() < 0.3
        nobody = made.nobody and random_.random() < 0.15
        unpriced = made.request and not made.quantity and random_.random() < 0.1
        counts = money and not nobody and not unpriced
        if counts and foreign:
            truth.asks = True
        if counts:
            truth.money += (cents * pieces - back) / 100
            truth.customers.add(known)
        amount = _amount(cents, made) if not sign else f"€ {_amount(cents, made)}"
        if unpriced:
            amount = {"en": "on request", "nl": "op aanvraag", "de": "auf Anfrage", "fr": "sur demande", "es": "a consultar"}[made.language]
        if nobody:
            guest, mail = False, ""
        row = [
            str(1001 + number),
            "" if nobody else "0" if guest else str(5000 + who * 7),
            mail.upper() if random_.random() < 0.2 else mail,
            day.strftime(made.date),
        ]
        row += [random_.choice(["Mug", "Print, A4", 'Pen 12"'] if made.quoted or made.separator != "," else ["Mug", "Print"])]
        row += [str(pieces), amount] if made.quantity else [amount]
        row += [word] if made.status else []
        row += [_amount(back, made)] if made.refund == "column" else []
        row += [("USD" if foreign else "EUR")] if made.currency in ("column", "two") else []
        table.append(row)
        if made.lines and random_.random() < 0.4:
            again = list(row)
            again[4] = "Card"
            if made.lines == "first":
                for at in range(5, len(again)):
                    again[at] = ""
            table.append(again)
    if made.total:
        line = [""] * len(headings)
        line[0] = {"en": "Total", "nl": "Totaal", "de": "Summe", "fr": "Total", "es": "Suma"}[made.language]
        line[6 if made.quantity else 5] = _amount(9_999_999, made)
        table += [[""] * len(headings), line] if random_.random() < 0.5 else [line]
    text = (
        made.ending.join([*made.preamble, *(made.separator.join(_cell(cell, made) for cell in row) for row in [headings, *table])])
        + made.ending
    )
    path.write_bytes(text.encode(made.encoding))
    return truth


def _amount(cents: int, made: Layout) -> str:
    text = f"{abs(cents) / 100:,.2f}" if made.grouped else f"{abs(cents) / 100:.2f}"
    if made.decimal == ",":
        text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
    return ("-" if cents < 0 else "") + text


def _cell(cell: str, made: Layout) -> str:
    if made.quoted or made.separator in cell or '"' in cell or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def check(seed: int, folder: Path) -> tuple[str, str]:
    """Write a file and read it: "right", "asked" (where it had to be), "asked too much" or "wrong", with what was said."""
    random_ = random.Random(seed)
    made = layout(random_)
    path = folder / f"{seed}.csv"
    truth = write(made, random_, path)
    try:
        source = read_list(path, options=Options(today=dt.date(2026, 1, 1)))
        found = as_json(source)
        source.close()
    except OrderFileError as question:
        return ("asked" if truth.asks or _open(made) else "asked too much"), f"{made}: {question}"
    finally:
        path.unlink()
    right = (
        math.isclose(found["money"]["used"], truth.money, abs_tol=0.005) and found["customers"] == len(truth.customers) and not truth.asks
    )
    rows, money = found["rows"], found["money"]
    adds_up = rows["read"] == rows["used"] + sum(rows["left_out"].values())
    adds_up &= math.isclose(money["read"], money["used"] + sum(money["left_out"].values()), abs_tol=0.005)
    said = f"{made}: {money['used']} for {truth.money:.2f}, {found['customers']} customers for {len(truth.customers)}, {rows}"
    return ("right" if right and adds_up else "wrong"), said


def _open(made: Layout) -> bool:
    """Whether the file itself may leave open what it means: day and month where no day is above 12 need not show."""
    return made.rows < 20 and made.date in ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y")


def main(files: int = 10_000, first: int = 0) -> int:
    counts: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in tqdm(range(first, first + files)):
            result, said = check(seed, Path(folder))
            counts[result] = counts.get(result, 0) + 1
            if result in ("wrong", "asked too much"):
                tqdm.write(f"{seed} {result}: {said}")
    print(counts)
    return int("wrong" in counts or counts.get("asked too much", 0) > 0.05 * files)


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
