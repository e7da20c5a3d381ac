"""What the pages say of territory, in one place for translators."""

from __future__ import annotations

from onrecord.pages.words import _
from onrecord.records import Claim

CLAIM_KINDS = {
    "CONTROL": _("control"),
    "CONTEST": _("fighting"),
    "CAPTURE": _("capture"),
    "ADVANCE": _("advance"),
    "WITHDRAW": _("withdrawal"),
    "ATTACK": _("attack"),
    "ADMINISTER": _("administration"),
    "SOVEREIGNTY": _("claim to sovereignty"),
    "RECOGNISE": _("recognition"),
    "INTENT": _("intention to take"),
    "DEMAND": _("demand"),
    "NEGOTIATE": _("negotiation"),
    "DENY": _("denial"),
    "CONFIRM": _("confirmation"),
}
REGISTERS = {
    "de facto": _("on the ground"),
    "de jure": _("by right"),
    "intention": _("as an intention"),
    "meta": _("about a statement"),
}
PHASES = {"planned": _("planned"), "attempted": _("attempted"), "partial": _("in part"), "completed": ""}
FACTS = {"CT": "", "PR": _("said to be probable"), "PS": _("said to be possible"), "U": _("left open")}
EXTENTS = {"whole": _("all of it"), "part": _("a part of it"), "near": _("near it"), "unstated": ""}
VERDICTS = {
    "contradiction": _("contradiction"),
    "granularity-conditional": _("contradiction, depending on what is meant"),
    "date-conditional": _("contradiction, depending on the dates"),
    "rival claims": _("rival claims"),
    "claim-control gap": _("claimed by one, held by another"),
    "tension": _("tension"),
    "word and deed": _("word and deed"),
    "reporting conflict": _("told in two ways"),
    "discrepancy": _("discrepancy"),
}
RULES = {
    "R1": _("two sides are said to control one place"),
    "R2": _("one controls the whole, another a place in it"),
    "R3": _("who left is said to control it still"),
    "R4": _("one took it, another is said to control it later"),
    "R5": _("one says it, another denies it"),
    "R6": _("rival claims of right"),
    "R7": _("claimed by one, held by another"),
    "R8": _("who means to take it is said to hold it"),
    "R9": _("said to take no more, then took more"),
    "R11": _("one speech told in two ways"),
    "R12": _("dates or extents differ"),
}


def coded(claim: Claim) -> str:
    """How a claim was coded, in words and in the order of reading: "no control, all of it, said to be probable"."""
    kind = CLAIM_KINDS[claim.kind]
    said = _("no %s") % kind if claim.polarity == "-" else kind
    parts = [said, PHASES[claim.phase], EXTENTS[claim.extent], FACTS[claim.factuality]]
    if claim.framing:
        parts.append(_("in the words “%s”") % claim.framing)
    return ", ".join(str(part) for part in parts if part)  # a join alone takes a phrase's English letters
