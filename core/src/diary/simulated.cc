#include <cmath>

#include "lamella/diary.h"

namespace lamella {

namespace {

constexpr int64_t kEveningMs = int64_t{21} * 3'600'000;

When evening_of(Day day) {
  When when;
  when.local_day = day;
  when.utc_ms = int64_t{day} * kMsPerDay + kEveningMs;
  when.offset_min = 0;
  when.zone = "UTC";
  return when;
}

NewRecord entry(Day day, Body body) {
  Record record;
  record.when = evening_of(day);
  record.origin = Origin{};
  record.origin->source = "simulation";
  record.origin->kind = OriginKind::kPerson;
  record.body = std::move(body);
  return {encode(record), std::nullopt};
}

Body exposure(const SimulatedFactor& truth, double value) {
  Exposure exposure;
  exposure.factor = truth.code;
  if (truth.binary) {
    exposure.present = value != 0;
  } else {
    exposure.amount = value;
  }
  return exposure;
}

}  // namespace

std::vector<NewRecord> simulated_records(const Simulation& simulation) {
  std::vector<NewRecord> records;
  for (size_t i = 0; i < simulation.score.size(); ++i) {
    if (std::isnan(simulation.score[i])) continue;
    const Day day = simulation.options.first_day + static_cast<Day>(i);
    Symptom itch;
    itch.item = "itch";
    itch.score = simulation.score[i];
    itch.recall = Recall::kToday;
    itch.scale = Scale{0, static_cast<double>(simulation.options.max_score)};
    records.push_back(entry(day, itch));
    for (const SimulatedSeries& factor : simulation.factors) {
      records.push_back(entry(day, exposure(factor.truth, factor.values[i])));
    }
  }
  return records;
}

}  // namespace lamella
