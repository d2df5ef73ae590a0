"""What notifications hears: a copy is filed, an invitation is due."""

from collections.abc import Mapping
from functools import partial

from cin.v1 import copy_pb2, invitation_pb2
from google.protobuf.message import Message

from plumbing.consumer import Handler
from services.notifications.commands.desk import Desk
from services.notifications.commands.take_orders import take_copy, take_invitation


def handlers(desk: Desk) -> Mapping[type[Message], Handler]:
    return {
        copy_pb2.CopyFiled: partial(take_copy, desk),
        invitation_pb2.InvitationDue: partial(take_invitation, desk),
    }
