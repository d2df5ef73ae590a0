"""The partitioner agrees with Kafka's Java client."""

import pytest

from plumbing.bus.partitions import murmur2, partition_of

JAVA = [  # org.apache.kafka.common.utils.UtilsTest
    ("21", -973932308),
    ("foobar", -790332482),
    ("a-little-bit-long-string", -985981536),
    ("a-little-bit-longer-string", -1486304829),
    ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
    ("abc", 479470107),
]


@pytest.mark.parametrize(("text", "signed"), JAVA)
def test_murmur2_gives_what_java_gives(text: str, signed: int) -> None:
    assert murmur2(text.encode()) == signed & 0xFFFFFFFF


@pytest.mark.parametrize(("text", "signed"), JAVA)
def test_a_partition_is_the_hash_without_its_sign_modulo_their_number(text: str, signed: int) -> None:
    assert partition_of(text, 6) == (signed & 0x7FFFFFFF) % 6
