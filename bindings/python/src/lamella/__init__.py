"""An encrypted, offline-first eczema diary.

A diary is one encrypted file, with its key file beside it. Make one, write down what happens, and
read it back in columns (``folder`` is a ``pathlib.Path``):

>>> import lamella
>>> diary = lamella.create(folder / "tutorial.db", passphrase="correct horse battery")
>>> itch = diary.log_symptom("itch", 6, at="2026-11-24T21:00+01:00", site="elbow.left")
>>> _ = diary.log_exposure("sweat", True, at="2026-11-24T18:30+01:00")
>>> _ = diary.log_measurement("tewl", 18.2, "g/(m2.h)", at="2026-11-24", site="elbow.left")

Times are aware datetimes, ISO 8601 text, or plain dates for a day without a moment; a datetime
without a zone is refused. Each ``log_`` method returns the id of its entry, with which one reads
and changes it:

>>> entry = diary.get(itch)
>>> entry.fields["score"]
6.0
>>> _ = diary.edit(entry.id, entry.revision, score=5, note="less than I thought")

Without its secret nobody opens a diary again: a recovery code, written on paper, is a second way
in. ``diary.keys`` lists the ways, ``diary.add_key`` adds one, ``diary.remove_key`` takes one away.

>>> code = diary.add_recovery_code()
>>> [slot.kind for slot in diary.keys()]
['passphrase', 'recovery_code']

``samples`` gives the numbers as a long table, ``records`` one kind of entry with all its fields,
and ``daily`` one row a local day, where a missing value is NaN. Tables go to NumPy, pandas, polars
and pyarrow, and to any library that knows Arrow's PyCapsule interface; none of these is needed to
import lamella:

>>> diary.daily().to_pandas()
    local_day  exposure.sweat  measurement.tewl  symptom.itch
0  2026-11-24             1.0              18.2           5.0

Files of other apps are imported with a report, and everything is exported again: see
``diary.import_file`` and ``diary.export``. A diary with known truth can be simulated to try an
analysis on:

>>> diary.close()
>>> diary = lamella.create(folder / "simulated.db", device_key=bytes(32))
>>> _ = lamella.simulate(seed=7, days=365).log_into(diary)
>>> report = diary.lagged_correlations("itch", ["sweat", "wool", "dairy"], lags=[0, 1, (1, 2, 3)])
>>> print(report.chance())
2 of 9 pairs have p < 0.05; by chance alone, this search would find 1.9 in this diary.

``diary.backup`` writes all of a diary to one encrypted file, and ``lamella.restore_backup`` makes a
diary of it again. ``diary.check`` says whether all is as it should be, and ``lamella.salvage``
recovers what can be from a damaged diary. Ctrl-C ends a long call, which then has changed nothing;
a ``Task`` shows how far it is, and cancels it from another thread:

>>> diary.backup(folder / "diary.backup", passphrase="correct horse battery")
>>> diary.check(deep=True, task=lamella.Task(progress=lambda done, total: None))
<lamella.CheckReport: sound>

It is a diary and a measuring tool, not a medical device. Close a diary, or use it in a ``with``
statement; every failure is a ``lamella.Error``:

>>> diary.close()
>>> try:
...     lamella.open(folder / "tutorial.db", passphrase="wrong horse")
... except lamella.WrongSecret as error:
...     print(error)
the secret opens no key slot
"""

# First of all, for it decides which libraries the core finds.
from lamella import _load as _load  # isort: split

from lamella._core import (
    Administration,
    AdverseEvent,
    Answer,
    Answers,
    Attachment,
    CellDonor,
    CellProduct,
    CellTissue,
    Code,
    Course,
    DataSource,
    DayCheck,
    Dose,
    DosePhase,
    DosePlan,
    EventOutcome,
    Exposure,
    Factor,
    FactorCategory,
    FactorKind,
    FollowUp,
    Harvest,
    Lesion,
    LesionAssessment,
    LesionKind,
    LimitKind,
    Measurement,
    Origin,
    OriginKind,
    Preservation,
    ProcessingStep,
    Profile,
    PutResult,
    PutStatus,
    Recall,
    Record,
    Relatedness,
    ReleaseTest,
    Scale,
    Sex,
    Silence,
    SimulatedFactor,
    Symptom,
    Task,
    When,
    decode,
    definition_id,
    encode,
    import_id,
    instrument,
    instruments,
    placebo_easi_75,
    random_id,
    response_definitions,
    sqlcipher_version,
)
from lamella._core import version as _version
from lamella.backups import restore_backup
from lamella.body_map import (
    BodySite,
    body_site,
    body_sites,
    is_within,
    other_side,
    surface_share,
)
from lamella.cell_therapy import (
    IsctCriterion,
    IsctReport,
    RelativeRisk,
    TemperatureReminder,
    fever_after_cells,
    isct_criteria,
    onset_windows,
    temperature_reminders,
)
from lamella.checking import CheckReport, Finding
from lamella.courses import CourseProblem, CourseReminder
from lamella.diary import Diary
from lamella.dose_plan import (
    Adherence,
    DoseCount,
    DoseWindow,
    adherence,
    planned_windows,
)
from lamella.entry import Conflict, Entry, Page
from lamella.errors import (
    AlreadyExists,
    Busy,
    Cancelled,
    Closed,
    Damaged,
    DatabaseMissing,
    DiskFull,
    Error,
    ForkedProcess,
    Internal,
    InvalidArgument,
    Io,
    KeyUnavailableNow,
    LastPortableSlot,
    MalformedMessage,
    Mismatch,
    NeedsKeys,
    NoSuchKey,
    NotEncrypted,
    NotFound,
    OutOfMemory,
    PlainText,
    ReadOnly,
    Rollback,
    SlotDamaged,
    TooNew,
    UnreleasedFormat,
    WrongSecret,
)
from lamella.exporting import ExportReport
from lamella.flares import (
    Flare,
    FlareReport,
    FlareRule,
    Remission,
    RemissionReport,
    TimeToRelapse,
    flare_rules,
    flares,
    remission,
)
from lamella.importing import ImportReport, Rejected
from lamella.insight import (
    Correlation,
    CorrelationReport,
    LaggedCorrelation,
    correlate,
    lag_text,
    lagged_correlations,
    window_mean,
)
from lamella.key_slots import KeySlot
from lamella.lesions import (
    Healing,
    edge_advance,
    ellipse_area,
    ellipse_perimeter,
    healing,
)
from lamella.measures import (
    CatalogueFactor,
    FactorDefinition,
    ReferenceLimit,
    WithinPersonChange,
    change_from_baseline,
    convert,
    factor_catalogue,
    measure,
    measured_change,
    measures,
    reference_limit,
    reference_limits,
)
from lamella.medication import (
    SteroidPotency,
    SteroidUse,
    dose_grams,
    fingertip_units,
    fingertip_units_of_area,
    steroid_potency,
    steroid_use,
)
from lamella.multiplicity import adjusted_p
from lamella.opening import create, open, shred
from lamella.passphrase import prepare_passphrase
from lamella.planned import (
    AsLived,
    TriggerBlock,
    TriggerBlockResult,
    TriggerPlan,
    TriggerTest,
    plan_trigger,
    trigger_test,
)
from lamella.responding import (
    Response,
    kada_non_responder,
    poem_answer_of_days,
    respond,
    week_control,
    weekly_mean,
)
from lamella.salvaging import SalvageReport, SequenceGap, salvage
from lamella.scoring import (
    Score,
    adct,
    body_surface_adult,
    body_surface_infant,
    body_surface_palms,
    cdlqi,
    dlqi,
    easi,
    lichenification,
    meaningful_change,
    objective_scorad,
    po_scorad,
    poem,
    posas_observer,
    posas_patient,
    pruritus_nrs,
    recap,
    scorad,
    score,
    score_of,
    sleep_nrs,
    three_item_severity,
    vancouver_scar,
    viga_ad,
)
from lamella.simulate import Simulation, simulate
from lamella.summary import Summary
from lamella.tables import DayGrid, Table
from lamella.trigger_report import (
    TriggerEffect,
    TriggerFinding,
    TriggerLag,
    TriggerReport,
    triggers,
)
from lamella.versions import show_versions
from lamella.when import when

__version__ = _version()

__all__ = [
    "Adherence",
    "Administration",
    "AdverseEvent",
    "AlreadyExists",
    "Answer",
    "Answers",
    "AsLived",
    "Attachment",
    "BodySite",
    "Busy",
    "Cancelled",
    "CatalogueFactor",
    "CellDonor",
    "CellProduct",
    "CellTissue",
    "CheckReport",
    "Closed",
    "Code",
    "Conflict",
    "Correlation",
    "CorrelationReport",
    "Course",
    "CourseProblem",
    "CourseReminder",
    "Damaged",
    "DataSource",
    "DatabaseMissing",
    "DayCheck",
    "DayGrid",
    "Diary",
    "DiskFull",
    "Dose",
    "DoseCount",
    "DosePhase",
    "DosePlan",
    "DoseWindow",
    "Entry",
    "Error",
    "EventOutcome",
    "ExportReport",
    "Exposure",
    "Factor",
    "FactorCategory",
    "FactorDefinition",
    "FactorKind",
    "Finding",
    "Flare",
    "FlareReport",
    "FlareRule",
    "FollowUp",
    "ForkedProcess",
    "Harvest",
    "Healing",
    "ImportReport",
    "Internal",
    "InvalidArgument",
    "Io",
    "IsctCriterion",
    "IsctReport",
    "KeySlot",
    "KeyUnavailableNow",
    "LaggedCorrelation",
    "LastPortableSlot",
    "Lesion",
    "LesionAssessment",
    "LesionKind",
    "LimitKind",
    "MalformedMessage",
    "Measurement",
    "Mismatch",
    "NeedsKeys",
    "NoSuchKey",
    "NotEncrypted",
    "NotFound",
    "Origin",
    "OriginKind",
    "OutOfMemory",
    "Page",
    "PlainText",
    "Preservation",
    "ProcessingStep",
    "Profile",
    "PutResult",
    "PutStatus",
    "ReadOnly",
    "Recall",
    "Record",
    "ReferenceLimit",
    "Rejected",
    "Relatedness",
    "RelativeRisk",
    "ReleaseTest",
    "Remission",
    "RemissionReport",
    "Response",
    "Rollback",
    "SalvageReport",
    "Scale",
    "Score",
    "SequenceGap",
    "Sex",
    "Silence",
    "SimulatedFactor",
    "Simulation",
    "SlotDamaged",
    "SteroidPotency",
    "SteroidUse",
    "Summary",
    "Symptom",
    "Table",
    "Task",
    "TemperatureReminder",
    "TimeToRelapse",
    "TooNew",
    "TriggerBlock",
    "TriggerBlockResult",
    "TriggerEffect",
    "TriggerFinding",
    "TriggerLag",
    "TriggerPlan",
    "TriggerReport",
    "TriggerTest",
    "UnreleasedFormat",
    "When",
    "WithinPersonChange",
    "WrongSecret",
    "adct",
    "adherence",
    "adjusted_p",
    "body_site",
    "body_sites",
    "body_surface_adult",
    "body_surface_infant",
    "body_surface_palms",
    "cdlqi",
    "change_from_baseline",
    "convert",
    "correlate",
    "create",
    "decode",
    "definition_id",
    "dlqi",
    "dose_grams",
    "easi",
    "edge_advance",
    "ellipse_area",
    "ellipse_perimeter",
    "encode",
    "factor_catalogue",
    "fever_after_cells",
    "fingertip_units",
    "fingertip_units_of_area",
    "flare_rules",
    "flares",
    "healing",
    "import_id",
    "instrument",
    "instruments",
    "is_within",
    "isct_criteria",
    "kada_non_responder",
    "lag_text",
    "lagged_correlations",
    "lichenification",
    "meaningful_change",
    "measure",
    "measured_change",
    "measures",
    "objective_scorad",
    "onset_windows",
    "open",
    "other_side",
    "placebo_easi_75",
    "plan_trigger",
    "planned_windows",
    "po_scorad",
    "poem",
    "poem_answer_of_days",
    "posas_observer",
    "posas_patient",
    "prepare_passphrase",
    "pruritus_nrs",
    "random_id",
    "recap",
    "reference_limit",
    "reference_limits",
    "remission",
    "respond",
    "response_definitions",
    "restore_backup",
    "salvage",
    "scorad",
    "score",
    "score_of",
    "show_versions",
    "shred",
    "simulate",
    "sleep_nrs",
    "sqlcipher_version",
    "steroid_potency",
    "steroid_use",
    "surface_share",
    "temperature_reminders",
    "three_item_severity",
    "trigger_test",
    "triggers",
    "vancouver_scar",
    "viga_ad",
    "week_control",
    "weekly_mean",
    "when",
    "window_mean",
]
