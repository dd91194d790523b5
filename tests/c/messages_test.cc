// Questions and answers as messages: nothing is lost on the way, and what has no meaning is
// refused.
#include "lamella/messages.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "lamella/error.h"
#include "lamella/v1/query.pb.h"

using namespace lamella;  // NOLINT(google-build-using-namespace): the tests speak of nothing else

namespace {

template <typename Proto>
Proto parsed(const std::string& bytes) {
  Proto proto;
  REQUIRE(proto.ParseFromString(bytes));
  return proto;
}

template <typename Call>
Code failure(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  return Code::kOk;
}

Id id_of(char byte) { return id_from_bytes(std::string(16, byte)); }

}  // namespace

TEST_CASE("a batch of records makes the round trip") {
  const RecordBatch batch{{{"one", std::nullopt}, {"two", id_of('b')}}, {.skip_existing = true}};
  const RecordBatch back = decode_record_batch(encode(batch));
  REQUIRE(back.records.size() == 2);
  CHECK(back.records[0].record == "one");
  CHECK_FALSE(back.records[0].id.has_value());
  CHECK(back.records[1].record == "two");
  CHECK(back.records[1].id == id_of('b'));
  CHECK(back.options.skip_existing);
  CHECK_FALSE(decode_record_batch({}).options.skip_existing);
}

TEST_CASE("an id in a message has 16 bytes") {
  v1::RecordBatch batch;
  batch.add_records()->set_id("fifteen bytes..");
  CHECK(failure([&] { decode_record_batch(batch.SerializeAsString()); }) == Code::kInvalidArgument);
  CHECK(failure([] { decode_edit({}); }) == Code::kInvalidArgument);
}

TEST_CASE("a report of a put says the status of each record") {
  const std::vector<PutResult> results = {{id_of('a'), PutStatus::kAdded},
                                          {id_of('b'), PutStatus::kExists},
                                          {id_of('c'), PutStatus::kDiffers},
                                          {id_of('d'), PutStatus::kDeleted}};
  const auto report = parsed<v1::PutReport>(encode(results));
  REQUIRE(report.results_size() == 4);
  CHECK(report.results(0).status() == v1::PUT_STATUS_ADDED);
  CHECK(report.results(1).status() == v1::PUT_STATUS_EXISTS);
  CHECK(report.results(2).status() == v1::PUT_STATUS_DIFFERS);
  CHECK(report.results(3).status() == v1::PUT_STATUS_DELETED);
  CHECK(report.results(3).id() == std::string(16, 'd'));
}

TEST_CASE("an entry is told with its conflicts") {
  const Entry entry{id_of('e'), 16, "seen", "record", {{2, {"other", ""}}}, true};
  Page page{{entry}, std::string("t\0k", 3), true};
  const auto proto = parsed<v1::Page>(encode(page));
  REQUIRE(proto.entries_size() == 1);
  CHECK(proto.entries(0).SerializeAsString() == encode(entry));
  CHECK(proto.entries(0).id() == std::string(16, 'e'));
  CHECK(proto.entries(0).type() == 16);
  CHECK(proto.entries(0).revision() == "seen");
  CHECK(proto.entries(0).record() == "record");
  REQUIRE(proto.entries(0).conflicts_size() == 1);
  CHECK(proto.entries(0).conflicts(0).register_() == 2);
  CHECK(proto.entries(0).conflicts(0).others_size() == 2);
  CHECK(proto.entries(0).newer());
  CHECK(proto.next_token() == std::string("t\0k", 3));
  CHECK(proto.changed());
}

TEST_CASE("an edit carries all its parts") {
  v1::Edit proto;
  proto.set_id(std::string(16, 'i'));
  proto.set_revision("seen");
  proto.set_patch("patch");
  proto.add_clear(2);
  proto.add_clear(3);
  const EditRequest edit = decode_edit(proto.SerializeAsString());
  CHECK(edit.id == id_of('i'));
  CHECK(edit.revision == "seen");
  CHECK(edit.patch == "patch");
  CHECK(edit.clear == std::vector<uint32_t>{2, 3});
}

TEST_CASE("a query of no bytes is the default query") {
  const Query query = decode_query({});
  CHECK(query.limit == 100);
  CHECK_FALSE(query.first_day.has_value());
  CHECK_FALSE(query.from_ms.has_value());
  CHECK_FALSE(query.code.has_value());
  CHECK_FALSE(query.site.has_value());
  CHECK(query.types.empty());
  CHECK_FALSE(query.newest_first);
  CHECK(query.token.empty());
}

TEST_CASE("a query carries all its conditions, zero and empty ones too") {
  v1::Query proto;
  proto.set_first_day(0);
  proto.set_last_day(-1);
  proto.set_from_ms(0);
  proto.set_before_ms(-5);
  proto.add_types(16);
  proto.add_types(99);
  proto.set_code("");
  proto.set_site("");
  proto.set_limit(7);
  proto.set_newest_first(true);
  proto.set_token("token");
  const Query query = decode_query(proto.SerializeAsString());
  CHECK(query.first_day == 0);
  CHECK(query.last_day == -1);
  CHECK(query.from_ms == 0);
  CHECK(query.before_ms == -5);
  CHECK(query.types == std::vector<uint32_t>{16, 99});
  CHECK(query.code == "");
  CHECK(query.site == "");
  CHECK(query.limit == 7);
  CHECK(query.newest_first);
  CHECK(query.token == "token");
}

TEST_CASE("queries of columns carry what they ask for") {
  v1::SampleQuery samples;
  samples.add_series("itch");
  samples.set_site("");
  samples.set_first_day(1);
  samples.set_last_day(2);
  samples.set_record_ids(true);
  const SampleQuery query = decode_sample_query(samples.SerializeAsString());
  CHECK(query.series == std::vector<std::string>{"itch"});
  CHECK(query.site == "");
  CHECK(query.first_day == 1);
  CHECK(query.last_day == 2);
  CHECK(query.record_ids);
  CHECK_FALSE(decode_sample_query({}).site.has_value());

  v1::RecordQuery records;
  records.set_type(19);
  records.set_last_day(3);
  CHECK(decode_record_query(records.SerializeAsString()).type == Type::kDose);
  CHECK(decode_record_query(records.SerializeAsString()).last_day == 3);
  CHECK_FALSE(decode_record_query(records.SerializeAsString()).first_day.has_value());
  for (const uint32_t type : {0U, 15U, 999U, 0xffffffffU}) {
    records.set_type(type);
    CHECK(failure([&] { decode_record_query(records.SerializeAsString()); }) ==
          Code::kInvalidArgument);
  }
}

TEST_CASE("a rule of reduction is one of the known ones, or none") {
  v1::DailyQuery proto;
  const auto reduce = [&](int number) {
    proto.set_reduce(static_cast<v1::Reduce>(number));
    return decode_daily_query(proto.SerializeAsString()).reduce;
  };
  CHECK(reduce(0) == std::nullopt);
  CHECK(reduce(1) == Reduce::kLast);
  CHECK(reduce(2) == Reduce::kMean);
  CHECK(reduce(3) == Reduce::kMax);
  CHECK(reduce(4) == Reduce::kSum);
  CHECK(failure([&] { reduce(5); }) == Code::kInvalidArgument);
  CHECK(failure([&] { reduce(-1); }) == Code::kInvalidArgument);
}

TEST_CASE("a query of correlations keeps the defaults of what it leaves out") {
  const CorrelationOptions defaults;
  const CorrelationQuery query = decode_correlation_query({});
  CHECK(query.options.lags == defaults.lags);
  CHECK(query.options.method == defaults.method);
  CHECK(query.options.alpha == defaults.alpha);
  CHECK(query.options.shifts == defaults.shifts);
  CHECK(query.exposures.empty());
  CHECK_FALSE(query.grid.reduce.has_value());
}

TEST_CASE("a query of correlations carries what it sets, zero and empty too") {
  v1::CorrelationQuery proto;
  proto.set_outcome("itch");
  proto.add_exposures("sweat");
  proto.add_lags()->add_days(-1);
  proto.mutable_lags(0)->add_days(2);
  proto.add_lags();
  proto.set_method(v1::CORRELATION_METHOD_SPEARMAN);
  proto.set_alpha(0);
  proto.set_shifts(0);
  proto.mutable_grid()->set_first_day(5);
  proto.mutable_grid()->set_site("hand");
  proto.mutable_grid()->set_reduce(v1::REDUCE_MAX);
  const CorrelationQuery query = decode_correlation_query(proto.SerializeAsString());
  CHECK(query.outcome == "itch");
  CHECK(query.exposures == std::vector<std::string>{"sweat"});
  CHECK(query.options.lags == std::vector<LagSet>{{-1, 2}, {}});
  CHECK(query.options.method == CorrelationMethod::kSpearman);
  CHECK(query.options.alpha == 0);
  CHECK(query.options.shifts == 0);
  CHECK(query.grid.first_day == 5);
  CHECK(query.grid.site == "hand");
  CHECK(query.grid.reduce == Reduce::kMax);

  proto.set_method(static_cast<v1::CorrelationMethod>(3));
  CHECK(failure([&] { decode_correlation_query(proto.SerializeAsString()); }) ==
        Code::kInvalidArgument);
}

TEST_CASE("a report of correlations leaves out what is undefined") {
  CorrelationReport report;
  report.outcome = "symptom.itch";
  report.method = CorrelationMethod::kSpearman;
  report.alpha = 0.01;
  report.pairs = {{"exposure.sweat", {1, 2}, {0.5, 0.25, 30}}, {"exposure.wool", {0}, {{}, {}, 2}}};
  report.family = 1;
  report.shifts = 99;
  const auto proto = parsed<v1::CorrelationReport>(encode(report));
  CHECK(proto.outcome() == "symptom.itch");
  CHECK(proto.method() == v1::CORRELATION_METHOD_SPEARMAN);
  CHECK(proto.alpha() == 0.01);
  REQUIRE(proto.pairs_size() == 2);
  CHECK(proto.pairs(0).exposure() == "exposure.sweat");
  CHECK(proto.pairs(0).lags().days_size() == 2);
  CHECK(proto.pairs(0).r() == 0.5);
  CHECK(proto.pairs(0).p() == 0.25);
  CHECK(proto.pairs(0).n() == 30);
  CHECK_FALSE(proto.pairs(1).has_r());
  CHECK_FALSE(proto.pairs(1).has_p());
  CHECK(proto.pairs(1).n() == 2);
  CHECK(proto.family() == 1);
  CHECK_FALSE(proto.has_by_chance());
  CHECK(proto.shifts() == 99);
  report.by_chance = 0;
  CHECK(parsed<v1::CorrelationReport>(encode(report)).has_by_chance());
}

TEST_CASE("a summary tells its days only where there are some") {
  const auto empty = parsed<v1::Summary>(encode(Summary{}));
  CHECK_FALSE(empty.has_first_day());
  CHECK_FALSE(empty.has_last_day());
  const auto full = parsed<v1::Summary>(encode(Summary{1, 2, 3, 4, 0, -5, 6, 7, {{16, 1}}}));
  CHECK(full.entries() == 1);
  CHECK(full.samples() == 2);
  CHECK(full.deleted() == 3);
  CHECK(full.days() == 4);
  CHECK(full.has_first_day());
  CHECK(full.first_day() == 0);
  CHECK(full.last_day() == -5);
  CHECK(full.block_bytes() == 6);
  CHECK(full.file_bytes() == 7);
  CHECK(full.entries_by_type().at(16) == 1);
}

TEST_CASE("a list of keys tells all but the secrets") {
  const std::vector<KeySlot> slots = {
      {id_of('a'), CredentialKind::kPassphrase, {65536, 3}, true, false},
      {id_of('b'), static_cast<CredentialKind>(99), {0, 0}, false, true}};
  const auto list = parsed<v1::KeyList>(encode(slots));
  REQUIRE(list.keys_size() == 2);
  CHECK(list.keys(0).id() == std::string(16, 'a'));
  CHECK(list.keys(0).kind() == 1);
  CHECK(list.keys(0).argon2id_memory_kib() == 65536);
  CHECK(list.keys(0).argon2id_passes() == 3);
  CHECK(list.keys(0).portable());
  CHECK_FALSE(list.keys(0).opened());
  CHECK(list.keys(1).kind() == 99);
  CHECK(list.keys(1).argon2id_memory_kib() == 0);
  CHECK_FALSE(list.keys(1).portable());
  CHECK(list.keys(1).opened());
}

TEST_CASE("a report of a check tells each finding with its kind") {
  CheckReport report{1, 2, 3, 4, 5, {}};
  for (int kind = 1; kind <= 7; ++kind) {
    report.findings.push_back({static_cast<FindingKind>(kind), std::to_string(kind)});
  }
  const auto proto = parsed<v1::CheckReport>(encode(report));
  CHECK(proto.pages() == 1);
  CHECK(proto.changes() == 2);
  CHECK(proto.erased() == 3);
  CHECK(proto.entries() == 4);
  CHECK(proto.samples() == 5);
  REQUIRE(proto.findings_size() == 7);
  for (int kind = 1; kind <= 7; ++kind) {
    CHECK(proto.findings(kind - 1).kind() == kind);
    CHECK(proto.findings(kind - 1).what() == std::to_string(kind));
  }
  CHECK_FALSE(decode_check_options({}).deep);
  v1::CheckOptions options;
  options.set_deep(true);
  CHECK(decode_check_options(options.SerializeAsString()).deep);
}

TEST_CASE("a report of a salvage tells all that it lists") {
  const SalvageReport report{9,
                             2,
                             3,
                             4,
                             {id_of('l')},
                             {id_of('o'), id_of('p')},
                             {id_of('w')},
                             {{id_of('r'), 5, 6}},
                             {"one", "two"}};
  const auto proto = parsed<v1::SalvageReport>(encode(report));
  CHECK(proto.pages() == 9);
  CHECK(proto.damaged_pages() == 2);
  CHECK(proto.changes() == 3);
  CHECK(proto.entries() == 4);
  REQUIRE(proto.lost_size() == 1);
  CHECK(proto.lost(0) == std::string(16, 'l'));
  REQUIRE(proto.older_size() == 2);
  CHECK(proto.older(1) == std::string(16, 'p'));
  REQUIRE(proto.without_content_size() == 1);
  CHECK(proto.without_content(0) == std::string(16, 'w'));
  REQUIRE(proto.gaps_size() == 1);
  CHECK(proto.gaps(0).replica() == std::string(16, 'r'));
  CHECK(proto.gaps(0).first() == 5);
  CHECK(proto.gaps(0).last() == 6);
  REQUIRE(proto.what_was_lost_size() == 2);
  CHECK(proto.what_was_lost(1) == "two");
}

TEST_CASE("a request for a simulation keeps the defaults of what it leaves out") {
  const SimulateOptions defaults;
  const SimulateOptions none = decode_simulate_request({});
  CHECK(none.seed == 0);
  CHECK(none.days == defaults.days);
  CHECK(none.first_day == defaults.first_day);
  v1::SimulateRequest proto;
  proto.set_seed(UINT64_MAX);
  proto.set_days(0);
  proto.set_first_day(0);
  const SimulateOptions options = decode_simulate_request(proto.SerializeAsString());
  CHECK(options.seed == UINT64_MAX);
  CHECK(options.days == 0);
  CHECK(options.first_day == 0);
}

TEST_CASE("bytes that are no message are malformed") {
  const std::string cut("\x0a\x05it", 4);
  CHECK(failure([&] { decode_record_batch(cut); }) == Code::kMalformedMessage);
  CHECK(failure([&] { decode_edit(cut); }) == Code::kMalformedMessage);
  CHECK(failure([&] { decode_query(cut); }) == Code::kMalformedMessage);
  CHECK(failure([&] { decode_sample_query(cut); }) == Code::kMalformedMessage);
  CHECK(failure([&] { decode_record_query(cut); }) == Code::kMalformedMessage);
  CHECK(failure([&] { decode_daily_query(cut); }) == Code::kMalformedMessage);
  CHECK(failure([&] { decode_correlation_query(cut); }) == Code::kMalformedMessage);
  CHECK(failure([&] { decode_check_options(cut); }) == Code::kMalformedMessage);
  CHECK(failure([&] { decode_simulate_request(cut); }) == Code::kMalformedMessage);
}
