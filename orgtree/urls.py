from django.urls import path

from orgtree.pages import dossiers, entry, newcomers, people, typing_aids, units, vouching

urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("people/", people.people, name="people"),
    path("people/export/", people.export, name="people-export"),
    path("people/new/", newcomers.person_new, name="person-new"),
    path("people/<int:pk>/", dossiers.person, name="person"),
    path("people/<int:pk>/confirm/", vouching.confirm, name="person-confirm"),
    path("people/<int:pk>/clear/", vouching.clear, name="warning-clear"),
    path("people/<int:pk>/<slug:section>/", entry.section, name="section"),
    path("people/<int:pk>/<slug:section>/shown/", entry.panel, name="panel"),
    path("people/<int:pk>/<slug:section>/new/", entry.row_new, name="row-new"),
    path("people/<int:pk>/<slug:section>/<int:row>/", entry.row, name="row"),
    path("people/<int:pk>/<slug:section>/<int:row>/remove/", entry.row_remove, name="row-remove"),
    path("suggest/<slug:source>/", typing_aids.suggestions, name="suggest"),
    path("drafts/", typing_aids.draft, name="draft"),
]
