"""Files that are understood well enough to say why they open nothing."""

from samenspraak.errors import Invalid, TooLarge, Unsupported


class EmptyFile(Invalid):
    """There is nothing in it."""

    slug = "procurement/empty-file"


class FileTooLarge(TooLarge):
    """More bytes than any notice has; nothing of it was read."""

    slug = "procurement/file-too-large"


class UnknownFormat(Unsupported):
    """Neither a notice nor a list that we know."""

    slug = "procurement/unknown-format"


class OtherDocument(Unsupported):
    """A kind of document we know and cannot read: `kind` says which."""

    slug = "procurement/other-document"


class WrongEncoding(Invalid):
    """The bytes are no text in the encoding they claim or seem to be in."""

    slug = "procurement/wrong-encoding"


class NullCharacter(Invalid):
    """U+0000 has no place in any text, nor in the database."""

    slug = "procurement/null-character"


class MalformedXml(Invalid):
    """The XML ends too early or is broken at a line and column."""

    slug = "procurement/malformed-xml"


class XmlWithDtd(Invalid):
    """A document type or entities: notices have none, attacks do."""

    slug = "procurement/xml-with-dtd"


class XmlTooDeep(Invalid):
    """Nested deeper, or in more elements, than any notice."""

    slug = "procurement/xml-too-deep"


class ContractNotice(Invalid):
    """A call for competition: nobody has won yet."""

    slug = "procurement/contract-notice"


class PriorInformationNotice(Invalid):
    """An announcement beforehand: nothing was tendered yet."""

    slug = "procurement/prior-information-notice"


class TedExport(Invalid):
    """A notice from before eForms, in the old TED schema."""

    slug = "procurement/ted-export"


class NotAnAwardNotice(Invalid):
    """XML of another kind: `root` is its outermost element."""

    slug = "procurement/not-an-award-notice"


class NotEforms(Invalid):
    """A contract award notice in UBL without the eForms extension that names the winners."""

    slug = "procurement/not-eforms"


class NoticeTooLarge(TooLarge):
    """More lots, results, contracts or winners than any notice has."""

    slug = "procurement/notice-too-large"


class NotOcds(Invalid):
    """JSON, but no release, record or package of the Open Contracting Data Standard."""

    slug = "procurement/not-ocds"


class LinkedReleasesOnly(Invalid):
    """Records that only link to their releases; addresses in a file are never fetched."""

    slug = "procurement/linked-releases-only"


class TooManyNotices(TooLarge):
    """More processes in one package than one preview can show."""

    slug = "procurement/too-many-notices"


class ListWithoutColumns(Invalid):
    """A list in which we find no column with titles, or none with contractors."""

    slug = "procurement/list-without-columns"


class ListWithoutRows(Invalid):
    """A list with column names and nothing below them."""

    slug = "procurement/list-without-rows"


class ListTooLong(TooLarge):
    """More rows than one preview can show."""

    slug = "procurement/list-too-long"


class MalformedSpreadsheet(Invalid):
    """A spreadsheet that cannot be opened, or unpacks to more than any list needs."""

    slug = "procurement/malformed-spreadsheet"


class NothingToOpen(Invalid):
    """The file was read, and holds no contractor to open a workspace with; faults say why."""

    slug = "procurement/nothing-to-open"
