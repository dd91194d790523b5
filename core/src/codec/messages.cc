#include "lamella/messages.h"

#include <utility>
#include <variant>

#include "codec/questions.h"
#include "codec/serialize.h"
#include "lamella/error.h"
#include "lamella/v1/query.pb.h"
#include "lamella/v1/record.pb.h"

namespace lamella {

namespace {

using codec::bytes_of;
using codec::from_proto;
using codec::parse;
using codec::read_days;
using codec::serialize;

// Answers.

v1::PutStatus to_proto(PutStatus status) {
  switch (status) {
    case PutStatus::kAdded:
      return v1::PUT_STATUS_ADDED;
    case PutStatus::kExists:
      return v1::PUT_STATUS_EXISTS;
    case PutStatus::kDiffers:
      return v1::PUT_STATUS_DIFFERS;
    case PutStatus::kDeleted:
      return v1::PUT_STATUS_DELETED;
  }
  return v1::PUT_STATUS_UNSPECIFIED;
}

v1::CorrelationMethod to_proto(CorrelationMethod method) {
  switch (method) {
    case CorrelationMethod::kPearson:
      return v1::CORRELATION_METHOD_PEARSON;
    case CorrelationMethod::kSpearman:
      return v1::CORRELATION_METHOD_SPEARMAN;
  }
  return v1::CORRELATION_METHOD_UNSPECIFIED;
}

v1::FindingKind to_proto(FindingKind kind) {
  switch (kind) {
    case FindingKind::kPage:
      return v1::FINDING_KIND_PAGE;
    case FindingKind::kLog:
      return v1::FINDING_KIND_LOG;
    case FindingKind::kContent:
      return v1::FINDING_KIND_CONTENT;
    case FindingKind::kDerived:
      return v1::FINDING_KIND_DERIVED;
    case FindingKind::kKeyFile:
      return v1::FINDING_KIND_KEY_FILE;
    case FindingKind::kRollback:
      return v1::FINDING_KIND_ROLLBACK;
    case FindingKind::kAttachment:
      return v1::FINDING_KIND_ATTACHMENT;
  }
  return v1::FINDING_KIND_UNSPECIFIED;
}

void to_proto(const Entry& entry, v1::Entry& proto) {
  proto.set_id(bytes_of(entry.id));
  proto.set_type(entry.type);
  proto.set_revision(entry.revision);
  proto.set_record(entry.record);
  for (const Conflict& conflict : entry.conflicts) {
    v1::Conflict& added = *proto.add_conflicts();
    added.set_register_(conflict.register_number);
    for (const std::string& other : conflict.others) added.add_others(other);
  }
  proto.set_newer(entry.newer);
}

void to_proto(const LaggedCorrelation& pair, v1::LaggedCorrelation& proto) {
  proto.set_exposure(pair.exposure);
  proto.mutable_lags()->mutable_days()->Assign(pair.lags.begin(), pair.lags.end());
  if (pair.correlation.r) proto.set_r(*pair.correlation.r);
  if (pair.correlation.p) proto.set_p(*pair.correlation.p);
  proto.set_n(pair.correlation.n);
}

// Questions.

CorrelationMethod from_proto(v1::CorrelationMethod method) {
  switch (method) {
    case v1::CORRELATION_METHOD_UNSPECIFIED:
    case v1::CORRELATION_METHOD_PEARSON:
      return CorrelationMethod::kPearson;
    case v1::CORRELATION_METHOD_SPEARMAN:
      return CorrelationMethod::kSpearman;
    default:
      throw Error(Code::kInvalidArgument, "method is none of the known coefficients");
  }
}

DailyQuery from_proto(const v1::DailyQuery& proto) {
  DailyQuery query;
  query.series = {proto.series().begin(), proto.series().end()};
  if (proto.has_site()) query.site = proto.site();
  read_days(proto, query);
  query.reduce = from_proto(proto.reduce());
  return query;
}

}  // namespace

RecordBatch decode_record_batch(std::string_view bytes) {
  auto proto = parse<v1::RecordBatch>(bytes, "not a batch of records");
  RecordBatch batch;
  batch.options.skip_existing = proto.skip_existing();
  batch.records.reserve(static_cast<size_t>(proto.records_size()));
  for (v1::NewRecord& record : *proto.mutable_records()) {
    NewRecord& added = batch.records.emplace_back();
    added.record = std::move(*record.mutable_record());
    if (!record.id().empty()) added.id = id_from_bytes(record.id());
  }
  return batch;
}

std::string encode(const RecordBatch& batch) {
  v1::RecordBatch proto;
  proto.set_skip_existing(batch.options.skip_existing);
  for (const NewRecord& record : batch.records) {
    v1::NewRecord& added = *proto.add_records();
    added.set_record(record.record);
    if (record.id) added.set_id(bytes_of(*record.id));
  }
  return serialize(proto);
}

std::string encode(std::span<const PutResult> results) {
  v1::PutReport proto;
  for (const PutResult& result : results) {
    v1::PutResult& added = *proto.add_results();
    added.set_id(bytes_of(result.id));
    added.set_status(to_proto(result.status));
  }
  return serialize(proto);
}

std::string encode(const Entry& entry) {
  v1::Entry proto;
  to_proto(entry, proto);
  return serialize(proto);
}

EditRequest decode_edit(std::string_view bytes) {
  auto proto = parse<v1::Edit>(bytes, "not an edit");
  EditRequest edit;
  edit.id = id_from_bytes(proto.id());
  edit.revision = std::move(*proto.mutable_revision());
  edit.patch = std::move(*proto.mutable_patch());
  edit.clear = {proto.clear().begin(), proto.clear().end()};
  return edit;
}

Query decode_query(std::string_view bytes) {
  auto proto = parse<v1::Query>(bytes, "not a query");
  Query query;
  read_days(proto, query);
  if (proto.has_from_ms()) query.from_ms = proto.from_ms();
  if (proto.has_before_ms()) query.before_ms = proto.before_ms();
  query.types = {proto.types().begin(), proto.types().end()};
  if (proto.has_code()) query.code = proto.code();
  if (proto.has_site()) query.site = proto.site();
  if (proto.limit() != 0) query.limit = proto.limit();
  query.newest_first = proto.newest_first();
  query.token = std::move(*proto.mutable_token());
  return query;
}

std::string encode(const Page& page) {
  v1::Page proto;
  for (const Entry& entry : page.entries) to_proto(entry, *proto.add_entries());
  proto.set_next_token(page.next_token);
  proto.set_changed(page.changed);
  return serialize(proto);
}

SampleQuery decode_sample_query(std::string_view bytes) {
  const auto proto = parse<v1::SampleQuery>(bytes, "not a query of samples");
  SampleQuery query;
  query.series = {proto.series().begin(), proto.series().end()};
  if (proto.has_site()) query.site = proto.site();
  read_days(proto, query);
  query.record_ids = proto.record_ids();
  return query;
}

RecordQuery decode_record_query(std::string_view bytes) {
  const auto proto = parse<v1::RecordQuery>(bytes, "not a query of records");
  if (type_name(proto.type()) == "unknown") {
    throw Error(Code::kInvalidArgument, "type is the field number of no known body");
  }
  RecordQuery query;
  query.type = static_cast<Type>(proto.type());
  read_days(proto, query);
  return query;
}

ScoreQuery decode_score_query(std::string_view bytes) {
  const auto proto = parse<v1::ScoreQuery>(bytes, "not a query of scores");
  ScoreQuery query;
  if (!proto.instrument().empty()) query.instrument = proto.instrument();
  read_days(proto, query);
  return query;
}

DailyQuery decode_daily_query(std::string_view bytes) {
  return from_proto(parse<v1::DailyQuery>(bytes, "not a query of a day grid"));
}

CorrelationQuery decode_correlation_query(std::string_view bytes) {
  const auto proto = parse<v1::CorrelationQuery>(bytes, "not a query of correlations");
  CorrelationQuery query;
  query.grid = from_proto(proto.grid());
  query.outcome = proto.outcome();
  query.exposures = {proto.exposures().begin(), proto.exposures().end()};
  if (proto.lags_size() > 0) query.options.lags.clear();
  for (const v1::LagSet& lags : proto.lags()) {
    query.options.lags.emplace_back(lags.days().begin(), lags.days().end());
  }
  query.options.method = from_proto(proto.method());
  if (proto.has_alpha()) query.options.alpha = proto.alpha();
  if (proto.has_shifts()) query.options.shifts = proto.shifts();
  return query;
}

std::string encode(const CorrelationReport& report) {
  v1::CorrelationReport proto;
  proto.set_outcome(report.outcome);
  for (const LaggedCorrelation& pair : report.pairs) to_proto(pair, *proto.add_pairs());
  proto.set_family(report.family);
  proto.set_found(report.found);
  if (report.by_chance) proto.set_by_chance(*report.by_chance);
  proto.set_shifts(report.shifts);
  proto.set_alpha(report.alpha);
  proto.set_method(to_proto(report.method));
  return serialize(proto);
}

std::string encode(const Summary& summary) {
  v1::Summary proto;
  proto.set_entries(summary.entries);
  proto.set_samples(summary.samples);
  proto.set_deleted(summary.deleted);
  proto.set_days(summary.days);
  if (summary.first_day) proto.set_first_day(*summary.first_day);
  if (summary.last_day) proto.set_last_day(*summary.last_day);
  proto.set_block_bytes(summary.block_bytes);
  proto.set_file_bytes(summary.file_bytes);
  proto.mutable_entries_by_type()->insert(summary.entries_by_type.begin(),
                                          summary.entries_by_type.end());
  return serialize(proto);
}

std::string encode(std::span<const KeySlot> keys) {
  v1::KeyList proto;
  for (const KeySlot& key : keys) {
    v1::KeySlot& added = *proto.add_keys();
    added.set_id(bytes_of(key.id));
    added.set_kind(static_cast<uint32_t>(key.kind));
    added.set_argon2id_memory_kib(key.cost.memory_kib);
    added.set_argon2id_passes(key.cost.passes);
    added.set_portable(key.portable);
    added.set_opened(key.opened);
  }
  return serialize(proto);
}

CheckOptions decode_check_options(std::string_view bytes) {
  return {.deep = parse<v1::CheckOptions>(bytes, "not the options of a check").deep()};
}

std::string encode(const CheckReport& report) {
  v1::CheckReport proto;
  proto.set_pages(report.pages);
  proto.set_changes(report.changes);
  proto.set_erased(report.erased);
  proto.set_entries(report.entries);
  proto.set_samples(report.samples);
  for (const Finding& finding : report.findings) {
    v1::Finding& added = *proto.add_findings();
    added.set_kind(to_proto(finding.kind));
    added.set_what(finding.what);
  }
  return serialize(proto);
}

std::string encode(const SalvageReport& report) {
  v1::SalvageReport proto;
  proto.set_pages(report.pages);
  proto.set_damaged_pages(report.damaged_pages);
  proto.set_changes(report.changes);
  proto.set_entries(report.entries);
  for (const Id& id : report.lost) proto.add_lost(bytes_of(id));
  for (const Id& id : report.older) proto.add_older(bytes_of(id));
  for (const Id& id : report.without_content) proto.add_without_content(bytes_of(id));
  for (const SequenceGap& gap : report.gaps) {
    v1::SequenceGap& added = *proto.add_gaps();
    added.set_replica(bytes_of(gap.replica));
    added.set_first(gap.first);
    added.set_last(gap.last);
  }
  for (const std::string& line : report.what_was_lost) proto.add_what_was_lost(line);
  return serialize(proto);
}

SimulateOptions decode_simulate_request(std::string_view bytes) {
  const auto proto = parse<v1::SimulateRequest>(bytes, "not a request for a simulation");
  SimulateOptions options;
  options.seed = proto.seed();
  if (proto.has_days()) options.days = proto.days();
  if (proto.has_first_day()) options.first_day = proto.first_day();
  return options;
}

}  // namespace lamella
