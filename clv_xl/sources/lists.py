"""The lists that a person gives: orders, customers or subscriptions, and how each of their columns is called and read.

Headings are known as shops and accounting programs write them in English, Dutch and German.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Field:
    """A column of a list."""

    name: str
    names: tuple[str, ...]
    """The field's own names: where several columns would do, one called that is meant."""
    others: str = ""
    """Other headings that mean it, without spaces, figures and signs."""
    kind: Literal["label", "date", "money", "number"] = "label"
    label: str = ""
    """What it is called in a sentence, where that is not its name."""

    @property
    def said(self) -> str:
        return self.label or self.name

    @property
    def option(self) -> str:
        """How the command line names the column."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def counts(self) -> bool:
        """Whether its cells are read as amounts."""
        return self.kind in ("money", "number")


@dataclass(frozen=True)
class DataList:
    """A kind of list. Of each group of needed fields a row must have one at least."""

    table: str
    """The Excel Table that holds it."""
    template: str
    row: str
    rows: str
    """What one row is, and what several are, in a sentence."""
    file: str
    shorten: str
    """What to do where there are more rows than a sheet has room for."""
    needed: tuple[tuple[str, ...], ...]
    fields: tuple[Field, ...]

    @property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @property
    def needed_fields(self) -> tuple[str, ...]:
        return tuple(name for group in self.needed for name in group)

    def missing(self, found: object) -> list[tuple[str, ...]]:
        """The needed groups that have no field in `found`."""
        return [group for group in self.needed if not any(name in found for name in group)]  # type: ignore[operator]

    def said(self, group: tuple[str, ...]) -> str:
        return " or ".join(self.by_name[name].said for name in group)


_CUSTOMER = Field(
    "customer",
    ("customer", "klant", "kunde"),
    "customerid customernumber customerno customername customeremail client clientid buyer buyerid account accountid user userid "
    "member memberid email emailaddress klantid klantnummer klantnr klantcode klantnaam afnemer debiteur debiteurnummer emailadres "
    "kundeid kundenid kundennummer kundennr kundenname käufer besteller debitor debitorennummer emailadresse",
)
_CHANNEL = Field(
    "channel",
    ("channel", "kanaal", "kanal"),
    "source medium saleschannel marketingchannel acquisitionchannel utmsource bron verkoopkanaal herkomst quelle vertriebskanal "
    "verkaufskanal herkunft",
)
_CAMPAIGN = Field("campaign", ("campaign", "campagne", "kampagne"), "utmcampaign campaignname promotion actie aktion werbeaktion")
_SEGMENT = Field(
    "segment",
    ("segment",),
    "customersegment customertype customergroup segmentname klantsegment klanttype klantgroep doelgroep kundensegment kundentyp "
    "kundengruppe zielgruppe",
)

ORDERS = DataList(
    table="Orders",
    template="transactions",
    row="order",
    rows="orders",
    file="an order file",
    shorten="Leave out old years, or add up the orders of a day.",
    needed=(("customer",), ("date",), ("amount",)),
    fields=(
        _CUSTOMER,
        Field(
            "date",
            ("date", "datum"),
            "orderdate purchasedate invoicedate transactiondate saledate salesdate paymentdate day timestamp datetime createdat "
            "orderedat paidat created besteldatum orderdatum aankoopdatum factuurdatum transactiedatum verkoopdatum betaaldatum dag "
            "bestelldatum auftragsdatum kaufdatum rechnungsdatum buchungsdatum transaktionsdatum verkaufsdatum zahlungsdatum tag",
            "date",
        ),
        Field(
            "amount",
            ("amount", "bedrag", "betrag"),
            "revenue sales total value ordervalue ordertotal orderamount purchasevalue purchaseamount totalamount totalprice grandtotal "
            "spend turnover nettotal netamount netsales dollars euros subtotal invoicetotal invoiceamount transactionvalue "
            "transactionamount omzet totaal totaalbedrag orderbedrag bestelbedrag orderwaarde bestelwaarde aankoopbedrag factuurbedrag "
            "verkoopbedrag waarde nettobedrag umsatz summe gesamt gesamtbetrag gesamtsumme bestellwert auftragswert rechnungsbetrag "
            "kaufbetrag wert nettobetrag nettoumsatz",
            "money",
        ),
        _CHANNEL,
        _CAMPAIGN,
        Field(
            "product",
            ("product", "produkt"),
            "productname productid productcode sku item itemname article stockcode productgroup category productcategory artikel "
            "artikelnummer artikelnaam artikelcode productnaam productgroep categorie produktname artikelname produktnummer "
            "warengruppe kategorie",
        ),
        _SEGMENT,
        Field(
            "cost",
            ("cost", "costs", "kosten"),
            "costofgoods costofgoodssold cogs costprice itemcost productcost ordercost totalcost purchasecost kostprijs inkoop inkoopprijs "
            "inkoopwaarde inkoopkosten inkoopbedrag wareneinsatz einkauf einkaufspreis einkaufswert einstandspreis selbstkosten "
            "warenkosten",
            "money",
        ),
    ),
)

CUSTOMERS = DataList(
    table="Customers",
    template="segments",
    row="row",
    rows="customers",
    file="a customer file",
    shorten="Add up customers who are alike, with their number in the column Customers.",
    needed=(("customer", "segment", "channel", "campaign"), ("value", "purchase_value")),
    fields=(
        _CUSTOMER,
        _CHANNEL,
        _CAMPAIGN,
        _SEGMENT,
        Field(
            "value",
            ("value", "clv", "waarde", "wert", "kundenwert", "klantwaarde"),
            "ltv cltv clvvalue customervalue lifetimevalue customerlifetimevalue klantlevenswaarde levenswaarde kundenlebenszeitwert "
            "lebenszeitwert",
            "money",
        ),
        Field(
            "cac",
            ("cac", "acquisitioncost", "acquisitiekosten", "akquisekosten"),
            "acquisitioncosts customeracquisitioncost customeracquisitioncosts costperacquisition costpercustomer cpa costtowin "
            "wervingskosten kostenperklant akquisitionskosten kostenprokunde gewinnungskosten",
            "money",
            "acquisition cost",
        ),
        Field(
            "customers",
            ("customers", "klanten", "kunden", "numberofcustomers", "aantalklanten", "anzahlkunden"),
            "count number customercount aantal anzahl kundenzahl kundenanzahl klantenaantal",
            "number",
            "number of customers",
        ),
        Field(
            "monthly_revenue",
            ("monthlyrevenue", "maandomzet", "monatsumsatz"),
            "mrr revenueamonth revenuepermonth omzetpermaand umsatzpromonat",
            "money",
            "monthly revenue",
        ),
        Field(
            "purchase_value",
            ("purchasevalue", "aankoopwaarde", "kaufwert"),
            "averagepurchasevalue purchaseamount averageordervalue ordervalue averageorder aov gemiddeldeaankoopwaarde bestelwaarde "
            "gemiddeldebestelwaarde orderwaarde gemiddeldeorderwaarde bestellwert durchschnittlicherbestellwert warenkorb warenkorbwert",
            "money",
            "purchase value",
        ),
        Field(
            "purchase_frequency",
            ("purchasesayear", "purchasefrequency", "aankopenperjaar", "käufeprojahr"),
            "purchasesperyear ordersperyear ordersayear frequency frequentie aankoopfrequentie bestellingenperjaar kauffrequenz "
            "kaufhäufigkeit bestellungenprojahr",
            "number",
            "purchases a year",
        ),
        Field(
            "lifespan",
            ("lifespan", "levensduur", "lebensdauer"),
            "lifespanyears lifespaninyears customerlifespan relatieduur levensduurjaren levensduurinjaren kundenlebensdauer "
            "beziehungsdauer lebensdauerjahre lebensdauerinjahren",
            "number",
        ),
    ),
)

SUBSCRIPTIONS = DataList(
    table="Subscriptions",
    template="subscriptions",
    row="subscription",
    rows="subscriptions",
    file="a subscription file",
    shorten="Leave out those that ended long ago.",
    needed=(("customer",), ("start",)),
    fields=(
        _CUSTOMER,
        Field(
            "start",
            ("start", "startdate", "startdatum", "beginn", "vertragsbeginn"),
            "started startedat subscriptionstart contractstart signup signupdate signedup joined joindate since begin begindatum "
            "ingangsdatum aanvang sinds abobeginn abostart abschlussdatum anmeldedatum seit",
            "date",
        ),
        Field(
            "end",
            ("end", "enddate", "einddatum", "opzegdatum", "ende", "enddatum", "vertragsende", "kündigungsdatum"),
            "ended endedat subscriptionend contractend cancelled canceled cancelledat canceledat cancellationdate canceldate churned "
            "churndate einde beëindigd stopdatum opgezegd opgezegdop aboende kündigung gekündigtam gekündigtzum",
            "date",
        ),
        Field(
            "plan",
            ("plan", "abonnementsvorm", "abonnement", "tarif"),
            "subscription subscriptionplan subscriptiontype planname tier package pakket tarief abo abotyp paket vertragsart",
        ),
        Field(
            "price",
            ("price", "prijs", "preis", "monthlyrevenue", "mrr"),
            "monthlyprice pricepermonth priceamonth fee monthlyfee amount monthlyamount revenueamonth maandprijs prijspermaand maandbedrag "
            "bedrag maandomzet monatspreis preispromonat monatsbeitrag beitrag betrag monatsumsatz",
            "money",
        ),
    ),
)

LISTS = {data_list.table: data_list for data_list in (ORDERS, CUSTOMERS, SUBSCRIPTIONS)}
