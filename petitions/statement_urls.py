"""The organizers' desk of joint statements, under /desk/statements/. A slug is 128 random bits."""

from django.urls import path

from petitions import converters  # noqa: F401  it registers what the paths below use
from petitions.views import organizations, statement_papers, statement_texts, statements

app_name = "statements-desk"
urlpatterns = [
    path("new/", statements.draft, name="statement-draft"),
    path("<slug:slug>/", statements.read, name="statement-read"),
    path("<slug:slug>/edit/", statements.edit, name="statement-edit"),
    path("<slug:slug>/terms/", statements.terms, name="statement-terms"),
    path("<slug:slug>/step/<statement_move:verb>/", statements.change, name="statement-move"),
    path("<slug:slug>/campaign/", statements.enlist, name="statement-enlist"),
    path("<slug:slug>/languages/", statement_texts.languages, name="statement-languages"),
    path("<slug:slug>/languages/<language:language>/", statement_texts.translate, name="statement-translate"),
    path(
        "<slug:slug>/languages/<language:language>/remove/", statement_texts.untranslate, name="statement-untranslate"
    ),
    path("<slug:slug>/text/", statement_texts.change, name="statement-change"),
    path("<slug:slug>/text/<text_move:verb>/", statement_texts.step, name="statement-text"),
    path("<slug:slug>/organizations/", organizations.desk, name="sign-on-desk"),
    path("<slug:slug>/organizations/new/", organizations.add, name="sign-on-add"),
    path("<slug:slug>/organizations/list/", organizations.take_in, name="sign-on-import"),
    path("<slug:slug>/organizations/<uuid:pk>/", organizations.edit, name="sign-on-edit"),
    path("<slug:slug>/organizations/<uuid:pk>/agree/", organizations.agree, name="sign-on-agree"),
    path("<slug:slug>/organizations/<uuid:pk>/<decision:verb>/", organizations.decide, name="sign-on-decide"),
    path("<slug:slug>/statement.pdf", statement_papers.take_pdf, name="statement-pdf"),
    path("<slug:slug>/organizations.csv", statement_papers.take_csv, name="statement-csv"),
]
