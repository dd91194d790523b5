"""One exception class for each code of the core."""

import inspect

import pytest

import lamella
import lamella.errors

CODES = [code for code in lamella.Code if code != lamella.Code.OK]


def subclasses():
    return [
        value
        for _, value in inspect.getmembers(lamella.errors, inspect.isclass)
        if issubclass(value, lamella.Error) and value is not lamella.Error
    ]


def test_classes_and_codes_are_one_to_one():
    assert sorted(cls.code for cls in subclasses()) == CODES
    assert len(CODES) == 27


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_a_class_is_named_after_its_code_and_is_public(code):
    name = "".join(word.capitalize() for word in code.name.split("_"))
    raised = lamella.errors.error_of(code, "what failed", 7)
    assert type(raised) is getattr(lamella, name)
    assert (raised.code, raised.detail, str(raised)) == (code, 7, "what failed")


def test_a_code_of_the_future_is_a_plain_error():
    assert type(lamella.errors.error_of(60, "sync failed", 0)) is lamella.Error


def test_the_detail_of_the_core_arrives(tmp_path):
    with pytest.raises(lamella.Io) as caught:
        lamella.create(tmp_path / "no such folder" / "x.db", device_key=bytes(32))
    assert caught.value.detail != 0
