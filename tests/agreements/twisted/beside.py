"""Names, holders and copies that nobody agreed to, and files with other parts."""

from collections.abc import Iterator
from datetime import timedelta

from tests.agreements.bundles import MADE, a_name, part
from tests.agreements.twisted.bench import Bench, Twist, left_out, with_

from samenspraak.agreements.archive import pack
from samenspraak.canonical import canonical_bytes


def beside(bench: Bench) -> Iterator[Twist]:
    """Names, holders and copies that nobody agreed to."""
    names = part(bench.parts["names.json"])["names"]
    stranger = part(canonical_bytes(a_name("Een vreemde")))
    for what, changed, reason in (
        ("none", [], None),
        ("one less", names[1:], None),
        ("another name", [{**names[0], "name": "Iemand"}, *names[1:]], "names"),
        ("another salt", [{**names[0], "salt": "0" * 64}, *names[1:]], "names"),
        ("a salt in capitals", [{**names[0], "salt": names[0]["salt"].upper()}], "names"),
        ("a salt that runs on", [{**names[0], "salt": names[0]["salt"][:-1]}], "names"),
        ("another order", names[::-1], "names"),
        ("a name twice", [names[0], *names], "names"),
        ("a stranger", sorted([*names, stranger], key=lambda one: one["commitment"]), "names"),
    ):
        yield f"names: {what}", bench.with_document("names", with_("names", changed)), reason
    holders = part(bench.parts["holders.json"])["holders"]
    held = next(entry for entry in holders if "name" in entry)
    gone = next(entry for entry in holders if "name" not in entry)
    after = f"{MADE + timedelta(microseconds=1):%Y-%m-%dT%H:%M:%S.%fZ}"
    for what, changed, reason in (
        ("none", [], "holders"),
        ("one", [held], None),
        ("another name", [{**held, "name": "Iemand"}], "holders"),
        ("a name without a salt", [left_out(held, "salt")], "holders"),
        ("a salt without a name", [left_out(held, "name")], "holders"),
        ("an empty name", [{**held, "name": ""}], "holders"),
        ("erased", [left_out(left_out(held, "name"), "salt")], None),
        ("nothing said", [{**held, "name": None, "salt": None}], "shape"),
        ("a role of nobody", [{**gone, "slot": "0" * 64}], "holders"),
        ("another order", holders[::-1], "holders"),
        ("one twice", [held, held], "holders"),
        ("after it was made", [{**held, "since": after}], "holders"),
        ("twice in time", [{**held, "since": "2026-11-01T00:00:00Z"}, held], None),
        ("twice back in time", [held, {**held, "since": "2026-11-01T00:00:00Z"}], "holders"),
    ):
        yield f"holders: {what}", bench.with_document("holders", with_("holders", changed)), reason
    (copy,) = part(bench.parts["copies.json"])["copies"]
    for what, changed, reason in (
        ("none", [], "copies"),
        ("another digest", [{**copy, "digest": "0" * 64}], "copies"),
        ("another size", [{**copy, "sizeBytes": 1}], "copies"),
        ("another part", [{**copy, "part": "copy-2.pdf"}], "copies"),
        ("the picture", [{**copy, "part": "agreement.pdf"}], "copies"),
        ("two of one", [copy, copy], "copies"),
        ("after it was made", [{**copy, "addedAt": after}], "copies"),
        ("of the coordinator", [{**copy, "side": "coordinator"}], "shape"),
        ("another name", [{**copy, "name": "\u202egnp.exe\x1b[31m"}], None),
    ):
        yield f"copies: {what}", bench.with_document("copies", with_("copies", changed)), reason
    yield "a copy that is not listed", bench.with_parts(copy_2=b"%PDF"), "copies"
    yield "another copy", bench.with_parts(copy_1=b"%PDF"), "copies"
    yield "copies without a list", bench.without("copies.json"), "copies"
    yield "a list without copies", bench.without("copy-1.pdf"), "copies"
    yield "no copies", bench.without("copy-1.pdf", "copies.json"), None
    yield "no holders", bench.without("holders.json"), None
    yield "no picture", bench.without("agreement.pdf"), None
    yield "another picture", bench.with_parts(agreement=b"anything"), None


def listed_otherwise(bench: Bench) -> Iterator[Twist]:
    """Manifests that name other parts than there are."""
    listed = part(bench.parts["manifest.json"])["parts"]
    for what, changed, reason in (
        ("nothing", [], "manifest"),
        ("one less", listed[1:], "manifest"),
        ("another order", listed[::-1], "manifest"),
        ("one twice", [listed[0], *listed], "manifest"),
        ("itself", [*listed, {**listed[0], "name": "manifest.json"}], "manifest"),
        ("another name", [{**listed[0], "name": "a😀"}, *listed[1:]], "manifest"),
        *(
            (
                f"another digest of {each['name']}",
                [{**one, "digest": "0" * 64} if one is each else one for one in listed],
                "part",
            )
            for each in listed
        ),
        ("another size", [{**listed[0], "sizeBytes": 0}, *listed[1:]], "part"),
        ("a size below nought", [{**listed[0], "sizeBytes": -1}, *listed[1:]], "part"),
    ):
        yield f"listed: {what}", bench.with_document("manifest", with_("parts", changed)), reason


def packed_otherwise(bench: Bench) -> Iterator[Twist]:
    """Files with parts missing, foreign parts, or bytes around the parts."""
    parts = bench.parts
    whole = pack(parts)
    optional = {"agreement.pdf", "copies.json", "copy-1.pdf", "holders.json"}
    for name in parts:
        left = {other: data for other, data in parts.items() if other != name}
        if name not in optional:
            yield f"without {name}", pack(left), "missing-part"
    for name in ("extra.json", "../evil", "copy-4.pdf", "AGREEMENT.JSON", "a"):
        yield f"with {name}", pack({**parts, name: b""}), "foreign-part"
    yield "with a blank name", pack({**parts, "a b": b""}), "archive"
    yield "with too many parts", pack({**parts, **{f"x{at}": b"" for at in range(20)}}), "archive"
    yield "no parts", pack({}), "missing-part"
    for what, data in {
        "nothing": b"",
        "two letters": b"PK",
        "a byte before": b"\0" + whole,
        "a byte behind": whole + b"\0",
        "a byte less": whole[:-1],
        "the end alone": whole[-22:],
        "twice": whole * 2,
        "cut": whole[:40],
        "cut in the middle": whole[: len(whole) // 2],
    }.items():
        yield what, data, "archive"
