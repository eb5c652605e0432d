"""Waves: the notice that a tier will be opened, the snapshot when it ends, and what a wave then holds."""

import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail, move
from organize.queue import enqueue
from organize.refusals import Refusal
from petitions import bulk, queries, vault
from petitions.actions import batches, heads
from petitions.models import Asked, Hold, Redemption, ReleaseFile, Wave
from petitions.sealing import release, waves
from petitions.sealing.encoding import day_number, day_text
from petitions.states import LIVE_WAVE, WAVE_MOVES, LetterState, PassMode, WaveKind, WaveState

_DAY = datetime.timedelta(days=1)
# The dup key must be gone before any name is opened, and it is needed as long as passes are given out.
NO_EARLY_WAVE = _(
    "A letter with passes by work mail opens names only after its last day: the key that tells addresses apart must be "
    "destroyed first."
)


def snapshot_day(*, at, hours, not_before=None):
    """The first 00:00 UTC at least `hours` after `at`, and never the day of the notice itself, as a date.

    not_before: a day from which the notice counts even when it is signed earlier: that of the checkpoint it is about;
    for a final one also the letter's last day, until which people were promised that they can withdraw.
    """
    ends = at.astimezone(datetime.UTC) + datetime.timedelta(hours=hours)
    midnight = ends.replace(hour=0, minute=0, second=0, microsecond=0)
    first = (midnight if ends == midnight else midnight + _DAY).date()
    found = max(first, batches.day_of(at) + _DAY)
    if not_before is not None:
        whole = waves.first_day(day=day_number(not_before.isoformat()), notice_hours=hours)
        found = max(found, datetime.date.fromisoformat(day_text(whole)))
    return found


def announce_wave(*, letter, by, at, replace=False):
    """Sign and show the notice of an early wave for the tier that the last public counts reach; the Wave.

    replace: give up a wave whose trustees have not answered; it is then void for ever.
    """
    with transaction.atomic():
        letter = queries.locked_letter(letter)
        if letter.state != LetterState.OPEN:
            raise Refusal(_("A wave can be announced only while the letter is open."), 409)
        if letter.mode == PassMode.EMAIL:
            raise Refusal(NO_EARLY_WAVE, 409)
        checkpoint = queries.last_checkpoint(letter)
        k = checkpoint.counts["k"] if checkpoint else 0
        if not k:
            raise Refusal(_("No threshold has been reached by the last public count: there is nothing to open."), 409)
        before = live_wave(letter)
        if before is not None and (not replace or before.state == WaveState.ANNOUNCED):
            raise Refusal(_("Another wave is under way. Waves run one at a time."), 409)
        give_up(before, by=by, at=at)
        if not heads.count_due(letter, k):
            raise Refusal(_("Everyone who asked for the threshold that is reached has been opened already."), 409)
        wave = sign_notice(letter, checkpoint, kind=WaveKind.EARLY, k=k, at=at)
        leave_trail(wave, "announce", by=by, at=at)
        enqueue("petitions.jobs.publish_pages", letter.pk)
    return wave


def live_wave(letter):
    """The wave that is under way, with `.received` (how many files are here), or None."""
    return letter.waves.filter(state__in=LIVE_WAVE).annotate(received=Count("files")).first()


def announce_again(*, letter, by, at):
    """Give up a wave that waits for trustees and cannot be opened, and sign a new notice of the same kind; the Wave.

    Early: as announce_wave with `replace`. Final: the letter stays closed, and signatories may withdraw until the new
    notice ends. Refusal unless a wave waits for files and has too few sound ones.
    """
    with transaction.atomic():
        letter = queries.locked_letter(letter)
        before = live_wave(letter)
        if before is None or before.state != WaveState.COLLECTING:
            raise Refusal(_("No wave waits for its trustees: there is nothing to announce again."), 409)
        if before.kind == WaveKind.EARLY:
            return announce_wave(letter=letter, by=by, at=at, replace=True)
        give_up(before, by=by, at=at)
        checkpoint = queries.last_checkpoint(letter)
        wave = sign_notice(letter, checkpoint, kind=WaveKind.FINAL, k=letter.tiers[-1], at=at)
        if wave.snapshot_day >= letter.destroy_by:
            sentence = _("A new notice would end on the day by which everything sealed is destroyed, or later.")
            raise Refusal(sentence, 409)
        leave_trail(wave, "announce again", by=by, at=at)
        enqueue("petitions.jobs.publish_pages", letter.pk)
    return wave


def give_up(wave, *, by, at):
    """Void the live wave before the next notice is signed. Refusal if it is complete but for the opening itself."""
    if wave is None:
        return
    ready = wave.state == WaveState.COLLECTING and may_open(wave) and not wave.unopened
    if wave.state == WaveState.OPENING or ready:
        raise Refusal(_("A wave has all the files it needs. Open it first."), 409)
    void_wave(wave=wave, by=by, at=at)


def may_open(wave):
    """Whether enough sound release files are here: t trustees without a wrong share, or all files there can be."""
    trustees = set(wave.files.values_list("trustee", flat=True))
    sound = [trustee for trustee in trustees if str(trustee) not in wave.complaints]
    manifest = queries.letter_facts(wave.letter.address).manifest
    return len(sound) >= manifest.t or len(trustees) == manifest.n


def take_overdue(letter, *, by, at):
    """Take the snapshot of a notice that has ended before anything else is published, or the log tells another story.

    The caller holds bulk.lock_waiting and the letter's row. The letter as it is afterwards.
    """
    overdue = letter.waves.filter(state=WaveState.ANNOUNCED, snapshot_day__lte=batches.day_of(at)).first()
    if overdue is None:
        return letter
    take_snapshot(wave=overdue, at=at, by=by)
    return queries.locked_letter(letter)


def sign_notice(letter, checkpoint, *, kind, k, at):
    """The new Wave with its signed notice about `checkpoint`. The caller holds the letter's row."""
    facts = queries.letter_facts(letter.address)
    final = kind == WaveKind.FINAL
    last = letter.waves.order_by("-number").first()
    number = last.number + 1 if last else 1
    if number > release.MAX_WAVE:
        raise Refusal(_("This letter has had as many waves as a letter can have."), 409)
    complete = letter.waves.filter(state=WaveState.COMPLETE).order_by("-number").first()
    previous = complete.number if complete else 0
    counts_from = max(checkpoint.day, letter.closes_on) if final else checkpoint.day
    ends = snapshot_day(at=at, hours=letter.notice_hours, not_before=counts_from)
    ends = max(ends, checkpoint.day + _DAY)  # the snapshot's date is its own
    root = bytes(checkpoint.root)
    return Wave.objects.create(
        group_id=letter.group_id,
        letter=letter,
        number=number,
        kind=kind,
        previous=previous,
        size=checkpoint.size,
        root=root,
        k_notice=k,
        announced_on=batches.day_of(at),
        snapshot_day=ends,
        notice=release.make_notice(
            vault.log_seed(),
            letter_id=facts.letter_id,
            wave=number,
            previous=previous,
            final=final,
            size=checkpoint.size,
            root=root,
            k=k,
            snapshot_day=day_number(ends.isoformat()),
        ),
    )


def take_snapshot(*, wave, at, by=None):
    """End the notice: a last batch, the public rule, and every key it concerns is held. The Wave, perhaps void.

    Void at once when the rule gives no tier or opens nobody, so that nobody is pending for nothing.
    """
    day = batches.day_of(at)
    with transaction.atomic():
        bulk.lock_waiting()
        wave = Wave.objects.select_related("letter").get(pk=wave.pk)
        letter = wave.letter
        if wave.state != WaveState.ANNOUNCED:
            raise Refusal(_("This notice has ended already."), 409)
        if day < wave.snapshot_day:
            raise Refusal(_("The notice still runs. Signatories may withdraw until it ends."), 409)
        checkpoint = batches.append_batch(letter, day, dated=wave.snapshot_day) or queries.last_checkpoint(letter)
        k = heads.k_from(letter, checkpoint.counts, wave.k_notice)
        due = heads.hold(wave, k) if k else 0
        move(wave, "snapshot", moves=WAVE_MOVES, by=by, at=at,
             k=k, due=due, snapshot_size=checkpoint.size, snapshot_root=bytes(checkpoint.root))  # fmt: skip
        if not due:
            void_wave(wave=wave, by=by, at=at)
        if wave.kind == WaveKind.FINAL:
            end_passes(letter)
    return wave


def void_wave(*, wave, by, at):
    """End a wave without opening anything: its keys are free again, its files are never used, and their shares erased.

    Call it only together with the next notice, at the end of the letter, or when nobody is due: until then, anyone who
    replays the log takes its keys for pending.
    """
    with transaction.atomic():
        move(wave, "void", moves=WAVE_MOVES, by=by, at=at)
        Hold.objects.filter(wave=wave).delete()
        # One trustee's file in each of t void waves would open what no wave opened.
        ReleaseFile.objects.filter(wave=wave).update(content=b"")
    return wave


def end_passes(letter):
    """Destroy the keys of passes once this transaction stands; the clock sees to it if a crash comes between.

    In work-mail mode whoever asked and has not been answered is forgotten, and so are the tags of addresses.
    """
    if letter.mode == PassMode.EMAIL:
        bulk.lock_redemptions()
        Asked.objects.filter(letter=letter).delete()
        Redemption.objects.filter(letter=letter).delete()
    transaction.on_commit(lambda: destroy_pass_keys(letter.pk))


def destroy_pass_keys(letter_pk):
    """Destroy issuer key and dup key, whichever are still there."""
    vault.dup_destroy(letter_pk)
    vault.issuer_destroy(letter_pk)
