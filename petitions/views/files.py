"""The files beneath a letter's address: exact bytes, the same for everyone."""

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from organize.refusals import Refusal
from petitions import access, clients, publication
from petitions.views.answers import OCTETS, octets


@require_safe
def manifest(request, address):
    facts = access.letter_on_show(address)
    return HttpResponse(facts.manifest.raw, content_type="application/json")


@require_safe
def letter_md(request, address):
    facts = access.letter_on_show(address)
    return HttpResponse(publication.read(facts, "letter.md"), content_type="text/markdown; charset=utf-8")


@require_safe
def translated(request, address, language):
    """The letter in another language, as it was frozen; missing where it was not translated."""
    facts = access.letter_on_show(address)
    name = f"letter.{language}.md"
    if name not in publication.translations_of(facts):
        raise Http404
    return HttpResponse(publication.read(facts, name), content_type="text/markdown; charset=utf-8")


@require_safe
def leaves(request, address):
    facts = access.letter_on_show(address)
    return octets(publication.read(facts, "leaves.bin"))


@require_safe
def receipts(request, address):
    """The receipts of all entries that are counted: whoever shows one may have it from here."""
    facts = access.letter_on_show(address)
    return FileResponse(publication.open_file(facts, "receipts.bin"), content_type=OCTETS, filename="receipts.bin")


@require_safe
def checkpoints(request, address):
    facts = access.letter_on_show(address)
    return HttpResponse(publication.read(facts, "checkpoints.txt"), content_type="text/plain; charset=utf-8")


@require_safe
def bundle(request, address):
    facts = access.letter_on_show(address)
    return FileResponse(
        publication.open_file(facts, "bundle.zip"), content_type="application/zip", filename="bundle.zip"
    )


@require_safe
def client(request, address, sha256):
    """The signing bundle this letter was frozen with, whatever has been deployed since."""
    kept = _kept(address, sha256, {clients.SCRIPT})
    return HttpResponse(kept.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request, address, sha256):
    """An offline page this letter was frozen with, to be saved and opened from the disk.

    Never shown here: under this site's policy its script would not run, and a page that this site could have changed
    since is not what somebody wants who asks for the offline one.
    """
    kept = _kept(address, sha256, set(clients.NAMES) - {clients.SCRIPT})
    return FileResponse(
        kept.open("rb"), content_type="text/html; charset=utf-8", as_attachment=True, filename=kept.name
    )


def _kept(address, sha256, names):
    """The kept file of this letter with that hash and one of these names; missing otherwise."""
    facts = access.letter_on_show(address)
    for one in clients.named(facts.manifest):
        if one.hex == sha256 and one.name in names:
            return clients.place(one.name, sha256)
    raise Http404


@require_POST
def blobs(request, address):
    """Every live sealed blob, for a trustee who signs for it; streamed."""
    facts = access.letter_on_show(address)
    given = request.POST
    if not publication.is_trustees_fetch(
        facts,
        trustee=given.get("trustee", ""),
        day=given.get("day", ""),
        signature=given.get("signature", ""),
        at=timezone.now(),
    ):
        raise Refusal(
            _("Only a trustee of this letter can fetch its sealed envelopes, with a signature made today."), 403
        )
    return StreamingHttpResponse(publication.live_blobs(facts), content_type=OCTETS)
