"""Every kind of pod told to stop, and killed, while staff work: no request, no message, no mail is lost."""

import pytest

from tests.rehearsal.cluster import Cluster, until
from tests.rehearsal.outside import Outside
from tests.rehearsal.release import COMPONENTS, PRE_STOP, WEB, WORKERS
from tests.rehearsal.stopping import claimed, killed, told_to_stop, troubles, waiting, whole_again
from tests.rehearsal.traffic import PATIENCE, Staff, at_work

pytestmark = [pytest.mark.rehearsal, pytest.mark.timeout(600)]
LEASE = 300.0
"""Seconds: services/notifications/domain/sending.py has four minutes."""
SENDER = "notifications-worker"


def grace(component: str) -> float:
    """What the chart gives a pod: seconds to be forgotten by the Services, 35 to stop, 105 to send."""
    return PRE_STOP + (105.0 if component == SENDER else 35.0)


@pytest.mark.parametrize("components", [WEB, WORKERS], ids=["web", "workers"])
def test_pods_told_to_stop_at_once_end_well_and_nothing_is_lost(
    components: tuple[str, ...], cluster: Cluster, staff: Staff, outside: Outside
) -> None:
    """One of every kind, as when a node is drained."""
    with at_work(cluster, staff) as (work, asking):
        ends = told_to_stop(cluster, {name: cluster.ready(name)[0] for name in components})
        for component in components:
            whole_again(cluster, component)
    assert {name: end for name, end in ends.items() if end.code != "0" or end.took >= grace(name)} == {}
    assert troubles(work, asking, outside) == []
    assert work.rounds >= 1 and asking.asked > 20


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_pod_that_is_killed_costs_requests_to_itself_until_it_is_back_and_nothing_else(
    component: str, cluster: Cluster, staff: Staff, outside: Outside
) -> None:
    """A mail may come twice where its sender dies between the server's answer and the note of it.

    What a killed sender had in hand goes out four minutes later: only then is it sure to be dead.
    """
    with at_work(cluster, staff, LEASE if component == SENDER else PATIENCE) as (work, asking):
        killed(cluster, cluster.ready(component)[0])
        held = claimed(outside) if component == SENDER else set()
        whole_again(cluster, component)
        until(lambda: not held & claimed(outside), lambda: f"still claimed: {held}", LEASE)
    lost = [fault for fault in work.faults if "lost" in fault]
    in_hand = [fault for fault in work.faults if "lost" not in fault]
    assert lost == []
    assert in_hand == [] or (component == "planning-web" and len(in_hand) <= 3), in_hand
    assert {fault.partition(":")[0] for fault in asking.faults} <= {component}, asking.faults
    assert work.twice <= (1 if component == SENDER else 0)
    until(lambda: not waiting(outside), lambda: f"never done: {waiting(outside)}")
