from organize.models.campaign import Campaign
from organize.models.company import Company
from organize.models.group import Group, Membership
from organize.models.invitation import Invitation
from organize.models.outgoing import Outgoing
from organize.models.trail import Trail
from organize.models.user import User

__all__ = ["Campaign", "Company", "Group", "Invitation", "Membership", "Outgoing", "Trail", "User"]
