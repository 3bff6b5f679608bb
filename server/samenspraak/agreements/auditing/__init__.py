"""Whether the rows of agreements still say what the journals say: versions, signatures, receipts.

The chains of the journals are judged apart, by `journal.audit`. Here every row is held against the
entry that was written with it, both ways, so that a row that was changed, added or taken out shows.
What a receipt names was sealed with a key that is not in the database; so whoever rewrites rows,
entries and digests alike, still cannot make them fit what was sealed.
"""

from samenspraak.agreements.auditing.rooms import audit_agreements, audited_agreements
from samenspraak.agreements.auditing.shapes import AgreementsReport, Misfit

__all__ = ["AgreementsReport", "Misfit", "audit_agreements", "audited_agreements"]
