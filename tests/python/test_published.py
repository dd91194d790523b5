"""A third party's published table, reproduced to 12 digits (myaiguide/SOURCE.md of the reference
data). The scaling over the trailing 180 days is that project's, so it lives here."""

import numpy as np
import pandas as pd

import lamella

LAGS = {
    "same_day": (0,),
    "next_day": (1,),
    **{f"next_{n}_days": tuple(range(1, n + 1)) for n in (2, 3, 4, 5)},
}
FACE = ["foreheadAndEyesPain", "aroundEyesPain", "foreheadPain", "eyesPain"]
ARM = [
    "handsAndFingerPain",
    "fingersPain",
    "forearmElbowPain",
    "elbowPain",
    "shoulderNeckPain",
    "shoulderPain",
]


def scaled(values):
    """(x - min) / (max - min) over the trailing 180 days with today, 0 where max = min."""
    window = values.rolling(180, min_periods=1)
    low, high = window.min(), window.max()
    return ((values - low) / (high - low)).where(high != low, 0)


def test_every_published_row_is_reproduced_from_the_diary(diary, shared_data):
    folder = shared_data / "myaiguide"
    report = diary.import_file(folder / "participant1_2016-05-01_2021-09-01.csv")
    assert report.rejected == ()
    frame = diary.daily().to_pandas().drop(columns="local_day")
    frame.columns = [name.partition(".")[2] for name in frame.columns]
    frame["foreheadEyesPain"] = frame[FACE].max(axis=1)
    frame["wholeArm"] = frame[ARM].max(axis=1)
    frame["cycling"] = frame["roadBike"] + frame["mountainBike"]
    frame = frame.apply(scaled)

    published = pd.read_csv(folder / "published_significant_correlations_pain_only.csv")
    available = published[published["Variable_1"].isin(frame.columns)]
    assert len(available) == 75
    for row in available.itertuples(index=False):
        outcome = lamella.window_mean(frame[row.Variable_2], LAGS[row.Lag])
        result = lamella.correlate(frame[row.Variable_1], outcome)
        r, p = row[3], row[4]
        assert abs(result.r - r) <= 1e-12
        assert abs(result.p - p) <= 1e-9 * p
        assert result.n >= 1949

    pairs = available[available["Variable_2"] == "kneePain"]
    search = lamella.lagged_correlations(
        {name: frame[name] for name in pairs["Variable_1"].unique()},
        frame["kneePain"],
        list(LAGS.values()),
    )
    found = {(p.exposure, p.lags) for p in search if p.p is not None and p.p < 0.05}
    assert found == {(row.Variable_1, LAGS[row.Lag]) for row in pairs.itertuples()}
    assert np.isfinite(search.by_chance)
    assert search.by_chance > 10
