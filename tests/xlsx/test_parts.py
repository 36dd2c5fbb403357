"""The parts of a workbook in memory: what is put in comes out, also where it is kept compressed."""

from __future__ import annotations

from clv_xl.xlsx.parts import Parts


def test_large_and_small_parts() -> None:
    parts = Parts()
    large = b"<row/>" * 400_000
    parts["b"], parts["a"] = large, b"small"
    assert list(parts) == ["b", "a"] and parts["b"] == large and parts["a"] == b"small"
    assert parts.start("b", 12) == b"<row/><row/>" and parts.start("a", 2) == b"sm"
    before = parts.copy()
    parts["b"] = b"other"
    del parts["a"]
    assert before["b"] == large and before["a"] == b"small" and dict(parts) == {"b": b"other"}
