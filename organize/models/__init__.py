from organize.models.campaign import Campaign
from organize.models.commitment import Commitment, Evidence
from organize.models.company import Company, Contract, Officeholder
from organize.models.erasure import Erasure
from organize.models.group import Group, Membership
from organize.models.invitation import Invitation
from organize.models.outgoing import Outgoing
from organize.models.response import Response
from organize.models.retention import Retention
from organize.models.subscriber import Subscriber, UpdateMail
from organize.models.trail import Trail
from organize.models.typed import TypedAsk, TypedCode
from organize.models.update import Update
from organize.models.user import User

__all__ = [
    "Campaign",
    "Commitment",
    "Company",
    "Contract",
    "Erasure",
    "Evidence",
    "Group",
    "Invitation",
    "Membership",
    "Officeholder",
    "Outgoing",
    "Response",
    "Retention",
    "Subscriber",
    "Trail",
    "TypedAsk",
    "TypedCode",
    "Update",
    "UpdateMail",
    "User",
]
