#include "codec/topic.h"

#include <algorithm>
#include <cstdlib>

#include "base/varint.h"
#include "codec/validate.h"
#include "lamella/error.h"

namespace lamella::codec {

namespace {

constexpr const char* kNoUnit = "1";

struct Numbered {
  Topic topic;
  std::optional<double> value;
};

Numbered numbered(const Symptom& symptom) {
  return {{.code = symptom.item, .site = symptom.site, .unit = kNoUnit}, symptom.score};
}

Numbered numbered(const Exposure& exposure) {
  Numbered result{{.code = exposure.factor, .site = exposure.site, .unit = kNoUnit}, {}};
  if (exposure.amount) {
    result.value = exposure.amount;
    if (!exposure.unit.empty()) result.topic.unit = exposure.unit;
  } else if (exposure.present) {
    result.value = *exposure.present ? 1 : 0;
  }
  return result;
}

Numbered numbered(const Measurement& measurement) {
  return {{.code = measurement.kind, .site = measurement.site, .unit = measurement.unit},
          measurement.value};
}

Numbered numbered(const Dose& dose) {
  Numbered result{{.code = dose.drug, .site = dose.site, .unit = kNoUnit}, {}};
  if (dose.grams) {
    result.topic.unit = "g";
    result.value = dose.grams;
  } else if (dose.fingertip_units) {
    result.topic.unit = "{FTU}";
    result.value = dose.fingertip_units;
  } else {
    result.value = dose.not_taken ? 0 : 1;
  }
  return result;
}

Numbered numbered(const DayCheck&) { return {{.unit = kNoUnit}, {}}; }

Numbered numbered(const Factor& factor) { return {{.code = factor.code, .unit = kNoUnit}, {}}; }

Numbered numbered(const Attachment& attachment) {
  return {{.code = attachment.media_type, .site = attachment.site, .unit = kNoUnit}, {}};
}

Numbered numbered(const Answers& answers) {
  return {{.code = answers.instrument, .site = answers.site, .unit = kNoUnit}, {}};
}

Numbered numbered(const Course& body) { return {{.code = body.name, .unit = kNoUnit}, {}}; }

Numbered numbered(const Harvest& body) {
  return {{.code = body.method, .site = body.site, .unit = kNoUnit}, {}};
}

Numbered numbered(const CellProduct& body) { return {{.code = body.lot, .unit = kNoUnit}, {}}; }

Numbered numbered(const ReleaseTest& body) { return {{.code = body.test, .unit = kNoUnit}, {}}; }

Numbered numbered(const Administration& body) {
  return {{.code = body.route, .site = body.site, .unit = kNoUnit}, {}};
}

Numbered numbered(const AdverseEvent& body) {
  return {{.code = body.term, .site = body.site, .unit = kNoUnit}, {}};
}

Numbered numbered(const Lesion& body) {
  return {{.code = body.name, .site = body.site, .unit = kNoUnit}, {}};
}

Numbered numbered(const LesionAssessment&) { return {{.unit = kNoUnit}, {}}; }

Numbered numbered(const Profile&) { return {{.unit = kNoUnit}, {}}; }

Numbered numbered(const DosePlan& body) {
  return {{.code = body.drug, .site = body.site, .unit = kNoUnit}, {}};
}

Numbered numbered(const DataSource& body) { return {{.code = body.code, .unit = kNoUnit}, {}}; }

Numbered numbered(std::monostate) { return {}; }

}  // namespace

std::string encode(const Topic& topic) {
  std::string key;
  base::append_varint(key, topic.type);
  base::append_varint(key, topic.by_device ? 1 : 0);
  base::append_text(key, topic.code);
  base::append_text(key, topic.site);
  base::append_text(key, topic.unit);
  return key;
}

Topic decode_topic(std::string_view bytes) {
  base::ByteReader reader(bytes);
  const auto type = reader.varint();
  const auto by_device = reader.varint();
  const auto code = reader.text();
  const auto site = reader.text();
  const auto unit = reader.text();
  if (!reader.done()) throw Error(Code::kDamaged, "a topic's key is damaged");
  return {static_cast<uint32_t>(*type), *by_device != 0, std::string(*code), std::string(*site),
          std::string(*unit)};
}

std::string series_name(const Topic& topic) {
  return std::string(type_name(topic.type)) + "." + topic.code;
}

namespace {

// A change from another device was not validated here: an impossible time counts as none.
void place(const When& when, Indexed& indexed) {
  const Day day = when.local_day.value_or(kLastDay + 1);
  if (day < kFirstDay || day > kLastDay) return;
  indexed.day = day;
  const int32_t offset_min = when.offset_min.value_or(0);
  if (!when.utc_ms || offset_min < kMinOffset || offset_min > kMaxOffset) return;
  if (std::abs(int64_t{day} - day_of(*when.utc_ms, offset_min)) > 1) return;
  indexed.utc_ms = when.utc_ms;
  indexed.offset_min = offset_min;
}

// Nothing of one that validation would refuse: a change from another device was not validated here.
std::optional<Content> content_of(const Attachment& attachment) {
  Content content{{}, attachment.size, {}};
  if (attachment.content.size() != content.id.bytes.size() ||
      attachment.hash.size() != content.hash.size() || attachment.size == 0 ||
      attachment.size > kMaxContentBytes) {
    return std::nullopt;
  }
  std::copy(attachment.content.begin(), attachment.content.end(), content.id.bytes.begin());
  std::copy(attachment.hash.begin(), attachment.hash.end(), content.hash.begin());
  return content;
}

}  // namespace

Indexed index(const Record& record) {
  Indexed indexed;
  if (record.when) place(*record.when, indexed);
  if (const auto* attachment = std::get_if<Attachment>(&record.body)) {
    indexed.content = content_of(*attachment);
  }
  const uint32_t type = type_of(record.body);
  if (type == 0) return indexed;
  Numbered body = std::visit([](const auto& known) { return numbered(known); }, record.body);
  body.topic.type = type;
  body.topic.by_device = record.origin && record.origin->kind == OriginKind::kDevice;
  std::string key = encode(body.topic);
  // Only a change from another device can be this long: it was not validated here.
  if (key.size() > kMaxTopicBytes) return indexed;
  indexed.topic = std::move(key);
  indexed.value = body.value;
  return indexed;
}

}  // namespace lamella::codec
