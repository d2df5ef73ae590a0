"""The council's procedure in plain sentences, as it is in force today; it holds nothing of anybody's."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from plumbing.web.guard import guarded
from services.planning.procedures.explaining import explain
from services.planning.web.site import desk, no_thing

pages = Blueprint("procedure", __name__)


@pages.get("/procedure")
@guarded("see_procedure", no_thing)
def procedure() -> ResponseReturnValue:
    return render_template("procedure.html", council=desk().council.name, parts=explain(desk().council))
