"""The C++ core of lamella. Use the package lamella instead."""

import enum
import sys
from collections.abc import Callable, Sequence
from typing import Any, Never, Self, SupportsFloat

FORMAT: int

# Not there at run time: what pybind11 gives to all of its classes.
class _Type(type): ...

class _Bound(metaclass=_Type):
    def __init__(self, *args: Never, **kwargs: Never) -> None: ...

class _Value(metaclass=_Type):
    def replace(self, **fields: Any) -> Self: ...
    def fields(self) -> dict[str, Any]: ...
    def __eq__(self, other: object) -> bool: ...
    __hash__: None  # type: ignore[assignment]

class Code(enum.IntEnum):
    __pybind11_native_enum__: object
    OK = 0
    INTERNAL = 1
    INVALID_ARGUMENT = 2
    MALFORMED_MESSAGE = 3
    NOT_FOUND = 4
    ALREADY_EXISTS = 5
    CANCELLED = 6
    OUT_OF_MEMORY = 7
    IO = 8
    DISK_FULL = 9
    BUSY = 10
    READ_ONLY = 11
    CLOSED = 12
    FORKED_PROCESS = 13
    WRONG_SECRET = 20
    SLOT_DAMAGED = 21
    NEEDS_KEYS = 22
    KEY_UNAVAILABLE_NOW = 23
    NO_SUCH_KEY = 24
    LAST_PORTABLE_SLOT = 25
    DATABASE_MISSING = 30
    DAMAGED = 31
    MISMATCH = 32
    PLAIN_TEXT = 33
    NOT_ENCRYPTED = 34
    ROLLBACK = 35
    TOO_NEW = 36
    UNRELEASED_FORMAT = 37

class OriginKind(enum.IntEnum):
    __pybind11_native_enum__: object
    UNSPECIFIED = 0
    PERSON = 1
    DEVICE = 2

class Recall(enum.IntEnum):
    __pybind11_native_enum__: object
    UNSPECIFIED = 0
    NOW = 1
    TODAY = 2
    LAST_24_HOURS = 3
    LAST_NIGHT = 4
    LAST_7_DAYS = 5

class FactorCategory(enum.IntEnum):
    __pybind11_native_enum__: object
    UNSPECIFIED = 0
    FOOD = 1
    CONTACT = 2
    CLIMATE = 3
    AIR = 4
    ACTIVITY = 5
    MIND = 6
    INFECTION = 7
    OTHER = 8

class FactorKind(enum.IntEnum):
    __pybind11_native_enum__: object
    UNSPECIFIED = 0
    PRESENCE = 1
    AMOUNT = 2

class Silence(enum.IntEnum):
    __pybind11_native_enum__: object
    UNSPECIFIED = 0
    EXPLICIT = 1
    IMPLIED_ON_CHECKED_DAYS = 2

class Reduce(enum.IntEnum):
    __pybind11_native_enum__: object
    LAST = 0
    MEAN = 1
    MAX = 2
    SUM = 3

class CorrelationMethod(enum.IntEnum):
    __pybind11_native_enum__: object
    PEARSON = 0
    SPEARMAN = 1

class PutStatus(enum.IntEnum):
    __pybind11_native_enum__: object
    ADDED = 0
    EXISTS = 1
    DIFFERS = 2
    DELETED = 3

def version() -> str: ...
def sqlcipher_version() -> str: ...

class When(_Value):
    def __init__(
        self,
        *,
        local_day: int | None = None,
        utc_ms: int | None = None,
        offset_min: int | None = None,
        zone: str = "",
        end_utc_ms: int | None = None,
        unknown_fields: bytes = b"",
    ) -> None: ...
    @property
    def local_day(self) -> int | None: ...
    @property
    def utc_ms(self) -> int | None: ...
    @property
    def offset_min(self) -> int | None: ...
    @property
    def zone(self) -> str: ...
    @property
    def end_utc_ms(self) -> int | None: ...
    @property
    def unknown_fields(self) -> bytes: ...

class Origin(_Value):
    def __init__(
        self,
        *,
        source: str = "",
        kind: OriginKind | int | str = 0,
        entered_ms: int | None = None,
        unknown_fields: bytes = b"",
    ) -> None: ...
    @property
    def source(self) -> str: ...
    @property
    def kind(self) -> OriginKind | int: ...
    @property
    def entered_ms(self) -> int | None: ...
    @property
    def unknown_fields(self) -> bytes: ...

class Scale(_Value):
    def __init__(self, *, min: float = 0, max: float = 10) -> None: ...
    @property
    def min(self) -> float: ...
    @property
    def max(self) -> float: ...

class Symptom(_Value):
    def __init__(
        self,
        *,
        item: str = "",
        score: float | None = None,
        scale: Scale | None = None,
        recall: Recall | int | str = 0,
        site: str = "",
        unknown_fields: bytes = b"",
    ) -> None: ...
    @property
    def item(self) -> str: ...
    @property
    def score(self) -> float | None: ...
    @property
    def scale(self) -> Scale | None: ...
    @property
    def recall(self) -> Recall | int: ...
    @property
    def site(self) -> str: ...
    @property
    def unknown_fields(self) -> bytes: ...

class Exposure(_Value):
    def __init__(
        self,
        *,
        factor: str = "",
        present: bool | None = None,
        amount: float | None = None,
        unit: str = "",
        site: str = "",
        unknown_fields: bytes = b"",
    ) -> None: ...
    @property
    def factor(self) -> str: ...
    @property
    def present(self) -> bool | None: ...
    @property
    def amount(self) -> float | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def site(self) -> str: ...
    @property
    def unknown_fields(self) -> bytes: ...

class Measurement(_Value):
    def __init__(
        self,
        *,
        kind: str = "",
        value: float | None = None,
        unit: str = "",
        site: str = "",
        device: str = "",
        room_temperature: float | None = None,
        room_humidity: float | None = None,
        unknown_fields: bytes = b"",
    ) -> None: ...
    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def site(self) -> str: ...
    @property
    def device(self) -> str: ...
    @property
    def room_temperature(self) -> float | None: ...
    @property
    def room_humidity(self) -> float | None: ...
    @property
    def unknown_fields(self) -> bytes: ...

class Dose(_Value):
    def __init__(
        self,
        *,
        drug: str = "",
        strength: float | None = None,
        strength_unit: str = "",
        vehicle: str = "",
        grams: float | None = None,
        fingertip_units: float | None = None,
        site: str = "",
        not_taken: bool = False,
        unknown_fields: bytes = b"",
    ) -> None: ...
    @property
    def drug(self) -> str: ...
    @property
    def strength(self) -> float | None: ...
    @property
    def strength_unit(self) -> str: ...
    @property
    def vehicle(self) -> str: ...
    @property
    def grams(self) -> float | None: ...
    @property
    def fingertip_units(self) -> float | None: ...
    @property
    def site(self) -> str: ...
    @property
    def not_taken(self) -> bool: ...
    @property
    def unknown_fields(self) -> bytes: ...

class DayCheck(_Value):
    def __init__(self, *, factors: Sequence[str] = (), unknown_fields: bytes = b"") -> None: ...
    @property
    def factors(self) -> list[str]: ...
    @property
    def unknown_fields(self) -> bytes: ...

class Factor(_Value):
    def __init__(
        self,
        *,
        code: str = "",
        name: str = "",
        category: FactorCategory | int | str = 0,
        kind: FactorKind | int | str = 0,
        unit: str = "",
        silence: Silence | int | str = 0,
        since_day: int | None = None,
        unknown_fields: bytes = b"",
    ) -> None: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def category(self) -> FactorCategory | int: ...
    @property
    def kind(self) -> FactorKind | int: ...
    @property
    def unit(self) -> str: ...
    @property
    def silence(self) -> Silence | int: ...
    @property
    def since_day(self) -> int | None: ...
    @property
    def unknown_fields(self) -> bytes: ...

class Record(_Value):
    def __init__(
        self,
        *,
        when: When | None = None,
        note: str = "",
        origin: Origin | None = None,
        body: Symptom | Exposure | Measurement | Dose | DayCheck | Factor | None = None,
        unknown_fields: bytes = b"",
    ) -> None: ...
    @property
    def when(self) -> When | None: ...
    @property
    def note(self) -> str: ...
    @property
    def origin(self) -> Origin | None: ...
    @property
    def body(self) -> Symptom | Exposure | Measurement | Dose | DayCheck | Factor | None: ...
    @property
    def unknown_fields(self) -> bytes: ...

def encode(record: Record) -> bytes: ...
def decode(record: bytes) -> Record: ...
def type_name(type: int) -> str: ...
def type_of_name(name: str) -> int: ...
def default_day(recall: Recall | int | str, utc_ms: int, offset_min: int) -> int: ...
def random_id() -> bytes: ...
def import_id(
    source: str, series: str, utc_ms: int | None, local_day: int, ordinal: int
) -> bytes: ...
def definition_id(kind: str, code: str) -> bytes: ...

class Column(_Bound):
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def metadata(self) -> dict[str, str]: ...
    @property
    def categories(self) -> list[str]: ...
    def __len__(self) -> int: ...
    def texts(self) -> list[str]: ...
    def ids(self) -> list[bytes]: ...
    if sys.version_info >= (3, 12):
        def __buffer__(self, flags: int, /) -> memoryview: ...

class Table(_Bound):
    @property
    def column_names(self) -> list[str]: ...
    def __len__(self) -> int: ...
    def column(self, name: str) -> Column: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...

class Task(metaclass=_Type):
    def __init__(self) -> None: ...
    def cancel(self) -> None: ...
    @property
    def cancelled(self) -> bool: ...
    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...

class GridColumn(metaclass=_Type):
    def __init__(self, name: str, values: Sequence[SupportsFloat], unit: str = "1") -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def reduce(self) -> Reduce: ...

class DayGrid(metaclass=_Type):
    def __init__(self, first_day: int, days: int, columns: Sequence[GridColumn]) -> None: ...
    @property
    def first_day(self) -> int: ...
    @property
    def days(self) -> int: ...
    @property
    def columns(self) -> list[GridColumn]: ...

def grid_table(grid: DayGrid) -> Table: ...

class Correlation(_Bound):
    @property
    def r(self) -> float | None: ...
    @property
    def p(self) -> float | None: ...
    @property
    def n(self) -> int: ...

class LaggedCorrelation(_Bound):
    @property
    def exposure(self) -> str: ...
    @property
    def lags(self) -> list[int]: ...
    @property
    def correlation(self) -> Correlation: ...

class CorrelationReport(_Bound):
    @property
    def outcome(self) -> str: ...
    @property
    def method(self) -> CorrelationMethod: ...
    @property
    def alpha(self) -> float: ...
    @property
    def pairs(self) -> list[LaggedCorrelation]: ...
    @property
    def family(self) -> int: ...
    @property
    def found(self) -> int: ...
    @property
    def by_chance(self) -> float | None: ...
    @property
    def shifts(self) -> int: ...

def correlate(
    x: Sequence[float], y: Sequence[float], method: CorrelationMethod = ...
) -> Correlation: ...
def window_mean(values: Sequence[float], lags: Sequence[int]) -> list[float]: ...
def lagged_correlations(
    grid: DayGrid,
    exposures: Sequence[str],
    outcome: str,
    lags: Sequence[Sequence[int]],
    method: CorrelationMethod,
    alpha: float,
    shifts: int,
    task: Task | None = None,
) -> CorrelationReport: ...

class SimulatedFactor(_Value):
    def __init__(
        self,
        *,
        code: str = "",
        binary: bool = True,
        prevalence: float = 0.2,
        phi: float = 0,
        effect: float = 0,
        lag: int = 1,
    ) -> None: ...
    @property
    def code(self) -> str: ...
    @property
    def binary(self) -> bool: ...
    @property
    def prevalence(self) -> float: ...
    @property
    def phi(self) -> float: ...
    @property
    def effect(self) -> float: ...
    @property
    def lag(self) -> int: ...

class Simulation(_Bound):
    @property
    def first_day(self) -> int: ...
    @property
    def max_score(self) -> int: ...
    @property
    def latent(self) -> list[float]: ...
    @property
    def score(self) -> list[float]: ...
    @property
    def factors(self) -> list[tuple[SimulatedFactor, list[float]]]: ...

def simulate(
    seed: int,
    days: int,
    first_day: int,
    rho: float,
    missing: float,
    max_score: int,
    factors: Sequence[SimulatedFactor],
) -> Simulation: ...
def simulated_records(simulation: Simulation) -> list[bytes]: ...

class Credential(_Bound):
    @staticmethod
    def passphrase(passphrase: bytes, memory_kib: int, passes: int) -> Credential: ...
    @staticmethod
    def device_key(key: bytes, blob: bytes) -> Credential: ...
    @staticmethod
    def key_store(unwrap: Callable[[bytes], bytes]) -> Credential: ...
    @staticmethod
    def recovery_code(code: bytes) -> Credential: ...
    @staticmethod
    def both(passphrase: Credential, device_key: Credential) -> Credential: ...

class KeySlot(_Bound):
    @property
    def id(self) -> bytes: ...
    @property
    def kind(self) -> str: ...
    @property
    def memory_kib(self) -> int: ...
    @property
    def passes(self) -> int: ...
    @property
    def portable(self) -> bool: ...
    @property
    def opened(self) -> bool: ...

class PutResult(_Bound):
    @property
    def id(self) -> bytes: ...
    @property
    def status(self) -> PutStatus: ...

class Conflict(_Bound):
    @property
    def register_number(self) -> int: ...
    @property
    def others(self) -> list[bytes]: ...

class Entry(_Bound):
    @property
    def id(self) -> bytes: ...
    @property
    def type(self) -> int: ...
    @property
    def revision(self) -> bytes: ...
    @property
    def record(self) -> bytes: ...
    @property
    def conflicts(self) -> list[Conflict]: ...
    @property
    def newer(self) -> bool: ...

class Page(_Bound):
    @property
    def entries(self) -> list[Entry]: ...
    @property
    def next_token(self) -> bytes: ...
    @property
    def changed(self) -> bool: ...

class Summary(_Bound):
    @property
    def entries(self) -> int: ...
    @property
    def samples(self) -> int: ...
    @property
    def deleted(self) -> int: ...
    @property
    def days(self) -> int: ...
    @property
    def first_day(self) -> int | None: ...
    @property
    def last_day(self) -> int | None: ...
    @property
    def block_bytes(self) -> int: ...
    @property
    def file_bytes(self) -> int: ...
    @property
    def entries_by_type(self) -> dict[int, int]: ...

class NewRecords(_Bound):
    def __init__(self, records: Sequence[tuple[bytes, bytes | None]]) -> None: ...
    def __len__(self) -> int: ...

class RowEncoder(_Bound):
    def __init__(self, source: str, kind: OriginKind | int | str) -> None: ...
    def encode(
        self,
        *,
        bodies: Sequence[_Value],
        body: object,
        local_day: object,
        utc_ms: object = None,
        offset_min: object = None,
        zones: Sequence[str] = (),
        zone: object = None,
        entered_ms: object = None,
        values: object = None,
        notes: Sequence[str] = (),
        note: object = None,
    ) -> NewRecords: ...

class Diary(_Bound):
    @staticmethod
    def create(path: bytes, credential: Credential) -> Diary: ...
    @staticmethod
    def open(
        path: bytes, credential: Credential, read_only: bool, accept_rollback: bool
    ) -> Diary: ...
    @staticmethod
    def shred(path: bytes) -> None: ...
    def close(self) -> None: ...
    def suspend(self) -> None: ...
    def resume(self, credential: Credential) -> None: ...
    def keys(self) -> list[KeySlot]: ...
    def add_key(self, credential: Credential) -> bytes: ...
    def add_recovery_code(self) -> bytes: ...
    def remove_key(self, slot: bytes) -> None: ...
    def replace_key(self, slot: bytes, credential: Credential) -> bytes: ...
    def rotate(self, keep: Sequence[Credential]) -> list[KeySlot]: ...
    def put(self, record: bytes, id: bytes | None = None) -> bytes: ...
    def put_many(
        self,
        records: Sequence[tuple[bytes, bytes | None]],
        skip_existing: bool = False,
        task: Task | None = None,
    ) -> list[PutResult]: ...
    def put_stream(
        self,
        next: Callable[[], NewRecords | None],
        done: Callable[[bytes], None],
        skip_existing: bool,
        dry_run: bool,
        task: Task | None = None,
    ) -> None: ...
    def get(self, id: bytes) -> Entry: ...
    def edit(
        self, id: bytes, revision: bytes, patch: bytes, clear: Sequence[int] = ()
    ) -> bytes: ...
    def delete(self, id: bytes) -> None: ...
    def restore(self, id: bytes, record: bytes) -> None: ...
    def query(
        self,
        first_day: int | None = None,
        last_day: int | None = None,
        from_ms: int | None = None,
        before_ms: int | None = None,
        types: Sequence[int] = (),
        code: str | None = None,
        site: str | None = None,
        limit: int = 100,
        newest_first: bool = False,
        token: bytes = b"",
    ) -> Page: ...
    def samples(
        self,
        series: Sequence[str],
        site: str | None,
        first_day: int | None,
        last_day: int | None,
        record_ids: bool,
        task: Task | None = None,
    ) -> Table: ...
    def records(
        self,
        type: str,
        first_day: int | None,
        last_day: int | None,
        task: Task | None = None,
    ) -> Table: ...
    def daily(
        self,
        series: Sequence[str],
        site: str | None,
        first_day: int | None,
        last_day: int | None,
        reduce: Reduce | None,
        task: Task | None = None,
    ) -> DayGrid: ...
    def lagged_correlations(
        self,
        outcome: str,
        exposures: Sequence[str],
        site: str | None,
        first_day: int | None,
        last_day: int | None,
        reduce: Reduce | None,
        lags: Sequence[Sequence[int]],
        method: CorrelationMethod,
        alpha: float,
        shifts: int,
        task: Task | None = None,
    ) -> CorrelationReport: ...
    def summary(self) -> Summary: ...
    def change_count(self) -> int: ...
    def rebuild(self, task: Task | None = None) -> None: ...
