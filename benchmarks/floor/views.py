"""A list, a detail page, a form."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from benchmarks.floor.models import Issue

IssueForm = modelform_factory(Issue, fields=["code", "title", "description", "priority", "component", "assignee"])


@login_required
def issue_list(request: HttpRequest) -> HttpResponse:
    """Fifty issues a page."""
    issues = Issue.objects.select_related("component", "assignee")
    page = Paginator(issues, 50).get_page(request.GET.get("page"))
    return render(request, "floor/list.html", {"page": page})


@login_required
def issue_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue."""
    issue = get_object_or_404(Issue.objects.select_related("component", "assignee"), pk=pk)
    return render(request, "floor/detail.html", {"issue": issue})


@login_required
def issue_create(request: HttpRequest) -> HttpResponse:
    """A new issue."""
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("detail", pk=form.save().pk)
    return render(request, "floor/form.html", {"form": form})
