"""Releases and records of the Open Contracting Data Standard, alone or in packages.

Addresses in the file, those of extensions and linked releases among them, are never fetched.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast

from msgspec.structs import replace

from samenspraak.canonical import strict_json
from samenspraak.procurement.decisions.refusals import (
    LinkedReleasesOnly,
    NotOcds,
    TooManyNotices,
)
from samenspraak.procurement.reading.ocds_awards import read_awards, why_nothing
from samenspraak.procurement.reading.ocds_json import (
    Json,
    day_at,
    id_of,
    name_at,
    object_at,
    objects_at,
    period_at,
    strings_at,
    texts_at,
    value_at,
)
from samenspraak.procurement.reading.ocds_tender import (
    buyers_of,
    cpv_of,
    lots_of,
    places_of,
    social_of,
)
from samenspraak.procurement.reading.plain import language_code, moment
from samenspraak.procurement.schemas import UNKNOWN_VALUE, AwardNotice, Outcome, Source

# Real packages nest some fifteen levels.
DEPTH_LIMIT: Final = 64
# Publishers page by 100; a preview of more than 1,000 processes helps nobody.
PROCESSES_LIMIT: Final = 1_000
# A framework may have a hundred winners; three thousand rows are more than anyone looks through.
AWARDS_LIMIT: Final = 3_000

_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)


def read_ocds(data: bytes) -> tuple[AwardNotice, ...]:
    """Return one notice for each process, in the order of the file."""
    content = strict_json(data.removeprefix(b"\xef\xbb\xbf"), depth=DEPTH_LIMIT)
    documents = cast("list[Any]", content) if isinstance(content, list) else [content]
    releases: list[Json] = []
    linked: list[str | None] = []
    recognised = False
    for document in documents:
        if not isinstance(document, dict):
            continue
        found = _releases(cast("Json", document), linked)
        if found is not None:
            recognised = True
            releases += found
    if not recognised:
        raise NotOcds
    if not releases and linked:
        raise LinkedReleasesOnly(records=len(linked))
    processes = _by_process(releases)
    if len(processes) + len(linked) > PROCESSES_LIMIT:
        raise TooManyNotices(count=len(processes) + len(linked), limit=PROCESSES_LIMIT)
    notices = [_notice(merged(each)) for each in processes]
    awards = sum(len(notice.awards) + len(notice.without_winner) for notice in notices)
    if awards > AWARDS_LIMIT:
        raise TooManyNotices(count=awards, limit=AWARDS_LIMIT)
    return (*notices, *(_linked_only(ocid) for ocid in linked))


def _releases(document: Json, linked: list[str | None]) -> list[Json] | None:
    """Return the releases of a package, a record or a release; None for anything else."""
    if isinstance(document.get("records"), list):
        records = objects_at(document, "records")
        return [release for record in records for release in _of_record(record, linked)]
    if isinstance(document.get("compiledRelease"), dict):
        return _of_record(document, linked)
    if isinstance(document.get("releases"), list):
        if "ocid" in document:
            return _of_record(document, linked)
        return objects_at(document, "releases")
    if "ocid" in document and ("tag" in document or "awards" in document or "tender" in document):
        return [document]
    return None


def _of_record(record: Json, linked: list[str | None]) -> list[Json]:
    compiled = object_at(record, "compiledRelease")
    if compiled:
        return [{"ocid": record.get("ocid"), **compiled}]
    # A link has an address and a date; a release has contents.
    embedded = [each for each in objects_at(record, "releases") if not _is_link(each)]
    if not embedded:
        linked.append(id_of(record.get("ocid")))
    return [{"ocid": record.get("ocid"), **each} for each in embedded]


def _is_link(release: Json) -> bool:
    return "url" in release and "ocid" not in release and "id" not in release


def _by_process(releases: Iterable[Json]) -> list[list[Json]]:
    """Put the releases of one process together; one that has no name gets its place as name."""
    processes: dict[str, list[Json]] = {}
    for index, release in enumerate(releases, start=1):
        ocid, key = id_of(release.get("ocid")), id_of(release.get("id"))
        named = release if ocid or key else {**release, "id": f"#{index}"}
        processes.setdefault(ocid or f"{key or index}\n", []).append(named)
    return list(processes.values())


def merged(releases: list[Json]) -> Json:
    """Merge the releases of one process, the latest last.

    Simpler than the standard's rules: objects merge by member, lists of objects by id, anything
    else is replaced, and null removes. Each release costs its own size, however much came before.
    """
    if len(releases) == 1:
        return releases[0]
    whole: dict[str, Any] = {}
    for release in sorted(releases, key=_released_at):
        _absorb(whole, release)
    return cast("Json", _plain(whole))


class _Members(dict[str, Any]):
    """A list of objects while it is being merged, by their ids."""


def _released_at(release: Json) -> datetime:
    value = release.get("date")
    found = moment(value) if isinstance(value, str) else None
    if found is None:
        return _EARLIEST
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _absorb(whole: dict[str, Any], release: Json) -> None:
    for key, value in release.items():
        if value is None:
            whole.pop(key, None)
        else:
            whole[key] = _absorbed(whole.get(key), value)


def _absorbed(before: Any, value: Any) -> Any:
    """Return a value merged into what stood there, which may be changed for it."""
    if isinstance(value, dict):
        whole = before if isinstance(before, dict) and not isinstance(before, _Members) else {}
        _absorb(cast("dict[str, Any]", whole), cast("Json", value))
        return cast("dict[str, Any]", whole)
    if not isinstance(value, list):
        return value
    if not value and isinstance(before, _Members):
        # An empty list is how publishers say that this release has nothing to add.
        return before
    found = cast("list[Any]", value)
    keys = [
        id_of(cast("Json", each).get("id")) if isinstance(each, dict) else None for each in found
    ]
    if not found or not all(keys):
        return found
    members = before if isinstance(before, _Members) else _Members()
    for key, each in zip(keys, found, strict=True):
        members[str(key)] = _absorbed(members.get(str(key)), each)
    return members


def _plain(value: Any) -> Any:
    if isinstance(value, _Members):
        return [_plain(each) for each in value.values()]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in cast("Json", value).items()}
    return value


def _notice(release: Mapping[str, Any]) -> AwardNotice:
    declared = name_at(release, "language")
    language = language_code(declared)
    tender = object_at(release, "tender")
    lots = lots_of(tender, language)
    results = read_awards(release, lots=lots, language=language)
    titles = texts_at(tender, "title", language) or texts_at(release, "title", language)
    for holder in (*objects_at(release, "awards"), *objects_at(release, "contracts")):
        titles = titles or texts_at(holder, "title", language)
    main, additional = cpv_of(release)
    return AwardNotice(
        source=Source.OCDS,
        notice_id=id_of(release.get("id")),
        version=name_at(release, "date"),
        publication_number=None,
        procedure_id=id_of(tender.get("id")),
        ocid=id_of(release.get("ocid")),
        customization_id=None,
        subtype=", ".join(strings_at(release, "tag")[:5])[:100] or None,
        language=language,
        titles=titles,
        reference=id_of(tender.get("id")),
        issued_on=day_at(release, "date"),
        published_on=day_at(release, "date"),
        buyers=buyers_of(release, language),
        lots=lots,
        awards=results.awards,
        without_winner=results.without_winner,
        total=UNKNOWN_VALUE,
        framework_maximum=value_at(object_at(tender, "techniques", "frameworkAgreement"), "value"),
        cpv_main=main,
        cpv_additional=additional,
        period=period_at(tender, "contractPeriod"),
        places=places_of(tender, language),
        social=social_of(tender, language),
        modification=None,
        corrects=None,
        why_nothing=why_nothing(results, tender),
        remarks=results.remarks,
    )


def _linked_only(ocid: str | None) -> AwardNotice:
    """Return what is left of a record whose releases stand elsewhere: its name and the cause."""
    return replace(_notice({"ocid": ocid}), why_nothing=Outcome.LINKED_ONLY)
