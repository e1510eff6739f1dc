"""Urls of programmes as a whole."""

from django.urls import path

from governance_app.overview.views import (
    checkpoints,
    directory,
    figures,
    ledger,
    members,
    people,
    phases,
    policy,
    programmes,
    segregation,
    setup,
    steering,
    work,
)

app_name = "overview"
urlpatterns = [
    path("", programmes.programmes, name="programmes"),
    path("new/", setup.new, name="new"),
    path("new/import/<str:what>/", directory.table_import, name="directory"),
    path("new/import/<str:what>/template/", directory.table_template, name="directory-template"),
    path("new/import/<str:what>/<uuid:file>/", directory.table_apply, name="directory-apply"),
    path("<slug:slug>/", programmes.programme, name="programme"),
    path("<slug:slug>/edit/", setup.edit, name="edit"),
    path("<slug:slug>/steering/", steering.steering, name="steering"),
    path("<slug:slug>/figures/", figures.key_figures, name="figures"),
    path("<slug:slug>/changes/", figures.changes, name="changes"),
    path("<slug:slug>/remind/", figures.remind, name="remind"),
    path("<slug:slug>/members/", people.members, name="members"),
    path("<slug:slug>/members/new/", members.member_new, name="members-new"),
    path("<slug:slug>/members/<int:number>/revoke/", members.member_revoke, name="members-revoke"),
    path("<slug:slug>/departments/new/", members.department_new, name="departments-new"),
    path("<slug:slug>/departments/<str:code>/remove/", members.department_remove, name="departments-remove"),
    path("<slug:slug>/members/work/", work.work_changes, name="work-history"),
    path("<slug:slug>/members/work/new/", work.work_new, name="work-new"),
    path("<slug:slug>/members/work/standard/", work.work_start, name="work-standard"),
    path("<slug:slug>/members/work/<str:code>/edit/", work.work_edit, name="work-edit"),
    path("<slug:slug>/members/work/<str:code>/remove/", work.work_gone, name="work-remove"),
    path("<slug:slug>/permissions/", people.permissions, name="permissions"),
    path("<slug:slug>/policy/", policy.policy, name="policy"),
    path("<slug:slug>/segregation/", segregation.report, name="segregation"),
    path("<slug:slug>/segregation/export/", segregation.export, name="segregation-export"),
    path("<slug:slug>/ledger/", ledger.ledger, name="ledger"),
    path("<slug:slug>/ledger/checkpoint/", checkpoints.checkpoint_new, name="checkpoint-new"),
    path("<slug:slug>/ledger/checkpoint/<int:rows>/", checkpoints.checkpoint_file, name="checkpoint"),
    path("<slug:slug>/<str:segment>/", phases.phase, name="phase"),
]
