"""Passphrases: the same text opens, however it was typed."""

import pytest
from conftest import KEY

import lamella


def test_composed_and_decomposed_text_open_the_same_diary(path):
    lamella.create(path, passphrase="Zo\u00eb\u3000\u5bc6\u78bc").close()
    lamella.open(path, passphrase="Zoe\u0308\u00a0\u5bc6\u78bc").close()
    lamella.open(path, passphrase="Zo\u00eb \u5bc6\u78bc".encode()).close()
    with pytest.raises(lamella.WrongSecret):
        lamella.open(path, passphrase="Zoe \u5bc6\u78bc")


def test_bytes_are_taken_as_they_are(path):
    secret = b"\x00\xff\xfe not UTF-8"
    lamella.create(path, passphrase=secret).close()
    lamella.open(path, passphrase=secret).close()
    with pytest.raises(lamella.WrongSecret):
        lamella.open(path, passphrase=secret[1:])


def test_case_width_and_compatibility_forms_stay():
    for text in ("Aa", "\uff21", "\ufb01", "\u2460", "👩‍⚕️"):
        assert lamella.prepare_passphrase(text) == text.encode()


@pytest.mark.parametrize("text", ["", "a\nb", "a\0b", "\x7f", "\x85", "lone \ud800", b""])
def test_what_is_no_passphrase_is_refused(path, text):
    with pytest.raises(lamella.InvalidArgument):
        lamella.create(path, passphrase=text)
    assert not path.exists()


def test_other_types_are_refused(path):
    with pytest.raises(TypeError):
        lamella.create(path, passphrase=12345678)


def test_a_passphrase_may_not_cost_too_little_or_too_much(path):
    for cost in ({"memory_kib": 4}, {"passes": 1}, {"memory_kib": 2**30}, {"passes": 65}):
        with pytest.raises(lamella.InvalidArgument):
            lamella.create(path, passphrase="a", **cost)
    lamella.create(path, passphrase="a", memory_kib=32 * 1024, passes=2).close()
    with pytest.raises(lamella.NoSuchKey):
        lamella.open(path, device_key=KEY)
