from organize.models.campaign import Campaign
from organize.models.commitment import Commitment, Evidence
from organize.models.company import Company, Contract, Officeholder
from organize.models.group import Group, Membership
from organize.models.invitation import Invitation
from organize.models.outgoing import Outgoing
from organize.models.response import Response
from organize.models.trail import Trail
from organize.models.update import Update
from organize.models.user import User

__all__ = [
    "Campaign",
    "Commitment",
    "Company",
    "Contract",
    "Evidence",
    "Group",
    "Invitation",
    "Membership",
    "Officeholder",
    "Outgoing",
    "Response",
    "Trail",
    "Update",
    "User",
]
