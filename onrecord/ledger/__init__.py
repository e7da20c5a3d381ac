"""The ledger: what was said, kept across articles, on SQLite or PostgreSQL.

Rows are added, never edited; `withdraw` and `redact` are the one exception. Nothing else in the
house knows that there is a database.
"""

from onrecord.ledger.answers import DocumentHead, Found, Note, Profile, Query, Recorded, Withdrawal, Withdrawn
from onrecord.ledger.claim_answers import ClaimFound, ClaimQuery, Contradiction, ContradictionQuery, TerritoryStatus
from onrecord.ledger.ledger import Ledger, open_ledger
from onrecord.ledger.rows import comment_id
from onrecord.ledger.watching import SavedSearch, Watched, WatchEvent

__all__ = [
    "ClaimFound",
    "ClaimQuery",
    "Contradiction",
    "ContradictionQuery",
    "DocumentHead",
    "Found",
    "Ledger",
    "Note",
    "Profile",
    "Query",
    "Recorded",
    "SavedSearch",
    "TerritoryStatus",
    "WatchEvent",
    "Watched",
    "Withdrawal",
    "Withdrawn",
    "comment_id",
    "open_ledger",
]
