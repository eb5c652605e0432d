"""Public addresses of letters, all under /l/: no session, no cookie, the same bytes for everybody."""

from django.urls import path

from petitions import converters  # noqa: F401  it registers what the paths below use
from petitions.views import (
    asking,
    assisting,
    checking,
    disputing,
    files,
    guides,
    passes,
    pasting,
    showing,
    signing,
    trusting,
    withdrawing,
    working,
)

app_name = "petitions"

urlpatterns = [
    path("l/<address:address>/", showing.safety, name="letter-safety"),
    path("l/<address:address>/<language:language>/", showing.safety, name="letter-safety-in"),
    path("l/<address:address>/read/", showing.show, name="letter-show"),
    path("l/<address:address>/<language:language>/read/", showing.show, name="letter-show-in"),
    path("l/<address:address>/names/", showing.names, name="name-list"),
    path("l/<address:address>/names/<sha256:leaf>/dispute/", disputing.dispute, name="name-dispute"),
    path("l/<address:address>/verify/", checking.verify, name="letter-verify"),
    path("l/<address:address>/code/", asking.ask, name="code-ask"),
    path("l/<address:address>/challenge/", working.challenge, name="letter-challenge"),
    path("l/<address:address>/pass/", passes.issue, name="pass-issue"),
    path("l/<address:address>/sign/", signing.sign, name="letter-sign"),
    path("l/<address:address>/withdraw/", withdrawing.withdraw, name="letter-withdraw"),
    path("l/<address:address>/paste/", pasting.paste, name="letter-paste"),
    path("l/<address:address>/assisted/", assisting.sign, name="letter-assist"),
    path("l/<address:address>/assisted/withdraw/", assisting.withdraw, name="letter-assist-withdraw"),
    path("l/<address:address>/manifest.json", files.manifest, name="letter-manifest"),
    path("l/<address:address>/letter.md", files.letter_md, name="letter-text"),
    path("l/<address:address>/letter.<language:language>.md", files.translated, name="letter-text-in"),
    path("l/<address:address>/leaves.bin", files.leaves, name="letter-leaves"),
    path("l/<address:address>/receipts.bin", files.receipts, name="letter-receipts"),
    path("l/<address:address>/checkpoints.txt", files.checkpoints, name="letter-checkpoints"),
    path("l/<address:address>/bundle.zip", files.bundle, name="letter-bundle"),
    path("l/<address:address>/blobs.bin", files.blobs, name="letter-blobs"),
    path("l/<address:address>/client/<sha256:sha256>.js", files.client, name="client-file"),
    path("l/guides/", guides.guides, name="guide-list"),
    path("l/guides/<slug:reader>/", guides.guide, name="guide"),
    path("l/trustee/", trusting.begin, name="trustee-begin"),
    path("l/trustee/page/", trusting.begin_page, name="trustee-page"),
    path("l/trustee/trustee.html", trusting.begin_file, name="trustee-file"),
    path("l/<address:address>/trustee/", trusting.letter, name="letter-trustee"),
    path("l/<address:address>/trustee/page/", trusting.letter_page, name="letter-trustee-page"),
    path("l/<address:address>/client/<sha256:sha256>.html", files.offline, name="client-page"),
]
