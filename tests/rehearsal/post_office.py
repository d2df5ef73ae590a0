"""A real mail server for the pods, beside the release: the product's catcher behind TLS and a password."""

import base64
from pathlib import Path

from demo.engines.certificates import Authority
from tests.rehearsal.cluster import Object

NAME = "post-office"
USER, PASSWORD = "plans@council.example", "post-office-password"
_SCRIPT = Path(__file__).with_name("secured_office.py")
_FOLDER = "/etc/post-office"
PORTS = {"smtp": 2525, "page": 8004, "admin": 8003}

_PATIENT = {"periodSeconds": 1, "timeoutSeconds": 10, "failureThreshold": 10}
"""It is to stay in its Service while a dozen pods start beside it on two cores. Hence its request too:
without one a node gives it what all others leave, and its answers take longer than anybody waits."""


SECURED = {
    "url": f"smtp://{NAME}:{PORTS['smtp']}",
    "ca": {"existingConfigMap": f"{NAME}-ca"},
}
"""The chart's values for the way out: STARTTLS, who signed the certificate; the password is in a Secret."""
PLAIN = {"url": SECURED["url"], "tls": "off"}
"""For a release that cannot be told who signed it."""


def secrets(folder: Path) -> list[Object]:
    """What it shows, whom it believes, and whom one is to trust."""
    authority = Authority(folder)
    pem = authority.certify(folder / "server.pem", NAME).read_bytes()
    files = {"server.pem": pem, "user": USER.encode(), "password": PASSWORD.encode()}
    data = {name: base64.b64encode(value).decode() for name, value in files.items()}
    data["secured_office.py"] = base64.b64encode(_SCRIPT.read_bytes()).decode()
    return [
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": NAME}, "data": data},
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": f"{NAME}-ca"},
            "data": {"ca.crt": authority.ca.read_text()},
        },
    ]


def deployment(image: str, policy: str, plain: bool = False) -> list[Object]:
    """`plain`: without TLS; the password it wants all the same."""
    labels = {"app.kubernetes.io/component": NAME}
    container = {
        "name": "catcher",
        "image": image,
        "imagePullPolicy": policy,
        "command": ["python", f"{_FOLDER}/secured_office.py"],
        "env": [
            {"name": "CIN_STEERABLE", "value": "1"},
            {"name": "OFFICE_PLAIN", "value": "1" if plain else ""},
        ],
        "ports": [{"name": name, "containerPort": port} for name, port in PORTS.items()],
        "readinessProbe": {"httpGet": {"path": "/readyz", "port": "admin"}, **_PATIENT},
        "resources": {"requests": {"cpu": "300m", "memory": "128Mi"}},
        "volumeMounts": [
            {"name": "tmp", "mountPath": "/tmp"},
            {"name": "own", "mountPath": _FOLDER, "readOnly": True},
        ],
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
        "volumes": [
            {"name": "tmp", "emptyDir": {}},
            {"name": "own", "secret": {"secretName": NAME}},
        ],
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
