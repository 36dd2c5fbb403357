"""A list of subscriptions: which rows count, renewals, cohorts and movement."""
