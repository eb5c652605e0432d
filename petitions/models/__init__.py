"""The nouns of the letter: desk rows, and rows that say nothing about anyone."""

from petitions.models.dispute import Dispute
from petitions.models.entry import Blob, Checkpoint, LogEntry, Statement, Waiting
from petitions.models.joint_statement import JointStatement, Revision, Wording
from petitions.models.letter import Addressee, Demand, Letter
from petitions.models.pass_ import Asked, Redemption, RosterLeaf
from petitions.models.petition import KeyHolder, Petition, Sheet, Supporter
from petitions.models.printout import Printout
from petitions.models.sign_on import Consent, Contact, SignOn
from petitions.models.trustee import Trustee
from petitions.models.wave import Erratum, Hold, Proposal, PublishedName, ReleaseFile, Wave
from petitions.models.wording import Translation, Version

__all__ = [
    "Addressee",
    "Asked",
    "Blob",
    "Checkpoint",
    "Consent",
    "Contact",
    "Demand",
    "Dispute",
    "Erratum",
    "Hold",
    "JointStatement",
    "KeyHolder",
    "Letter",
    "LogEntry",
    "Petition",
    "Printout",
    "Proposal",
    "PublishedName",
    "Redemption",
    "ReleaseFile",
    "Revision",
    "RosterLeaf",
    "SignOn",
    "Sheet",
    "Statement",
    "Supporter",
    "Translation",
    "Trustee",
    "Version",
    "Waiting",
    "Wave",
    "Wording",
]
