"""The organizers' desk of petitions, under /desk/petitions/."""

from django.urls import path

from petitions.views import contacts, moderation, petitions, sheets

app_name = "petition-desk"
urlpatterns = [
    path("new/", petitions.draft, name="petition-draft"),
    path("<slug:slug>/", petitions.read, name="petition-read"),
    path("<slug:slug>/edit/", petitions.edit, name="petition-edit"),
    path("<slug:slug>/holders/", contacts.holders, name="holder-add"),
    path("<slug:slug>/holders/<uuid:pk>/remove/", contacts.remove, name="holder-remove"),
    path("<slug:slug>/open/", petitions.begin, name="petition-open"),
    path("<slug:slug>/close/", petitions.close, name="petition-close"),
    path("<slug:slug>/reopen/", petitions.reopen, name="petition-reopen"),
    path("<slug:slug>/list/", petitions.enlist, name="petition-list"),
    path("<slug:slug>/erase/", petitions.erase, name="petition-erase"),
    path("<slug:slug>/names/", moderation.names, name="name-moderate"),
    path("<slug:slug>/paper/", sheets.record, name="sheet-record"),
    path("<slug:slug>/paper/<uuid:pk>/remove/", sheets.remove, name="sheet-remove"),
    path("<slug:slug>/paper/<uuid:pk>/rows/", sheets.take_in, name="sheet-rows"),
    path("<slug:slug>/contacts/", contacts.export, name="contact-export"),
]
