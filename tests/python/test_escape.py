"""Text that reaches a terminal or a line of a file shows, and does not act."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lamella
from lamella.escape import escape, unescape

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT)
def test_every_text_comes_back(text):
    assert unescape(escape(text)) == text


@given(TEXT)
def test_nothing_that_acts_is_left(text):
    shown = escape(text)
    assert not any(c < " " or "\x7f" <= c <= "\x9f" for c in shown)
    assert not set(shown) & set(
        "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def test_what_only_shows_stays_as_it_is():
    for text in ("itch 6/10", "Neurodermitis süß", "עור", "👩‍👩‍👧", "皮肤"):
        assert escape(text) == text


@pytest.mark.parametrize("text", ["\\", "a\\q", "\\x1", "\\U00110000"])
def test_a_backslash_out_of_place_is_refused(text):
    with pytest.raises(lamella.InvalidArgument):
        unescape(text)
