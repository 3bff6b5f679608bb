"""All that is kept of somebody as one file to take away: a page to read, and JSON for programs."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any
from uuid import UUID

import msgspec

from samenspraak import surroundings
from samenspraak.amounts import in_euros
from samenspraak.deadlines import ZONE
from samenspraak.own_data.queries import Kept
from samenspraak.text import Language, sentence

# What is stored as a document of its own, told as what it holds.
_DOCUMENTS = {"content", "names"}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}"
    "th,td{border:1px solid #b5b5b5;padding:.35rem .6rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}th{background:#f1f1f1}td{white-space:pre-wrap}"
)


def packed(
    kept: Sequence[Kept], names: Mapping[UUID, str], *, language: Language
) -> tuple[str, bytes]:
    """Return the name and the bytes of a ZIP file with both."""
    name = sentence(language, "own-data.file")
    # The library would take the clock of the machine.
    made = surroundings.now().astimezone(ZONE).timetuple()[:6]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for ending, content in (
            ("html", page(kept, names, language=language)),
            ("json", as_json(kept, names)),
        ):
            part = zipfile.ZipInfo(f"{name}.{ending}", made)
            archive.writestr(part, content, zipfile.ZIP_DEFLATED)
    return f"samenspraak-{name}.zip", held.getvalue()


def as_json(kept: Sequence[Kept], names: Mapping[UUID, str]) -> bytes:
    """Return everything by table, with documents unfolded, and what ids are called."""
    whole = {
        "madeAt": surroundings.now(),
        "kept": {
            each.table: [
                {column: _unfolded(column, value) for column, value in row.items()}
                for row in each.rows
            ]
            for each in kept
        },
        "names": {str(one): name for one, name in names.items()},
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2)


def page(kept: Sequence[Kept], names: Mapping[UUID, str], *, language: Language) -> str:
    """Return a page that can be read without any program but a browser."""
    title = sentence(language, "own-data.title")
    made = _in_words(surroundings.now(), "at", names, language)
    head = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1><p>{escape(sentence(language, 'own-data.lead', made=made))}</p>"
    )
    parts = [head, *(_table(each, names, language) for each in kept if each.rows)]
    nothing = [sentence(language, f"own-data.table.{each.table}") for each in kept if not each.rows]
    if nothing:
        parts.append(
            f"<h2>{escape(sentence(language, 'own-data.nothing'))}</h2>"
            f"<p>{escape('; '.join(nothing))}.</p>"
        )
    parts.append(
        f"<h2>{escape(sentence(language, 'own-data.not-here.title'))}</h2>"
        f"<p>{escape(sentence(language, 'own-data.not-here'))}</p></body></html>"
    )
    return "".join(parts)


def _table(each: Kept, names: Mapping[UUID, str], language: Language) -> str:
    columns = list(each.rows[0])
    heads = "".join(
        f'<th scope="col">{escape(sentence(language, f"own-data.column.{column}"))}</th>'
        for column in columns
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(_in_words(row.get(column), column, names, language))}</td>"
            for column in columns
        )
        + "</tr>"
        for row in each.rows
    )
    label = sentence(language, f"own-data.table.{each.table}")
    return (
        f"<h2>{escape(label)} ({len(each.rows)})</h2>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _in_words(value: Any, column: str, names: Mapping[UUID, str], language: Language) -> str:
    """Say one value as people read it."""
    match value:
        case None:
            said = ""
        case bool():
            said = sentence(language, "own-data.yes" if value else "own-data.no")
        case datetime():
            said = value.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
        case date():
            said = value.isoformat()
        case UUID():
            said = names.get(value) or str(value)
        case list():
            said = "\n".join(str(each) for each in value)
        case int() if column.endswith("_cents"):
            said = in_euros(value, language=language)
        case _:
            said = str(value)
    return said


def _unfolded(column: str, value: Any) -> Any:
    if column in _DOCUMENTS and isinstance(value, str):
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError:
            return value
    return value
