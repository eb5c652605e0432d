"""A group's owners erase what the group owns: one asks, another one confirms where there is another, a job does it."""

import logging
from collections import defaultdict

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from organize import inventory
from organize.models import Erasure, Group
from organize.moves import MOVED_ON, leave_trail, move
from organize.queries import others_with_power
from organize.queue import enqueue
from organize.refusals import Refusal
from organize.roles import ADMIT
from organize.states import ERASURE_MOVES, ErasureState

log = logging.getLogger("organize.erasures")
ASKED_ALREADY = _("An owner has asked for this already. Another owner can confirm it, or take it back.")
SECOND_PERSON = _("You asked for this yourself. Another owner must confirm it.")
ASKER_IS_GONE = _("Whoever asked for this is no owner any more. Take it back, and ask anew.")


def ask_erasure(*, row, by, at):
    """Have `row` erased, which is the group itself or something of it (inventory.erasables); the Erasure.

    Where another owner could confirm it, it waits for one; else it begins. Refusal with the reason while something
    beneath the row is live.
    """
    group = _group_of(row)
    with transaction.atomic():
        _hold_group(group.pk)
        _may_go(row)
        alone = not others_with_power(group, ADMIT, than=by).exists()
        if alone:  # what somebody asked for who has gone since
            Erasure.objects.filter(object_id=row.pk, state=ErasureState.ASKED).delete()
        try:
            with transaction.atomic():
                asked = Erasure.objects.create(group=group, asked_by=by, kind=row._meta.label_lower, object_id=row.pk)
        except IntegrityError:
            raise Refusal(ASKED_ALREADY, 409) from None
        leave_trail(row, "ask to erase", by=by, at=at)
        if alone:
            _begin(asked, by=by, at=at)
    return asked


def confirm_erasure(*, erasure, row, by, at):
    """Have the `row` erased that another owner asked to erase; the Erasure. Both must be owners at this moment."""
    with transaction.atomic():
        _hold_group(erasure.group_id)
        if erasure.asked_by_id == by.pk:
            raise Refusal(SECOND_PERSON, 403)
        if not others_with_power(erasure.group_id, ADMIT, than=by).filter(pk=erasure.asked_by_id).exists():
            raise Refusal(ASKER_IS_GONE, 409)
        _may_go(row)
        return _begin(erasure, by=by, at=at)


def take_back_erasure(*, erasure, by, at):
    """Erase nothing for now: any owner may. Refusal (409) once it has begun."""
    with transaction.atomic():
        move(erasure, "take back erasing", moves=ERASURE_MOVES, by=by, at=at)
        Erasure.objects.filter(pk=erasure.pk).delete()


def carry_out(*, pk, at):
    """Erase what the confirmed Erasure `pk` names, all or nothing; whether it did. Twice does no more than once.

    What has come alive since it was confirmed stays, and the trail says that it was not erased. Files go after the
    commit; what a process leaves that ends there, the daily shred finds.
    """
    try:
        return _carry_out(pk, at)
    except IntegrityError:
        log.warning("something was added to what is being erased: nothing is, until the next sweep")
        return False


def _carry_out(pk, at):
    with transaction.atomic():
        # The group before the erasure, as whoever asks and confirms: in another order they could wait for each other.
        group_pk = Erasure.objects.filter(pk=pk).values_list("group", flat=True).first()
        if group_pk is None or _locked_group(group_pk) is None:
            return False
        erasure = Erasure.objects.select_for_update().filter(pk=pk, state=ErasureState.CONFIRMED).first()
        if erasure is None:
            return False
        row = _held(erasure)
        if row is None:  # gone meanwhile with what it belonged to
            erasure.delete()
            return False
        if inventory.reason_to_keep(row):
            leave_trail(erasure, "give up erasing", by=None, at=at)
            erasure.delete()
            return False
        files = [clear for one in (*inventory.beneath(row), row) for clear in inventory.files_of(one)]
        if row._meta.label_lower == "organize.group":
            _empty(row)
        else:
            leave_trail(row, "erase", by=None, at=at)
            erasure.delete()
        erase_rows(type(row)._base_manager.filter(pk=row.pk))
        for clear in files:
            transaction.on_commit(clear)
    return True


def _held(erasure):
    """What it names, as it is now that nothing of it can change or be added any more; None if it is gone."""
    which = erasure.group_id, erasure.kind, erasure.object_id
    row = inventory.row_to_erase(*which)
    if row is None:
        return None
    inventory.hold(row)
    return inventory.row_to_erase(*which)


def erase_rows(rows):
    """Delete `rows` of one model, and before them whatever else refers to them and would protect them."""
    try:
        rows.delete()
    except ProtectedError as error:
        protecting = defaultdict(set)
        for one in error.protected_objects:
            protecting[type(one)].add(one.pk)
        for model, keys in protecting.items():
            erase_rows(model._base_manager.filter(pk__in=keys))
        erase_rows(rows)


def _empty(group):
    """Delete what nothing protects, table by table, so that no table is ever read into memory for its keys."""
    for kind in inventory.kinds():
        if kind.group and kind.model != "organize.Group":
            try:
                kind.rows_of(group).delete()
            except ProtectedError:
                continue  # goes with what it belongs to


def _locked_group(pk):
    return Group.objects.select_for_update(no_key=True).filter(pk=pk).first()


def _hold_group(pk):
    """One change of a group's erasures at a time. Refusal (409) when the group itself was erased meanwhile."""
    if _locked_group(pk) is None:
        raise Refusal(MOVED_ON, 409)


def _group_of(row):
    return row if row._meta.label_lower == "organize.group" else row.group


def _may_go(row):
    reason = inventory.reason_to_keep(row)
    if reason:
        raise Refusal(reason, 409)


def _begin(erasure, *, by, at):
    move(erasure, "confirm erasing", moves=ERASURE_MOVES, by=by, at=at)
    enqueue("organize.jobs.erase", erasure.pk)
    return erasure
