"""What opens a diary, as the core takes it."""

from __future__ import annotations

from collections.abc import Callable

from lamella import _core
from lamella.errors import InvalidArgument
from lamella.passphrase import prepare_passphrase

#: 32 bytes, or a function that has the device's key store make them of what it wrapped.
DeviceKey = bytes | Callable[[bytes], bytes]

MEMORY_KIB = 64 * 1024
PASSES = 3


def credential(
    passphrase: str | bytes | None = None,
    device_key: DeviceKey | None = None,
    recovery_code: str | None = None,
    *,
    blob: bytes = b"",
    memory_kib: int = MEMORY_KIB,
    passes: int = PASSES,
) -> _core.Credential:
    """The credential of these secrets; a passphrase and a device key open together.

    Fails with ``InvalidArgument`` for no secret, for a recovery code beside another, and for a
    ``blob`` without a device key.

    >>> try:
    ...     credential("1234", recovery_code="006H-M9SM")
    ... except lamella.InvalidArgument as error:
    ...     print(error)
    a recovery code opens alone: name no other secret
    """
    if blob and device_key is None:
        raise InvalidArgument("blob= is what a key store made of device_key=")
    if recovery_code is not None:
        if passphrase is not None or device_key is not None:
            raise InvalidArgument("a recovery code opens alone: name no other secret")
        return _recovery_code(recovery_code)
    if passphrase is None:
        if device_key is None:
            raise InvalidArgument("name passphrase=, device_key=, both of them, or recovery_code=")
        return _device_key(device_key, blob)
    typed = _core.Credential.passphrase(prepare_passphrase(passphrase), memory_kib, passes)
    if device_key is None:
        return typed
    return _core.Credential.both(typed, _device_key(device_key, blob))


def _device_key(key: DeviceKey, blob: bytes) -> _core.Credential:
    if isinstance(key, bytes):
        return _core.Credential.device_key(key, blob)
    if not callable(key):
        raise TypeError("a device key is bytes, or a function that gives them")
    if blob:
        raise InvalidArgument("blob= goes beside the bytes of the device key, not a function")
    return _core.Credential.key_store(key)


def _recovery_code(code: str) -> _core.Credential:
    if not isinstance(code, str):
        raise TypeError("a recovery code is str")
    return _core.Credential.recovery_code(code.encode(errors="replace"))
