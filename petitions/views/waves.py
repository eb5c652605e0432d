"""Waves: announced by the organizers, opened with the trustees' files."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.middleware import large_body
from organize.queries import others_with_power
from organize.roles import RELEASE
from organize.views.acting import acted
from petitions import access, desk_queries, pages, queries
from petitions.actions import proposals, release, waves
from petitions.forms.waves import ReleaseFileForm
from petitions.states import WaveState
from petitions.views.desk import page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request, slug):
    """The waves so far, how far each tier is, and the notice of the next wave."""
    through = access.letter_to_announce if request.method == "POST" else access.letter_to_edit
    letter = through(request.user, slug)
    if request.method == "POST":
        act = waves.announce_again if "replace" in request.POST else waves.announce_wave
        wave = act(letter=letter, by=request.user, at=timezone.now())
        return redirect("petitions-desk:wave-read", slug, wave.number)
    rows = desk_queries.waves_of(letter)
    checkpoint = queries.last_checkpoint(letter)
    counts = checkpoint.counts if checkpoint else None
    return page(
        request,
        "wave_announce",
        letter,
        waves=rows,
        wave=desk_queries.live_wave(rows),
        checkpoint=checkpoint,
        tiers=pages.tiers(letter, counts, rows),
        opened=desk_queries.opened_by(rows),
        tier_due=desk_queries.tier_due(letter, counts, rows),
    )


def _wave_page(request, wave, form):
    files = desk_queries.files_of(wave)
    seats = desk_queries.seats(wave.letter)
    names = {seat.position: seat.name for seat in seats}
    return page(
        request,
        "wave_read",
        wave.letter,
        form=form,
        wave=wave,
        files=[(names[file.trustee], file, bytes(file.sha256).hex()) for file in files],
        complaints=[(names[int(position)], wrong) for position, wrong in sorted(wave.complaints.items())],
        unnamed=wave.done - wave.named if wave.state == WaveState.COMPLETE else 0,
        missing=[seat for seat in seats if seat.position not in {file.trustee for file in files}],
        is_enough=wave.state == WaveState.COLLECTING and waves.may_open(wave),
        root=bytes(wave.root).hex(),
        snapshot_root=bytes(wave.snapshot_root).hex() if wave.snapshot_root else "",
        is_collecting=wave.state == WaveState.COLLECTING,
        proposal=queries.open_proposal(wave),
        has_second=others_with_power(wave.letter.group, RELEASE, than=request.user).exists(),
    )


@login_required
@require_safe
def read(request, slug, number):
    """One wave: its notice, the trustees' files, and how far the opening has come."""
    return _wave_page(request, access.wave_to_read(request.user, slug, number), ReleaseFileForm())


@login_required
@require_POST
@large_body
def take(request, slug, number):
    """Take a trustee's release file."""
    wave = access.wave_to_edit(request.user, slug, number)
    form = ReleaseFileForm(request.POST, request.FILES)
    if form.is_valid():
        given = {"content": form.cleaned_data["file"], "wave": wave, "by": request.user, "at": timezone.now()}
        if acted(form, release.take_release_file, **given):
            return redirect("petitions-desk:wave-read", slug, number)
    return _wave_page(request, wave, form)


@login_required
@require_POST
def begin(request, slug, number):
    """Begin the opening, or ask a second person to; the work itself is a job, watched on the wave's page."""
    wave = access.wave_to_open(request.user, slug, number)
    proposals.propose_opening(wave=wave, by=request.user, at=timezone.now(), despite="despite" in request.POST)
    return redirect("petitions-desk:wave-read", slug, number)


@login_required
@require_POST
def confirm(request, slug, number):
    """Be the second person."""
    proposal = access.proposal_to_confirm(request.user, slug, number)
    proposals.confirm_opening(proposal=proposal, by=request.user, at=timezone.now())
    return redirect("petitions-desk:wave-read", slug, number)


@login_required
@require_POST
def take_back(request, slug, number):
    proposal = access.proposal_to_take_back(request.user, slug, number)
    proposals.take_back_opening(proposal=proposal, by=request.user, at=timezone.now())
    return redirect("petitions-desk:wave-read", slug, number)
