"""Files damaged as a disk, a mail server, a careless program or an ill-meaning person damages them."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable

Parts = dict[str, bytes]

_LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 30 + b'"><!ENTITY c "' + b"&b;" * 30 + b'">]>'
_ODD = ["", "-1", "0", "99999999999", "x", "A0", "ZZZZ9", "rId999", "NaN", "1e400", "#REF!", "../../x.xml", "B2:A1", "é" * 50]


def damaged_book(book: bytes, rng: random.Random) -> tuple[bytes, str]:
    """A workbook with one to three damages, and which."""
    if rng.random() < 0.25:
        kind = rng.choice([_cut, _flipped, _lying])
        return kind(book, rng), kind.__name__
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    done = []
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        kind = rng.choice(_IN_PARTS)
        done.append(f"{kind.__name__}: {kind(parts, rng)}")
    return zipped(parts), "; ".join(done)


def damaged_text(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """Any other file with a damage, and which."""
    kind = rng.choice([_cut, _flipped, _swapped, _nulls, _quotes, _long_line])
    return kind(data, rng), kind.__name__


def zipped(parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def bomb(book: bytes, part: str, size: int) -> bytes:
    """A workbook of which one part unpacks to blanks of this size, before what it held."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            if name != part:
                archive.writestr(name, content)
        with archive.open(part, "w", force_zip64=True) as file:
            start, mark, rest = parts[part].partition(b"?>")
            file.write(start + mark)
            for _ in range(size >> 20):
                file.write(b" " * (1 << 20))
            file.write(rest)
    return target.getvalue()


# The whole file ----------------------------------------------------------------------------------------------------------


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _flipped(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice([1, 3, 30])):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _lying(data: bytes, rng: random.Random) -> bytes:
    """A size, a checksum or a way of packing in the list of the archive that is not so."""
    entries = [found.start() for found in re.finditer(b"PK\x01\x02", data)]
    at = rng.choice(entries)
    place, form, value = rng.choice([(24, "<I", 0xFFFFFFF0), (24, "<I", 7), (20, "<I", 0), (16, "<I", 1), (10, "<H", 99), (8, "<H", 1)])
    return data[: at + place] + struct.pack(form, value) + data[at + place + struct.calcsize(form) :]


def _swapped(data: bytes, rng: random.Random) -> bytes:
    one, two = sorted(rng.randrange(len(data)) for _ in range(2))
    return data[two:] + data[one:two] + data[:one]


def _nulls(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + b"\0" * rng.choice([1, 512]) + data[at:]


def _quotes(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice([b'"', b"'", b'""\n"', b"{[", b"\xff\xfe", b"\r", b"\x1a"]) + data[at:]


def _long_line(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + b"x," * 200_000 + data[at:]


# Parts of a workbook -----------------------------------------------------------------------------------------------------


def _some_part(parts: Parts, rng: random.Random, ending: str = "") -> str:
    """A part of any kind: there are many of some kinds and one of others."""
    names = [name for name in parts if name.endswith(ending)]
    kinds = sorted({re.sub(r"\d+", "", name) for name in names})
    kind = rng.choice(kinds)
    return rng.choice([name for name in names if re.sub(r"\d+", "", name) == kind])


def _drop(parts: Parts, rng: random.Random) -> str:
    name = _some_part(parts, rng)
    del parts[name]
    return name


def _empty(parts: Parts, rng: random.Random) -> str:
    name = _some_part(parts, rng)
    parts[name] = rng.choice([b"", b"   ", b"<a/>", b"\x00\x01", b"<?xml version='1.0'?><worksheet/>", b"<a><b></a></b>"])
    return name


def _exchange(parts: Parts, rng: random.Random) -> str:
    one, two = _some_part(parts, rng), _some_part(parts, rng)
    parts[one], parts[two] = parts[two], parts[one]
    return f"{one} and {two}"


def _cut_part(parts: Parts, rng: random.Random) -> str:
    name = _some_part(parts, rng)
    parts[name] = parts[name][: rng.randrange(len(parts[name]) + 1)]
    return name


def _flipped_part(parts: Parts, rng: random.Random) -> str:
    name = _some_part(parts, rng)
    parts[name] = _flipped(parts[name], rng) if parts[name] else b"x"
    return name


def _doctype(parts: Parts, rng: random.Random) -> str:
    name = _some_part(parts, rng)
    start, mark, rest = parts[name].partition(b"?>")
    kind = rng.choice([_LAUGHS, b"<!DOCTYPE a>", b'<!DOCTYPE a SYSTEM "file:///etc/passwd">', b'<!DOCTYPE a [<!ENTITY x "y">]>'])
    parts[name] = start + mark + kind + rest if mark else kind + start
    return name


def _attribute(parts: Parts, rng: random.Random) -> str:
    """Another value of an attribute, or none."""
    name = _some_part(parts, rng)
    found = list(re.finditer(rb'\s([\w:]+)="([^"]*)"', parts[name]))
    if not found:
        return f"nothing in {name}"
    names = sorted({one[1] for one in found})
    wanted = rng.choice(names)
    one = rng.choice([one for one in found if one[1] == wanted])
    new = b"" if rng.random() < 0.3 else b' %s="%s"' % (one[1], rng.choice(_ODD).encode())
    parts[name] = parts[name][: one.start()] + new + parts[name][one.end() :]
    return f"{name}: {one[0].decode(errors='replace')} -> {new.decode()}"


def _text(parts: Parts, rng: random.Random) -> str:
    """Another text of an element."""
    name = _some_part(parts, rng)
    found = list(re.finditer(rb"<([\w:]+)[^<>]*>([^<>]+)</", parts[name]))
    if not found:
        return f"nothing in {name}"
    wanted = rng.choice(sorted({one[1] for one in found}))
    one = rng.choice([one for one in found if one[1] == wanted])
    new = rng.choice([*_ODD, "SUM(", "1+", "CLV(A1:XFD1048576,1,1)", "((((", '"', "{1,2", "_xldudf_CLV()", "A1", "=1", "'x'!"])
    parts[name] = parts[name][: one.start(2)] + new.replace('"', "&quot;").encode() + parts[name][one.end(2) :]
    return f"{name}: <{one[1].decode()}> {one[2][:40].decode(errors='replace')} -> {new}"


def _element(parts: Parts, rng: random.Random) -> str:
    """An element without children that is gone, or is there twice."""
    name = _some_part(parts, rng)
    found = list(re.finditer(rb"<([\w:]+)\b[^<>]*/>|<([\w:]+)\b[^<>]*>[^<>]*</\2>", parts[name]))
    if not found:
        return f"nothing in {name}"
    wanted = rng.choice(sorted({one[1] or one[2] for one in found}))
    one = rng.choice([one for one in found if (one[1] or one[2]) == wanted])
    count = rng.choice([0, 0, 2])
    parts[name] = parts[name][: one.start()] + one[0] * count + parts[name][one.end() :]
    return f"{name}: {one[0][:80].decode(errors='replace')} x {count}"


def _relation(parts: Parts, rng: random.Random) -> str:
    """A relationship that points elsewhere: to another part, to none, outside, to itself."""
    name = _some_part(parts, rng, ".rels")
    found = list(re.finditer(rb'Target="([^"]*)"', parts[name]))
    if not found:
        return f"nothing in {name}"
    one = rng.choice(found)
    new = rng.choice([f"/{_some_part(parts, rng)}", "nowhere.xml", "../../../../etc/passwd", "", "/", f"/{name}"]).encode()
    parts[name] = parts[name][: one.start(1)] + new + parts[name][one.end(1) :]
    return f"{name}: {one[1].decode()} -> {new.decode()}"


_IN_PARTS: list[Callable[[Parts, random.Random], str]] = [
    _drop,
    _empty,
    _exchange,
    _cut_part,
    _flipped_part,
    _doctype,
    _attribute,
    _attribute,
    _text,
    _element,
    _relation,
]
