"""What the fuzzer throws, thrown in small amounts: the seeds, and bytes by Hypothesis."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.draws import DEEPEST, Draws
from tests.fuzz.seeds import SEEDS
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize(("target", "data"), SEEDS)
def test_what_has_been_hostile_before_is_harmless(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=80))
def test_any_bytes_are_harmless(target: str, data: bytes) -> None:
    TARGETS[target](data)


def test_bytes_become_values_and_run_out_in_empty_ones() -> None:
    draws = Draws(b"\x02ab\xff\x01")
    assert (draws.one_of("xyz"), draws.text(), draws.byte()) == ("z", "ab", 1)
    assert (draws.byte(), draws.text()) == (0, "")


def test_a_value_has_the_keys_given_and_ends() -> None:
    value = Draws(b"\x09\x01\x00" + b"\x09" * 100).json(["a"], ["w"])
    depth = 0
    while isinstance(value, dict):
        value, depth = value.get("a"), depth + 1
    assert 1 < depth <= DEEPEST
