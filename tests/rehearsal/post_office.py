"""A real mail server for the pods: the product's own catcher, as a Deployment beside the release."""

from tests.rehearsal.cluster import Object

NAME = "post-office"
PORTS = {"smtp": 2525, "page": 8004, "admin": 8003}

_PATIENT = {"periodSeconds": 1, "timeoutSeconds": 10, "failureThreshold": 10}
"""It is to stay in its Service while a dozen pods start beside it on two cores. Hence its request too:
without one a node gives it what all others leave, and its answers take longer than anybody waits."""


def deployment(image: str, policy: str) -> list[Object]:
    labels = {"app.kubernetes.io/component": NAME}
    container = {
        "name": "catcher",
        "image": image,
        "imagePullPolicy": policy,
        "args": ["run", "--target", "mail:catcher"],
        "env": [{"name": "CIN_STEERABLE", "value": "1"}],
        "ports": [{"name": name, "containerPort": port} for name, port in PORTS.items()],
        "readinessProbe": {"httpGet": {"path": "/readyz", "port": "admin"}, **_PATIENT},
        "resources": {"requests": {"cpu": "300m", "memory": "128Mi"}},
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
    }
    pod = {
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "automountServiceAccountToken": False,
        "containers": [container],
        "volumes": [{"name": "tmp", "emptyDir": {}}],
    }
    template = {"metadata": {"labels": labels}, "spec": pod}
    return [
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": NAME},
            "spec": {"selector": {"matchLabels": labels}, "template": template},
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": NAME},
            "spec": {
                "selector": labels,
                "ports": [{"name": name, "port": port} for name, port in PORTS.items()],
            },
        },
    ]
