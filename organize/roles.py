"""What a member of a group may do, as data."""

from django.utils.translation import gettext_lazy as _

OWNER, ORGANIZER, REVIEWER, VIEWER = "owner", "organizer", "reviewer", "viewer"
LABELS = {OWNER: _("owner"), ORGANIZER: _("organizer"), REVIEWER: _("reviewer"), VIEWER: _("viewer")}

READ, COMMENT, EDIT, RELEASE, ADMIT = "read", "comment", "edit", "release", "admit"
POWERS = {
    OWNER: frozenset({READ, COMMENT, EDIT, RELEASE, ADMIT}),
    ORGANIZER: frozenset({READ, COMMENT, EDIT, RELEASE}),
    REVIEWER: frozenset({READ, COMMENT}),
    VIEWER: frozenset({READ}),
}
SAYS = {
    OWNER: _("everything, and decides who is in the group"),
    ORGANIZER: _("writes letters, announces waves and opens names"),
    REVIEWER: _("reads everything and comments"),
    VIEWER: _("reads everything"),
}


def with_power(power):
    """The roles that have `power`, sorted."""
    return sorted(role for role, powers in POWERS.items() if power in powers)
