from django.conf import settings
from django.db import models

from organize.models.group import Group
from organize.models.row import Row
from organize.states import ErasureState


class Erasure(Row):
    """That something of a group is to be erased: asked for by an owner, confirmed by another, gone when it is done.

    `kind` is the label of a model in lower case, `object_id` the key of its row (organize.inventory.erasables).
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    object_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=9, choices=ErasureState, default=ErasureState.ASKED)
