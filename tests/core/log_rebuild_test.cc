// The derived tables after thousands of random changes: equal byte for byte to what a rebuild makes
// of the log, and equal in meaning to an independent model.
#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "codec/topic.h"
#include "diary_fixture.h"
#include "log/query.h"
#include "log/samples.h"
#include "log/writer.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

std::vector<PutResult> put(log::Writer& writer, std::span<const NewRecord> records) {
  log::PayloadSealer sealer;
  return writer.put(log::prepare(records, sealer), {}, nullptr, records.size());
}

// A vault with the log's own view of it, without the facade.
class OpenLog {
 public:
  OpenLog() : vault_(vault::Vault::create(folder_ / "diary.db", key())) {}

  template <typename Body>
  auto write(Body body) {
    log::Statements statements(vault_->writer());
    vault::Transaction transaction(vault_->writer(), vault::Transaction::Kind::kWrite);
    log::Writer writer(statements, ++clock_);
    auto result = body(writer);
    writer.finish();
    transaction.commit();
    return result;
  }

  vault::Connection& connection() { return vault_->writer(); }

  // Every row of the derived tables, as text.
  std::string dump() {
    std::string rows;
    for (const char* sql :
         {"SELECT hex(id)||day||','||t||','||type||','||ifnull(topic,'-')||','||life||','||"
          "ifnull(pos,'-')||','||ifnull(hex(regs),'-') FROM entry ORDER BY day, t, id",
          "SELECT hex(id)||day||','||t FROM entry_id ORDER BY id",
          "SELECT k||','||hex(bytes) FROM block ORDER BY k",
          "SELECT n||','||hex(key) FROM topic ORDER BY n"}) {
      vault::Statement statement(connection(), sql);
      while (statement.step()) rows += std::string(statement.text(0)) + "\n";
      rows += "--\n";
    }
    return rows;
  }

 private:
  vault_test::TempFolder folder_;
  std::unique_ptr<vault::Vault> vault_;
  int64_t clock_ = 1'700'000'000'000;
};

struct Model {
  std::string record;
  std::string revision;
};

Record random_record(std::mt19937_64& random) {
  const Day day = kDay + static_cast<Day>(random() % 70);
  const std::optional<int> hour =
      random() % 4 == 0 ? std::nullopt : std::optional<int>(static_cast<int>(random() % 24));
  Body body;
  switch (random() % 4) {
    case 0:
      body = itch(static_cast<double>(random() % 21) / 2);
      break;
    case 1:
      body = itch(std::nullopt, "elbow.left");
      break;
    case 2:
      body = sweat(random() % 2 == 0);
      break;
    default:
      body = tewl(static_cast<double>(random() % 10'000) / 7);
      break;
  }
  Record result = record(at(day, hour), body);
  if (random() % 3 == 0) result.note = "note " + std::to_string(random() % 100);
  if (random() % 50 == 0) result.note = std::string(5'000, 'n');
  return result;
}

void random_step(OpenLog& open, std::mt19937_64& random, std::map<Id, Model>& model) {
  const bool create = model.size() < 5 || random() % 10 < 4;
  if (create) {
    std::vector<NewRecord> batch;
    for (uint64_t i = 0; i <= random() % 20; ++i) {
      batch.push_back({encode(random_record(random)), {}});
    }
    const auto results = open.write([&](log::Writer& writer) { return put(writer, batch); });
    for (size_t i = 0; i < batch.size(); ++i) model[results[i].id] = {batch[i].record, {}};
    return;
  }
  auto chosen = model.begin();
  std::advance(chosen, static_cast<long>(random() % model.size()));
  if (random() % 10 < 3) {
    const bool restore = random() % 3 == 0;
    open.write([&](log::Writer& writer) {
      writer.remove(chosen->first);
      return 0;
    });
    if (!restore) {
      model.erase(chosen);
      return;
    }
    open.write([&](log::Writer& writer) {
      writer.restore(chosen->first, chosen->second.record);
      return 0;
    });
    return;
  }
  Record changed = decode(chosen->second.record);
  changed.when = random_record(random).when;
  if (auto* symptom = std::get_if<Symptom>(&changed.body)) symptom->score = random() % 11;
  if (random() % 2 == 0) changed.note = "edited";
  const std::string patch = encode(changed);
  open.write([&](log::Writer& writer) {
    log::Statements statements(open.connection());
    const Entry entry = log::get(statements, chosen->first);
    return writer.edit(chosen->first, entry.revision, patch, {});
  });
  chosen->second.record = patch;
}

}  // namespace

TEST_CASE("a rebuild recreates the derived tables byte for byte, and they mean what was written") {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    std::mt19937_64 random(seed);
    OpenLog open;
    std::map<Id, Model> model;
    for (int step = 0; step < 400; ++step) random_step(open, random, model);
    const std::string before = open.dump();
    open.write([](log::Writer& writer) {
      writer.rebuild(nullptr);
      return 0;
    });
    CHECK(open.dump() == before);

    log::Statements statements(open.connection());
    std::multimap<std::string, double> expected;
    for (const auto& [id, entry] : model) {
      REQUIRE(log::get(statements, id).record == entry.record);
      const codec::Indexed indexed = codec::index(decode(entry.record));
      if (indexed.value) expected.emplace(*indexed.topic + iso_date(*indexed.day), *indexed.value);
    }
    const log::Samples samples = log::samples(statements, {}, false, nullptr);
    std::multimap<std::string, double> found;
    size_t row = 0;
    for (const log::Run& run : samples.runs) {
      for (; row < run.end; ++row) {
        found.emplace(codec::encode(run.topic) + iso_date(samples.day[row]), samples.value[row]);
      }
    }
    CHECK(expected.size() == found.size());
    for (auto& values : {&expected, &found}) {
      // Equal keys in the order of their values.
      std::vector<std::pair<std::string, double>> sorted(values->begin(), values->end());
      std::sort(sorted.begin(), sorted.end());
      values->clear();
      for (auto& pair : sorted) values->insert(pair);
    }
    CHECK(expected == found);
  }
}

TEST_CASE("no payload of a deleted entry is left, and the chain of changes stays whole") {
  std::mt19937_64 random(9);
  OpenLog open;
  std::map<Id, Model> model;
  for (int step = 0; step < 300; ++step) random_step(open, random, model);
  while (!model.empty()) {
    open.write([&](log::Writer& writer) {
      writer.remove(model.begin()->first);
      return 0;
    });
    model.erase(model.begin());
  }
  CHECK(vault_test::number(open.connection(), "SELECT count(*) FROM log WHERE payload NOT NULL") ==
        0);
  CHECK(vault_test::number(open.connection(), "SELECT count(*) FROM log_chunk") == 0);
  CHECK(vault_test::number(open.connection(), "SELECT count(*) FROM block") == 0);
  CHECK(vault_test::number(open.connection(), "SELECT count(*) FROM topic") == 0);
  const int64_t seq = vault_test::number(open.connection(), "SELECT max(pos) FROM log");
  CHECK(vault_test::number(open.connection(), "SELECT count(*) FROM log") == seq);

  vault::Statement replica(open.connection(), "SELECT id FROM replica WHERE n = 0");
  REQUIRE(replica.step());
  base::Hash chain = base::blake2b_256({"lamella/chain/v1", replica.blob(0)});
  bool is_head = false;
  vault::Statement changes(open.connection(), "SELECT change, chain FROM log ORDER BY pos");
  while (changes.step()) {
    chain = base::blake2b_256({base::view(chain), changes.blob(0)});
    is_head = !changes.is_null(1);
    if (is_head) CHECK(base::view(chain) == changes.blob(1));
  }
  CHECK(is_head);
}

TEST_CASE("no row of a full diary spills into an overflow page") {
  std::mt19937_64 random(5);
  OpenLog open;
  std::map<Id, Model> model;
  for (int step = 0; step < 200; ++step) random_step(open, random, model);
  std::vector<NewRecord> large;
  for (size_t size : {3'300, 3'400, 3'500, 3'977, 3'978, 20'000, 60'000}) {
    Record record = diary_test::record(at(kDay, 1), itch(1));
    record.note = std::string(size, 'n');
    large.push_back({encode(record), {}});
  }
  open.write([&](log::Writer& writer) { return put(writer, large); });
  CHECK(vault_test::number(open.connection(),
                           "SELECT count(*) FROM dbstat WHERE pagetype = 'overflow'") == 0);
}

TEST_CASE("the blocks of a busy month are the same from one batch and from single entries") {
  std::vector<NewRecord> records;
  for (int i = 0; i < 450; ++i) {
    records.push_back({itch_record(i % 11, kDay + i % 20, i % 24), random_id()});
  }
  OpenLog at_once;
  at_once.write([&](log::Writer& writer) { return put(writer, records); });
  OpenLog one_by_one;
  for (const NewRecord& record : records) {
    one_by_one.write([&](log::Writer& writer) { return put(writer, {&record, 1}); });
  }
  CHECK(vault_test::number(at_once.connection(), "SELECT count(*) FROM block") == 5);
  CHECK(at_once.dump() == one_by_one.dump());
}
