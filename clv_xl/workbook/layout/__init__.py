"""How a page is put together: blocks that know their cells, and handles that stand for them in formulas, charts and rules.

    page = book.page("Segments", "Which groups deserve more budget?", ...)
    groups = page.spill(call(SEGMENT_CLV, "customer_groups", "customer_group_values"))
    page.section("All groups", "Largest first.")
    page.put(groups)
    groups.colour("Enough data", {"No": "look"})
    book.name("check_groups", f"COUNT({groups.column('Customers')})")

Nothing that uses a page layer names a letter or a row: a block flows to where there is room, and its handles follow it.
"""
