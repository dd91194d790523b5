// Diary::lesion_series and lesion_healing: a lesion or a scar over time, from its assessments, the
// scores that name it and its photographs.
#include <algorithm>
#include <limits>
#include <utility>

#include "diary/columns.h"
#include "diary/each_body.h"
#include "diary/impl.h"
#include "diary/scored.h"
#include "lamella/lesion.h"
#include "log/query.h"

namespace lamella {

namespace {

struct Point {
  Id entry;
  When when;
  std::string quantity;
  double value = 0;
  std::string_view unit;
};

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

// 0 for a lesion that has healed. None for one that is open and whose width was not measured, or is
// too small to measure: neither a circle nor nothing is assumed.
std::optional<double> area_of(const LesionAssessment& body) {
  if (body.length_mm == 0.0) return 0;
  if (!body.length_mm || body.width_mm.value_or(0) == 0) return std::nullopt;
  return ellipse_area_mm2(*body.length_mm, *body.width_mm);
}

void append(std::vector<Point>& points, const Id& id, const When& when,
            const LesionAssessment& body) {
  const auto add = [&](const char* quantity, std::optional<double> value, std::string_view unit) {
    if (value) points.push_back({id, when, quantity, *value, unit});
  };
  add("length", body.length_mm, "mm");
  add("width", body.width_mm, "mm");
  add("height", body.height_mm, "mm");
  add("area", area_of(body), "mm2");
  add("erythema", body.erythema, "1");
  add("oedema", body.oedema, "1");
  add("oozing", body.oozing, "1");
  add("excoriation", body.excoriation, "1");
  add("lichenification", body.lichenification, "1");
  add("dryness", body.dryness, "1");
}

void append(std::vector<Point>& points, const Id& id, const When& when, const Answers& body) {
  const Score score = scored(body);
  if (score.total) points.push_back({id, when, body.instrument, *score.total, "1"});
}

void append(std::vector<Point>& points, const Id& id, const When& when, const Attachment&) {
  points.push_back({id, when, "photograph", kNoValue, ""});
}

template <typename Body>
void append_all(log::Statements& statements, Type type, const Id& lesion,
                std::vector<Point>& points) {
  for_each_body<Body>(statements, type, std::nullopt, std::nullopt,
                      [&](const Id& id, const When& when, const Body& body) {
                        if (body.lesion == lesion.view()) append(points, id, when, body);
                      });
}

void require_lesion(log::Statements& statements, const Id& id) {
  if (!std::holds_alternative<Lesion>(decode(log::get(statements, id).record).body)) {
    throw Error(Code::kNotFound, "no lesion has this id");
  }
}

std::shared_ptr<const Table> table_of(const std::vector<Point>& points) {
  std::vector<Id> ids;
  std::vector<Day> days;
  std::vector<int64_t> instants;
  Texts quantities;
  std::vector<double> values;
  Texts units;
  for (const Point& point : points) {
    ids.push_back(point.entry);
    days.push_back(*point.when.local_day);
    instants.push_back(point.when.utc_ms.value_or(kAbsentInstant));
    quantities.append(point.quantity);
    values.push_back(point.value);
    units.append(point.unit);
  }
  auto table = std::make_shared<Table>();
  std::vector<Column>& columns = table->columns;
  columns.push_back(make_column("id", ColumnKind::kId, std::move(ids)));
  columns.push_back(make_column("local_day", ColumnKind::kDay, std::move(days)));
  columns.push_back(make_column("at", ColumnKind::kInstant, std::move(instants)));
  columns.push_back(quantities.finish("quantity"));
  columns.push_back(make_column("value", ColumnKind::kNumber, std::move(values)));
  columns.push_back(units.finish("unit"));
  return table;
}

}  // namespace

std::shared_ptr<const Table> Diary::lesion_series(const Id& lesion) {
  return impl_->read([&](log::Statements& statements) {
    require_lesion(statements, lesion);
    std::vector<Point> points;
    append_all<LesionAssessment>(statements, Type::kLesionAssessment, lesion, points);
    append_all<Answers>(statements, Type::kAnswers, lesion, points);
    append_all<Attachment>(statements, Type::kAttachment, lesion, points);
    std::stable_sort(points.begin(), points.end(), [](const Point& a, const Point& b) {
      return *a.when.local_day < *b.when.local_day;
    });
    return table_of(points);
  });
}

std::optional<Healing> Diary::lesion_healing(const Id& lesion) {
  return impl_->read([&](log::Statements& statements) {
    require_lesion(statements, lesion);
    std::vector<LesionSize> sizes;
    for_each_body<LesionAssessment>(statements, Type::kLesionAssessment, std::nullopt, std::nullopt,
                                    [&](const Id&, const When& when, const LesionAssessment& body) {
                                      if (body.lesion != lesion.view() || !body.length_mm) return;
                                      // Of several on one day the last one holds.
                                      if (!sizes.empty() && sizes.back().day == *when.local_day)
                                        sizes.pop_back();
                                      sizes.push_back({*when.local_day, area_of(body)});
                                    });
    return healing(sizes);
  });
}

}  // namespace lamella
