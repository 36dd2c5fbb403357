"""What a source says of its customers and the list has no column for: a country stands as the segment, where no column says one."""

from __future__ import annotations

from ..words import Words
from .understood import Source
from .values.expressions import written

_SAID = ("channel", "campaign", "segment", "country")


def place_labels(source: Source) -> None:
    """Give a country the place of the segment where that is free, and say of all else that no page shows it."""
    fields, columns = source.plan.fields, source.kind.by_name
    if "country" in fields and "segment" in columns and "segment" not in fields:
        source.raw.run("ALTER TABLE decided RENAME COLUMN country_text TO segment_text")
        fields["segment"] = fields.pop("country")
        source.headings["segment"] = source.headings["country"]
        source.notes.append(Words("No column says a segment: the country ({1}) stands in its place.", source.headings["segment"]))
    group = "segment" if "segment" in columns else "plan"
    for name in _SAID:
        if name not in fields or name in columns or fields[name] == fields.get(group):
            continue
        heading = source.headings[name]
        if written(fields[name]) == heading:  # one column of the list itself, which a caller can name
            option = f"{columns[group].option} '{heading}'"
            source.notes.append(Words("{1} is read, and stands on no page; {2} compares customers by it.", heading, option))
        else:
            source.notes.append(Words("{1} is read, and stands on no page.", heading))
