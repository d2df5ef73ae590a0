"""Records a step of an assessment: started, finished by the worker, authorised by a manager."""

from datetime import date

from cin.v1 import child_pb2
from sqlalchemy import select

from services.planning.adapters import tables
from services.planning.commands.desk import Desk, find_to_change, new_id
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.domain.child import Assessment, CannotRecordStep, Child


def record_assessment(desk: Desk, child: str, step: str, on: date, by: str, outcome: str = "") -> str:
    """The assessment's id: the child's latest, or a new one where this step starts one."""
    if on > desk.today:
        raise CannotRecordStep("That day lies in the future: record what has happened.")
    with desk.act("record_assessment", child) as session:
        whose = find_to_change(session, Child, child)
        query = select(Assessment).where(tables.assessment.c.child == child)
        latest = session.scalars(query.order_by(tables.assessment.c.started_on.desc())).first()
        if latest is None or (step == "started" and latest.authorised_on and on > latest.authorised_on):
            if step != "started":
                raise CannotRecordStep("Record the day the assessment started first.")
            latest = Assessment(new_id(), child, on)
            session.add(latest)
        latest.record(step, on, by, outcome)
        whose.version += 1
        session.flush()
        desk.announce(
            session,
            child_pb2.AssessmentRecorded(
                child=child, version=whose.version, assessment=latest.id, step=step, on=on.isoformat()
            ),
        )
        reckon_duties(desk, session, child)
        return latest.id
