"""One question or a short form on a page of its own: shows it, reads it, gives the command's refusal back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from plumbing.neighbour import NeighbourRefused
from plumbing.web.forms import Form, blank_form, read_form, with_error
from services.planning.commands.record_event import CannotRecord
from services.planning.commands.register_child import CannotRegister
from services.planning.domain.child import CannotAllocate, CannotRecordBirth, CannotRecordStep
from services.planning.domain.circulation import CannotCirculate
from services.planning.domain.guarding import CannotRecordConflict, CannotRestrict
from services.planning.domain.meeting import CannotChangeMeeting, CannotSignOff
from services.planning.domain.opening import CannotOpen
from services.planning.domain.plan import CannotAgreePlan, CannotEndPlan
from services.planning.procedures.overrides import CannotOverride
from services.planning.web.neighbours_words import SAID, words_said

REFUSALS = (
    CannotRecord,
    CannotAllocate,
    CannotOverride,
    CannotSignOff,
    CannotRegister,
    CannotRecordStep,
    CannotRecordBirth,
    CannotCirculate,
    CannotChangeMeeting,
    CannotAgreePlan,
    CannotEndPlan,
    CannotOpen,
    CannotRestrict,
    CannotRecordConflict,
)


@dataclass(frozen=True)
class FormPage:
    """`template` gets `form`, `title`, `back`, `intro`, `save` and whatever `more` holds."""

    title: str
    back: str
    intro: str = ""
    save: str = "Save"
    template: str = "form.html"
    more: Mapping[str, Any] | None = None


def show(page: FormPage, form: Form, status: int = 200) -> ResponseReturnValue:
    body = render_template(
        page.template,
        form=form,
        title=page.title,
        back=page.back,
        intro=page.intro,
        save=page.save,
        **(page.more or {}),
    )
    return body, status


def sorry(title: str, back: str, words: str) -> ResponseReturnValue:
    """A page in place of a form that could not be sent, and why."""
    return show(FormPage(title, back, words, template="sorry.html"), blank_form(Schema()), 409)


def answer(
    page: FormPage,
    schema: Schema,
    act: Callable[[Mapping[str, Any]], object],
    *,
    done: str | Callable[[], str],
    then: str = "",
    blank: Mapping[str, Any] | None = None,
) -> ResponseReturnValue:
    """GET shows the form; POST acts, then goes on to `then` (or back). A refusal keeps what was typed.

    `done`: what the next page says of it, or what finds the words once it is done.
    """
    if request.method != "POST":  # a HEAD only looks, and no token guards it
        return show(page, blank_form(schema, blank))
    form = read_form(schema, request.form)
    if form.errors:
        return show(page, form, 400)
    try:
        result = act(form.values)
    except REFUSALS as refusal:
        return show(page, with_error(form, next(iter(schema.fields)), str(refusal)), 400)
    except NeighbourRefused as refusal:
        if refusal.status not in SAID:
            raise
        return show(page, with_error(form, next(iter(schema.fields)), words_said(refusal)), 400)
    told = done() if callable(done) else done
    if told:
        flash(told)
    return redirect((then or page.back).replace("{id}", str(result)), code=303)
