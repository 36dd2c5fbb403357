"""Which column is which: headings as shops and accounting programs write them in English, Dutch and German."""

from __future__ import annotations

import re
from collections.abc import Sequence

# The first words of each list are the field's own names: where several columns would do, one called that is meant.
_WORDS = {
    "customer": (
        ("customer", "klant", "kunde"),
        "customerid customernumber customerno customername customeremail client clientid buyer buyerid account accountid user userid "
        "member memberid email emailaddress klantid klantnummer klantnr klantcode klantnaam afnemer debiteur debiteurnummer emailadres "
        "kundeid kundenid kundennummer kundennr kundenname käufer besteller debitor debitorennummer emailadresse",
    ),
    "date": (
        ("date", "datum"),
        "orderdate purchasedate invoicedate transactiondate saledate salesdate paymentdate day timestamp datetime createdat "
        "orderedat paidat created besteldatum orderdatum aankoopdatum factuurdatum transactiedatum verkoopdatum betaaldatum dag "
        "bestelldatum auftragsdatum kaufdatum rechnungsdatum buchungsdatum transaktionsdatum verkaufsdatum zahlungsdatum tag",
    ),
    "amount": (
        ("amount", "bedrag", "betrag"),
        "revenue sales total value ordervalue ordertotal orderamount purchasevalue purchaseamount totalamount totalprice grandtotal spend "
        "turnover nettotal netamount netsales dollars euros subtotal invoicetotal invoiceamount transactionvalue transactionamount omzet "
        "totaal totaalbedrag orderbedrag bestelbedrag orderwaarde bestelwaarde aankoopbedrag factuurbedrag verkoopbedrag waarde "
        "nettobedrag umsatz summe gesamt gesamtbetrag gesamtsumme bestellwert auftragswert rechnungsbetrag kaufbetrag wert nettobetrag "
        "nettoumsatz",
    ),
    "channel": (
        ("channel", "kanaal", "kanal"),
        "source medium saleschannel marketingchannel acquisitionchannel utmsource bron verkoopkanaal herkomst quelle vertriebskanal "
        "verkaufskanal herkunft",
    ),
    "campaign": (("campaign", "campagne", "kampagne"), "utmcampaign campaignname promotion actie aktion werbeaktion"),
    "product": (
        ("product", "produkt"),
        "productname productid productcode sku item itemname article stockcode productgroup category productcategory artikel artikelnummer "
        "artikelnaam artikelcode productnaam productgroep categorie produktname artikelname produktnummer warengruppe kategorie",
    ),
    "segment": (
        ("segment",),
        "customersegment customertype customergroup segmentname klantsegment klanttype klantgroep doelgroep kundensegment kundentyp "
        "kundengruppe zielgruppe",
    ),
    "cost": (
        ("cost", "costs", "kosten"),
        "costofgoods costofgoodssold cogs costprice itemcost productcost ordercost totalcost purchasecost kostprijs inkoop inkoopprijs "
        "inkoopwaarde inkoopkosten inkoopbedrag wareneinsatz einkauf einkaufspreis einkaufswert einstandspreis selbstkosten warenkosten",
    ),
}

REQUIRED = ("customer", "date", "amount")
OPTIONAL = ("channel", "campaign", "product", "segment", "cost")
MONEY = ("amount", "cost")
FIELDS = (*REQUIRED, *OPTIONAL)

_NOT_LETTERS = re.compile(r"[\W\d_]+")


class ColumnError(ValueError):
    """A column is missing or could be two; the text says which, and what to say."""


def find_columns(headings: Sequence[str], fields: Sequence[str] = FIELDS) -> dict[str, str]:
    """The heading of each of the fields that can be told from the words, by field.

    Raises:
        ColumnError: several headings could be the same needed field.
    """
    found = {}
    plain = {heading: _NOT_LETTERS.sub("", heading.lower()) for heading in headings}
    for field in fields:
        names, others = _WORDS[field]
        known = set(others.split())
        by_name = [heading for heading in headings if plain[heading] in names]
        candidates = by_name or [heading for heading in headings if plain[heading] in known]
        if len(candidates) > 1 and field in REQUIRED:
            raise ColumnError(f"several columns could be the {field} ({', '.join(candidates)}); say which with --{field}")
        if len(candidates) == 1:
            found[field] = candidates[0]
    return found
