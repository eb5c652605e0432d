"""What somebody says a vote was without insiders, beside the counts."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organize.views.acting import answered
from shareholder import access
from shareholder.actions import estimates
from shareholder.forms.votes import EstimateForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, slug):
    row = access.resolution_to_tell_of(request.user, slug)
    return answered(
        request, "shareholder/estimate_write.html", EstimateForm(request.POST or None), estimates.state_estimate,
        resolution=row, to=("shareholder:vote-read", slug), context={"resolution": row},
    )  # fmt: skip


@login_required
@require_POST
def remove(request, slug, pk):
    row = access.estimate_to_remove(request.user, slug, pk)
    estimates.remove_estimate(estimate=row, by=request.user, at=timezone.now())
    return redirect("shareholder:vote-read", slug)
