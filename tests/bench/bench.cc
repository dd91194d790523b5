// The speed of the core against raw SQLCipher of the same build: ratios of one run, with the counts
// behind them. Usage: lamella_bench FOLDER [SHARE], where SHARE (default 1) scales the work down.
// Leaves the ten-year diary in FOLDER/ten_years.db for tests/bench/bench.py.
#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "lamella/diary.h"
#include "raw_sqlcipher.h"
#include "vault/vault.h"

namespace lamella::bench {

namespace {

constexpr Day kFirst = 16'436;  // 2015-01-01
constexpr int kSeries = 100;
constexpr int kDays = 3'650;

Credential key() {
  std::array<uint8_t, 32> bytes;
  bytes.fill(7);
  return Credential::device_key(bytes);
}

double wall_ms(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

double cpu_ms(const std::function<void()>& work) {
  const std::clock_t begin = std::clock();
  work();
  return 1'000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Series i on a day: a score, a yes or no, a measurement with decimals, or steps.
Record sample_record(int series, int day) {
  Record record;
  const int minute = 7 * 60 + (series * 13 + day * 7) % 900;
  const int offset_min = day % 365 < 90 || day % 365 > 300 ? 60 : 120;
  record.when =
      When{.local_day = kFirst + day,
           .utc_ms = int64_t{kFirst + day} * kMsPerDay + int64_t{minute - offset_min} * 60'000,
           .offset_min = offset_min,
           .zone = "Europe/Paris"};
  record.origin = Origin{.source = "bench", .kind = OriginKind::kPerson};
  const std::string code = "series_" + std::to_string(series);
  const int noise = (day * 7'919 + series * 104'729) % 1'000;
  switch (series % 4) {
    case 0:
      record.body = Symptom{.item = code, .score = noise % 11};
      break;
    case 1:
      record.body = Exposure{.factor = code, .present = noise % 5 == 0};
      break;
    case 2:
      record.body = Measurement{.kind = code, .value = (1'000 + noise) / 100.0, .unit = "g/(m2.h)"};
      break;
    default:
      record.body = Measurement{.kind = code, .value = 2'000.0 + 13 * noise, .unit = "1"};
      break;
  }
  return record;
}

Record full_record(int i) {
  Record record = sample_record(i % kSeries, i / kSeries % kDays);
  record.note = "after a short night, the left arm again " + std::to_string(i);
  return record;
}

std::vector<NewRecord> full_records(int first, int n) {
  std::vector<NewRecord> records;
  for (int i = first; i < first + n; ++i) records.push_back({encode(full_record(i)), {}});
  return records;
}

void print_row(const char* what, double ours, double theirs, const char* unit, double limit,
               bool at_least = false) {
  const double ratio = at_least ? theirs / ours : ours / theirs;
  std::printf("| %s | %.3g %s | %.3g %s | %.2fx | %s %.3gx |\n", what, ours, unit, theirs, unit,
              ratio, at_least ? ">=" : "<=", limit);
  std::fflush(stdout);
}

// A durable entry against the same bytes in a table with a random key and an index on kind and
// time.
void single_entry(const std::filesystem::path& folder, int entries, int repeats) {
  Diary diary = Diary::create(folder / "single.db", key());
  diary.put(full_records(0, entries));
  RawDatabase raw(folder / "single-raw.db");
  raw.execute("CREATE TABLE entry(id BLOB PRIMARY KEY, kind INTEGER, t INTEGER, bytes BLOB)");
  raw.execute("CREATE INDEX entry_kind ON entry(kind, t)");
  RawStatement insert(raw, "INSERT INTO entry VALUES(?1, ?2, ?3, ?4)");
  const auto put_raw = [&](const std::string& bytes, int i) {
    const Id id = random_id();
    insert.bind(1, id.view());
    insert.bind(2, int64_t{16 + i % 3});
    insert.bind(3, int64_t{i} * 60'000);
    insert.bind(4, bytes);
    insert.run();
  };
  raw.execute("BEGIN");
  for (int i = 0; i < entries; ++i) put_raw(encode(full_record(i)), i);
  raw.execute("COMMIT");
  std::vector<double> ours;
  std::vector<double> theirs;
  for (int i = entries; i < entries + repeats; ++i) {
    const std::string bytes = encode(full_record(i));
    ours.push_back(wall_ms([&] { diary.put(bytes); }));
    theirs.push_back(wall_ms([&] {
      raw.execute("BEGIN IMMEDIATE");
      put_raw(bytes, i);
      raw.execute("COMMIT");
    }));
  }
  const std::string what = "durable entry into " + std::to_string(entries) + ", median of " +
                           std::to_string(repeats) + ", wall";
  print_row(what.c_str(), median(ours), median(theirs), "ms", 1.3);
}

// A batch of full records against the raw insert of the bytes of its log rows.
void batch(const std::filesystem::path& folder, int before, int n) {
  const std::string path = folder / ("batch" + std::to_string(before) + ".db");
  const auto records = full_records(before, n);
  {
    Diary diary = Diary::create(path, key());
    for (int done = 0; done < before; done += 36'500) {
      diary.put(full_records(done, std::min(36'500, before - done)));
    }
  }
  Diary diary = Diary::open(path, key());
  const double ours = cpu_ms([&] { diary.put(records); });
  diary.close();

  struct LogRow {
    int64_t position;
    std::string change;
    std::string payload;
  };
  std::vector<LogRow> rows;
  size_t bytes = 0;
  {
    const auto vault = vault::Vault::open(path, key(), {});
    vault::Statement log(vault->writer(), "SELECT pos, change, payload FROM log WHERE pos > ?1");
    for (log.bind(1, before); log.step();) {
      rows.push_back({log.integer(0), std::string(log.blob(1)), std::string(log.blob(2))});
      bytes += rows.back().change.size() + rows.back().payload.size();
    }
  }
  RawDatabase raw(path + "-raw");
  raw.execute("CREATE TABLE log(pos INTEGER PRIMARY KEY, change BLOB NOT NULL, payload BLOB)");
  RawStatement insert(raw, "INSERT INTO log VALUES(?1, ?2, ?3)");
  const double theirs = cpu_ms([&] {
    raw.execute("BEGIN");
    for (const LogRow& row : rows) {
      insert.bind(1, row.position);
      insert.bind(2, row.change);
      insert.bind(3, row.payload);
      insert.run();
    }
    raw.execute("COMMIT");
  });
  const std::string what = "batch of " + std::to_string(n) + " full records (" +
                           std::to_string(bytes / rows.size()) + " B of log each) into " +
                           std::to_string(before) + ", CPU";
  print_row(what.c_str(), ours, theirs, "ms", 8);
}

// All numbers of ten years from the file to columns against a row table read in C++.
void ten_years(const std::filesystem::path& folder, int days) {
  const std::string path = folder / "ten_years.db";
  {
    Diary diary = Diary::create(path, key());
    for (int day = 0; day < days; ++day) {
      std::vector<NewRecord> records;
      for (int i = 0; i < kSeries; ++i) records.push_back({encode(sample_record(i, day)), {}});
      diary.put(records);
    }
  }
  const std::string raw_path = folder / "ten_years-raw.db";
  {
    RawDatabase raw(raw_path);
    raw.execute(
        "CREATE TABLE sample(id INTEGER PRIMARY KEY, series INTEGER, at INTEGER, day INTEGER, "
        "offset_min INTEGER, value REAL)");
    RawStatement insert(raw, "INSERT INTO sample VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    raw.execute("BEGIN");
    for (int day = 0; day < days; ++day) {
      for (int i = 0; i < kSeries; ++i) {
        const When when = *sample_record(i, day).when;
        insert.bind(1, int64_t{day} * kSeries + i + 1);
        insert.bind(2, int64_t{i});
        insert.bind(3, *when.utc_ms);
        insert.bind(4, int64_t{*when.local_day});
        insert.bind(5, int64_t{*when.offset_min});
        insert.bind(6, (day * 7'919 + i * 104'729) % 1'000 / 100.0);
        insert.run();
      }
    }
    raw.execute("COMMIT");
  }
  std::vector<double> ours;
  std::vector<double> theirs;
  size_t rows = 0;
  for (int repeat = 0; repeat < 9; ++repeat) {
    ours.push_back(wall_ms([&] {
      Diary diary = Diary::open(path, key(), {.read_only = true});
      rows = diary.samples()->rows();
    }));
    theirs.push_back(wall_ms([&] {
      RawDatabase raw(raw_path);
      RawStatement select(raw, "SELECT series, at, day, offset_min, value FROM sample");
      std::vector<int64_t> series, at, day, offset;
      std::vector<double> value;
      while (select.step()) {
        series.push_back(select.integer(0));
        at.push_back(select.integer(1));
        day.push_back(select.integer(2));
        offset.push_back(select.integer(3));
        value.push_back(select.real(4));
      }
    }));
  }
  const std::string what = "open and read " + std::to_string(rows) + " samples in " +
                           std::to_string(kSeries) + " series, median of 9, wall";
  print_row(what.c_str(), median(ours), median(theirs), "ms", 5, true);

  const Summary summary = Diary::open(path, key(), {.read_only = true}).summary();
  const auto vault = vault::Vault::open(path, key(), {.read_only = true});
  const auto reader = vault->reader();
  vault::Statement pages(*reader, "SELECT count(*) FROM dbstat WHERE name = 'block'");
  pages.step();
  const int64_t block_pages = pages.integer(0);
  std::printf(
      "| sample blocks: %lld pages of 4,096 bytes, %.2f bytes a sample in blocks, %.2f in pages | "
      "| "
      "| | <= 9 bytes |\n",
      static_cast<long long>(block_pages),
      static_cast<double>(summary.block_bytes) / static_cast<double>(summary.samples),
      4'096.0 * static_cast<double>(block_pages) / static_cast<double>(summary.samples));
}

void opening(const std::filesystem::path& folder) {
  const std::string path = folder / "ten_years.db";
  std::vector<double> ours;
  std::vector<double> theirs;
  for (int repeat = 0; repeat < 51; ++repeat) {
    ours.push_back(wall_ms([&] { Diary::open(path, key()); }));
    theirs.push_back(wall_ms([&] {
      RawDatabase raw(folder / "ten_years-raw.db");
      RawStatement(raw, "SELECT count(*) FROM sqlite_schema").step();
    }));
  }
  std::printf(
      "| open with a device key and close, median of 51, wall | %.3g ms | %.3g ms | +%.2f ms | "
      "<= +1 ms |\n",
      median(ours), median(theirs), median(ours) - median(theirs));
}

// Every column of every row, as SQL gives them, on a connection that has read nothing yet.
uint64_t read_all_rows(vault::Vault& vault) {
  const auto connection = vault.fresh_reader();
  std::vector<std::string> tables;
  {
    vault::Statement names(*connection, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    while (names.step()) tables.emplace_back(names.text(0));
  }
  uint64_t bytes = 0;
  for (const std::string& table : tables) {
    int columns = 0;
    vault::Statement info(*connection, "SELECT name FROM pragma_table_info('" + table + "')");
    while (info.step()) ++columns;
    vault::Statement rows(*connection, "SELECT * FROM " + table);
    while (rows.step()) {
      for (int i = 0; i < columns; ++i) bytes += rows.blob(i).size();
    }
  }
  return bytes;
}

// A diary of some 100 MB, a third of it photographs.
void checking(const std::filesystem::path& folder, double share) {
  const std::string path = folder / "checked.db";
  {
    constexpr uint64_t kPhotograph = 3'000'000;
    Diary diary = Diary::create(path, key());
    diary.put(full_records(0, static_cast<int>(130'000 * share)));
    Record photograph = full_record(0);
    photograph.body = Attachment{.media_type = "image/jpeg"};
    for (int i = 0; i < static_cast<int>(11 * share); ++i) {
      uint64_t left = kPhotograph;
      diary.attach(encode(photograph), [&](std::span<char> room) {
        const size_t size = std::min<size_t>(room.size(), left);
        std::fill_n(room.begin(), size, static_cast<char>(left));
        left -= size;
        return size;
      });
    }
  }
  std::vector<double> plain;
  std::vector<double> shallow;
  std::vector<double> deep;
  Diary diary = Diary::open(path, key());
  const double megabytes = static_cast<double>(diary.summary().file_bytes) / 1e6;
  for (int repeat = 0; repeat < 5; ++repeat) {
    shallow.push_back(wall_ms([&] { diary.check(); }));
    deep.push_back(wall_ms([&] { diary.check({.deep = true}); }));
    diary.close();
    {
      const auto vault = vault::Vault::open(path, key(), {.read_only = true});
      plain.push_back(wall_ms([&] { read_all_rows(*vault); }));
    }
    diary = Diary::open(path, key());
  }
  char what[100];
  std::snprintf(what, sizeof what,
                "check() of %.0f MB against a read of all rows, median of 5, wall", megabytes);
  print_row(what, median(shallow), median(plain), "ms", 2);
  print_row("the same, deep", median(deep), median(plain), "ms", 6);
}

// A new passphrase against the Argon2id that it needs.
void new_passphrase(const std::filesystem::path& folder) {
  const auto secret = [](std::string_view text) {
    return Credential::passphrase({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  };
  Diary diary = Diary::create(folder / "passphrase.db", secret("first"));
  std::vector<double> ours;
  std::vector<double> theirs;
  for (int repeat = 0; repeat < 9; ++repeat) {
    ours.push_back(cpu_ms([&] {
      diary.replace_key(diary.keys().front().id, secret(repeat % 2 == 0 ? "second" : "first"));
    }));
    theirs.push_back(cpu_ms([] {
      uint8_t out[32];
      const uint8_t salt[crypto_pwhash_SALTBYTES] = {};
      if (crypto_pwhash(out, sizeof out, "second", 6, salt, 3, size_t{64} << 20,
                        crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc();
      }
    }));
  }
  print_row("a new passphrase against one Argon2id of 64 MiB and 3 passes, median of 9, CPU",
            median(ours), median(theirs), "ms", 1.1);
}

}  // namespace

int run(const std::filesystem::path& folder, double share) {
  const auto scaled = [&](int n) { return std::max(100, static_cast<int>(n * share)); };
  std::filesystem::create_directories(folder);
  std::puts("| what | Lamella | raw SQLCipher | ratio | limit |\n|---|--:|--:|--:|--:|");
  single_entry(folder, scaled(100'000), scaled(1'350));
  batch(folder, 0, scaled(100'000));
  batch(folder, scaled(365'000), scaled(100'000));
  ten_years(folder, scaled(kDays));
  opening(folder);
  checking(folder, std::max(share, 0.1));
  new_passphrase(folder);
  return 0;
}

}  // namespace lamella::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: lamella_bench FOLDER [SHARE]\n", stderr);
    return 2;
  }
  try {
    return lamella::bench::run(argv[1], argc > 2 ? std::stod(argv[2]) : 1);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
