"""What an operator gets wrong, and what breaks outside: a line says so; what ran goes on or comes back."""

from pathlib import Path

import pytest

from tests.rehearsal.cluster import ROOT, Cluster, Refused, is_ready, name_of, said_at_readyz, until
from tests.rehearsal.handed_out import everything, secret
from tests.rehearsal.outside import Outside
from tests.rehearsal.release import COMPONENTS, WORKERS, Release
from tests.rehearsal.stopping import troubles
from tests.rehearsal.traffic import Staff, at_work

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(900)]
PROCEDURE = ROOT / "services" / "planning" / "procedures" / "newcastle"


def _pods(cluster: Cluster) -> dict[str, int]:
    """How often the containers of each were started again."""
    found = [pod for component in COMPONENTS for pod in cluster.pods(component) if is_ready(pod)]
    return {name_of(pod): pod["status"]["containerStatuses"][0]["restartCount"] for pod in found}


def test_a_key_that_is_missing_in_a_secret_is_named_and_what_ran_goes_on(
    cluster: Cluster, staff: Staff, release: Release, outside: Outside, keys: Path
) -> None:
    before = _pods(cluster)
    whole = everything(outside, keys)
    lacking = next(thing for thing in whole if name_of(thing) == "cin-records")
    data = {name: value for name, value in lacking["data"].items() if name != "bus-password"}
    cluster.ctl("delete", "secret", "cin-records")
    cluster.apply({**secret("cin-records", {}), "data": data})
    with (
        at_work(cluster, staff) as (work, asking),
        pytest.raises(Refused, match="key bus-password in Secret"),
    ):
        release.upgrade(wait="40s", records={"worker": {"resources": {"requests": {"cpu": "60m"}}}})
    assert troubles(work, asking, outside) == []
    cluster.apply(*whole)
    release.upgrade()
    assert len(_pods(cluster)) == len(before)


def test_a_procedure_with_a_fault_ends_the_upgrade_with_its_line_and_changes_no_pod(
    cluster: Cluster, staff: Staff, release: Release
) -> None:
    before = _pods(cluster)
    files = {f"newcastle/{path.name}": path.read_text("utf-8") for path in PROCEDURE.glob("*.toml")}
    name = next(name for name in files if name.startswith("newcastle/2"))
    files[name] = files[name].replace('"10 working days"', '"10 wroking days"', 1)
    assert "wroking" in files[name]
    with pytest.raises(Refused, match=r"wroking.*working days"):
        release.upgrade(procedures={"files": files})
    assert _pods(cluster) == before


def test_a_broker_that_is_gone_is_named_by_readiness_and_doctor_and_comes_back_by_itself(
    cluster: Cluster, staff: Staff, release: Release, outside: Outside
) -> None:
    before = _pods(cluster)
    outside.broker.stop()
    try:
        waits = [pod for component in WORKERS for pod in cluster.pods(component)]
        until(
            lambda: all("bus" in said_at_readyz(pod) for pod in waits),
            lambda: str([said_at_readyz(pod) for pod in waits]),
        )
        assert all(len(said_at_readyz(pod).splitlines()) <= 3 for pod in waits)
        with pytest.raises(Refused, match="bus|broker") as refused:
            cluster.ctl("exec", name_of(waits[0]), "--", "python", "-m", "services", "bus", "doctor")
        assert "Traceback" not in str(refused.value)
    finally:
        outside.broker.restart()
    until(lambda: _pods(cluster) == before, lambda: f"{_pods(cluster)} is not {before}", 180)
    staff.round()
    assert staff.arrived() == staff.wanted
