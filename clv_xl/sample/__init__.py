"""The samples: real orders of the online music shop CDNOW, and lists of businesses that do not exist (README.md says more)."""

from pathlib import Path

ORDERS = Path(__file__).parent / "cdnow.csv"

INPUTS = {"data_name": "CDNOW sample data", "currency": "USD", "gross_margin": 0.4, "cac": 15.55}
"""How the demo fills the inputs; margin and cost are our own examples, not part of the data."""

CUSTOMERS = Path(__file__).parent / "customers.csv"

CUSTOMER_INPUTS = {"data_name": "Sample customers", "currency": "EUR", "gross_margin": 0.4, "industry": "Retail"}
"""How the demo fills the inputs beside the list of customers."""

SUBSCRIPTIONS = Path(__file__).parent / "subscriptions.csv"

SUBSCRIPTION_INPUTS = {
    "data_name": "Made-up subscriptions",
    "currency": "USD",
    "gross_margin": 0.8,
    "average_price": 20.0,
    "cac": 120.0,
    "as_of": "2025-12-31",
}
"""A business that does not exist, for the template subscriptions."""

AVERAGES = {
    "data_name": "Sample figures",
    "currency": "USD",
    "industry": "Retail",
    "customers": 2000.0,
    "purchase_value": 60.0,
    "purchase_frequency": 7.0,
    "gross_margin": 0.25,
    "unit_cost": 45.0,
    "lifespan": 4.0,
    "monthly_churn": 0.021,
    "retention_rate": 0.78,
    "cac": 140.0,
    "service_cost": 12.0,
    "retention_cost": 6.0,
}
"""A business that does not exist, for the calculator: a shop that sells for 60 what it bought for 45, seven times a year."""
