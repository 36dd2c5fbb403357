"""Make the sample list of customers anew: python install/sample_customers.py. The shop does not exist; the seed is fixed."""

from __future__ import annotations

import csv
import math
import random
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "clv_xl" / "sample" / "customers.csv"
CUSTOMERS = 1000
MARGIN = 0.4

# Per channel: its share of customers, their typical value, what one costs to win, and its campaigns.
CHANNELS = {
    "Search ads": (0.27, 150, 60, ("Brand words", "Product words")),
    "Social ads": (0.24, 46, 66, ("Spring sale", "Influencers")),
    "Newsletter": (0.19, 190, 14, ("Welcome offer", "Friends of customers")),
    "Organic search": (0.17, 170, 0, ("",)),
    "Affiliates": (0.09, 95, 40, ("Price comparison", "Coupon sites")),
    "Fairs": (0.04, 330, 160, ("Home fair",)),
}
# Per segment: its share of customers, and how its value compares with the others'.
SEGMENTS = {"Families": (0.34, 1.25), "Couples": (0.28, 1.0), "Students": (0.22, 0.5), "Offices": (0.16, 2.1)}


def main() -> None:
    draw = random.Random(20240630)
    rows = []
    for number in range(1, CUSTOMERS + 1):
        channel = draw.choices([*CHANNELS], [share for share, *_ in CHANNELS.values()])[0]
        segment = draw.choices([*SEGMENTS], [share for share, _ in SEGMENTS.values()])[0]
        _, typical, cost, campaigns = CHANNELS[channel]
        value = typical * SEGMENTS[segment][1] * math.exp(draw.gauss(-0.45, 0.95))
        if draw.random() < 0.05:  # those who send most of it back cost more than they bring
            value = -draw.uniform(3, 40)
        months = draw.uniform(14, 44)
        revenue = max(value, 6) / months / MARGIN
        cac = round(cost * draw.uniform(0.7, 1.35), 2) if cost else ""
        rows.append((f"C{number:04}", segment, channel, draw.choice(campaigns), round(value, 2), cac, round(revenue, 2)))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("customer", "segment", "channel", "campaign", "value", "acquisition cost", "monthly revenue"))
        writer.writerows(rows)
    print(f"Wrote {TARGET}")


if __name__ == "__main__":
    main()
