"""The organizers' desk of letters, under /desk/letters/. A slug is 128 random bits; a number counts from 1."""

from django.urls import path

from petitions import converters  # noqa: F401  it registers what the paths below use
from petitions.views import codes, endings, freezing, letters, names, terms, trustees, waves, wording

app_name = "petitions-desk"
urlpatterns = [
    path("new/", letters.draft, name="letter-draft"),
    path("sheet/", letters.sheet, name="letter-sheet"),
    path("<slug:slug>/", letters.read, name="letter-read"),
    path("<slug:slug>/edit/", letters.edit, name="letter-edit"),
    path("<slug:slug>/preview/", letters.preview, name="letter-preview"),
    path("<slug:slug>/languages/", wording.languages, name="translation-list"),
    path("<slug:slug>/languages/<language:language>/", wording.translate, name="translation-write"),
    path("<slug:slug>/languages/<language:language>/read/", wording.read, name="translation-read"),
    path("<slug:slug>/languages/<language:language>/remove/", wording.remove, name="translation-remove"),
    path("<slug:slug>/versions/", wording.versions, name="version-list"),
    path("<slug:slug>/versions/<int:number>/", wording.restore, name="version-restore"),
    path("<slug:slug>/terms/", terms.terms, name="letter-terms"),
    path("<slug:slug>/trustees/", trustees.seat, name="trustee-seat"),
    path("<slug:slug>/trustees/<int:position>/remove/", trustees.remove, name="trustee-remove"),
    path("<slug:slug>/trustees/<int:position>/draft.json", trustees.draft, name="trustee-draft"),
    path("<slug:slug>/trustees/<int:position>/key/", trustees.key, name="trustee-key"),
    path("<slug:slug>/trustees/<int:position>/approval/", trustees.approval, name="trustee-approval"),
    path("<slug:slug>/trustees/<int:position>/destruction/", trustees.destruction, name="trustee-destruction"),
    path("<slug:slug>/invite/", trustees.invite, name="letter-invite"),
    path("<slug:slug>/codes/", codes.make, name="code-make"),
    path("<slug:slug>/codes/leaves/", codes.upload, name="code-upload"),
    path("<slug:slug>/freeze/", freezing.freeze, name="letter-freeze"),
    path("<slug:slug>/waves/", waves.announce, name="wave-announce"),
    path("<slug:slug>/waves/<int:number>/", waves.read, name="wave-read"),
    path("<slug:slug>/waves/<int:number>/files/", waves.take, name="release-take"),
    path("<slug:slug>/waves/<int:number>/open/", waves.begin, name="wave-open"),
    path("<slug:slug>/waves/<int:number>/confirm/", waves.confirm, name="wave-confirm"),
    path("<slug:slug>/waves/<int:number>/take-back/", waves.take_back, name="wave-take-back"),
    path("<slug:slug>/names/", names.strike, name="name-strike"),
    path("<slug:slug>/disputes/<uuid:pk>/", names.decline, name="name-decline"),
    path("<slug:slug>/close/", endings.close, name="letter-close"),
    path("<slug:slug>/cancel/", endings.cancel, name="letter-cancel"),
    path("<slug:slug>/deliver/", endings.deliver, name="letter-deliver"),
    path("<slug:slug>/answer/", endings.answer, name="letter-answer"),
    path("<slug:slug>/archive/", endings.archive, name="letter-archive"),
    path("<slug:slug>/destroy/", endings.destroy, name="letter-destroy"),
]
