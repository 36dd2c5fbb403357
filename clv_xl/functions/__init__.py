"""The functions, one module per family. Each declares itself; the registry lists them all.

>>> from clv_xl.functions import CLV
>>> CLV(100, 4, 8)
3200.0
>>> CLV([100, 20], [4, 5], [8, 3])
[3200.0, 300.0]
"""

from ..cells.registry import REGISTRY
from .acquisition import CLV_BENCHMARK, CLV_BREAKEVEN, CLV_CAC_RATIO, CLV_MAX_CAC, CLV_PAYBACK
from .budget import CLV_BUDGET, CLV_VALUES
from .decisions import CLV_AB_TEST, CLV_DORMANT, CLV_DRIVERS, CLV_SENSITIVITY
from .given_models import CLV_ALIVE, CLV_PURCHASES
from .help import CLV_EXPLAIN
from .history import CLV_COHORTS, CLV_CUSTOMERS, CLV_HISTORICAL, CLV_ROWS, CLV_TREND
from .inputs import (
    CLV_CHURN_FROM_LIFESPAN,
    CLV_CHURN_RATE,
    CLV_GROSS_MARGIN,
    CLV_LIFESPAN,
    CLV_LIFESPAN_FROM_CHURN,
    CLV_MONTHLY_REVENUE,
)
from .modelling import CLV_FIT, CLV_HOLDOUT, CLV_MODELS, CLV_TRACKING
from .plans import CLV_PLANS
from .prediction import CLV_FORECAST, CLV_PREDICT
from .segments import CLV_PRODUCTS, SEGMENT_CLV
from .subscribers import CLV_SUBSCRIBER_COHORTS, CLV_SUBSCRIBERS, CLV_SUBSCRIPTION_ROWS, CLV_SURVIVORS
from .subscriptions import CLV_RETENTION, CLV_SUBSCRIPTION
from .tiers import CLV_PARETO, CLV_TIERS
from .value import CHURN_CLV, CLV, CLV_DISCOUNTED, CLV_EQUITY, CLV_NET

FAMILIES = ("Value", "Acquisition", "Inputs", "Segments", "History", "Decisions", "Prediction", "Subscriptions", "Help")
"""The families in the order in which people look through them."""

DECLARATIONS = tuple(sorted(REGISTRY.values(), key=lambda declaration: FAMILIES.index(declaration.family)))

__all__ = [
    "CHURN_CLV",
    "CLV",
    "CLV_AB_TEST",
    "CLV_ALIVE",
    "CLV_BENCHMARK",
    "CLV_BREAKEVEN",
    "CLV_BUDGET",
    "CLV_CAC_RATIO",
    "CLV_CHURN_FROM_LIFESPAN",
    "CLV_CHURN_RATE",
    "CLV_COHORTS",
    "CLV_CUSTOMERS",
    "CLV_DISCOUNTED",
    "CLV_DORMANT",
    "CLV_DRIVERS",
    "CLV_EQUITY",
    "CLV_EXPLAIN",
    "CLV_FIT",
    "CLV_FORECAST",
    "CLV_GROSS_MARGIN",
    "CLV_HISTORICAL",
    "CLV_HOLDOUT",
    "CLV_LIFESPAN",
    "CLV_LIFESPAN_FROM_CHURN",
    "CLV_MAX_CAC",
    "CLV_MODELS",
    "CLV_MONTHLY_REVENUE",
    "CLV_NET",
    "CLV_PARETO",
    "CLV_PAYBACK",
    "CLV_PLANS",
    "CLV_PREDICT",
    "CLV_PRODUCTS",
    "CLV_PURCHASES",
    "CLV_RETENTION",
    "CLV_ROWS",
    "CLV_SENSITIVITY",
    "CLV_SUBSCRIBERS",
    "CLV_SUBSCRIBER_COHORTS",
    "CLV_SUBSCRIPTION",
    "CLV_SUBSCRIPTION_ROWS",
    "CLV_SURVIVORS",
    "CLV_TIERS",
    "CLV_TRACKING",
    "CLV_TREND",
    "CLV_VALUES",
    "DECLARATIONS",
    "FAMILIES",
    "REGISTRY",
    "SEGMENT_CLV",
]
