"""Whatever the brokers refuse is told in words that say what to do."""

import pytest
from kafka import errors

from plumbing.bus import NotAllowed
from plumbing.bus.kafka_client import in_our_words


@pytest.mark.parametrize(
    "error", [errors.GroupAuthorizationFailedError, errors.TopicAuthorizationFailedError]
)
def test_a_right_that_is_missing_is_called_so_whichever_question_met_it(error: type[Exception]) -> None:
    with pytest.raises(NotAllowed) as refused, in_our_words("group records"):
        raise error
    said = f"group records: this user lacks the right ({error.__name__}): script/cin bus rights"
    assert str(refused.value) == said


def test_another_refusal_is_not_called_a_missing_right() -> None:
    with pytest.raises(NotAllowed, match=r"^it: the broker refuses \(SaslAuthenticationFailedError\)$"):
        with in_our_words("it"):
            raise errors.SaslAuthenticationFailedError
