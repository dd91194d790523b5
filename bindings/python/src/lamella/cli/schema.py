"""What is the same in each JSON object that the command prints."""

from lamella._core import version

#: Grows when a member is renamed, removed or means something else; not for a new member.
SCHEMA = 1


def head(command: str | None) -> dict[str, object]:
    """The member ``lamella``.

    >>> head("show")["command"]
    'show'
    """
    return {"command": command, "schema": SCHEMA, "version": version()}
