// Pages read one by one, and the rows in them.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lamella/diary.h"
#include "vault/connection.h"
#include "vault/page_reader.h"
#include "vault/page_rows.h"
#include "vault_fixture.h"

namespace lamella::vault {
namespace {

using vault_test::device_key;
using vault_test::read_bytes;
using vault_test::TempFolder;
using vault_test::write_bytes;

// Changes of many sizes, enough for interior pages.
void fill(const std::string& path) {
  const auto vault = Vault::create(path, device_key());
  for (int64_t pos = 1; pos <= 400; ++pos) {
    vault_test::insert_change(vault->writer(), pos << 37,
                              std::string(static_cast<size_t>(pos * pos % 3400), 'c'));
  }
  Transaction write(vault->writer(), Transaction::Kind::kWrite);
  Statement insert(vault->writer(), "INSERT INTO entry_id(id, day, t) VALUES(?1, ?2, ?3)");
  for (int64_t i = 0; i < 600; ++i) {
    const Id id = random_id();
    insert.bind(1, id.view()).bind(2, i - 300).bind(3, (i - 300) * 123'456'789'012).run();
  }
  write.commit();
  vault->close();
}

std::string text_of(const std::vector<Value>& values) {
  std::string text;
  for (const Value& value : values) {
    if (const auto* number = std::get_if<int64_t>(&value)) text += std::to_string(*number);
    if (const auto* blob = std::get_if<std::string_view>(&value)) text += *blob;
    text += '|';
  }
  return text;
}

// The rows of pages 2 and on that have so many columns, with their row id in front.
std::set<std::string> rows_in_pages(PageReader& reader, size_t columns) {
  std::set<std::string> rows;
  for (uint64_t page = 2; page <= reader.pages(); ++page) {
    const std::string bytes = reader.read(page).value();
    for (const PageRow& row : rows_of(bytes)) {
      if (row.values.size() != columns) continue;
      rows.insert((row.rowid ? std::to_string(*row.rowid) : std::string()) + '|' +
                  text_of(row.values));
    }
  }
  return rows;
}

PageReader reader_of(const std::string& path) {
  return Vault::open(path, device_key(), {.damaged = true})->page_reader(device_key());
}

TEST_CASE("every row of a table and of a table without row ids is found in the pages") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  fill(path);
  PageReader reader = reader_of(path);
  CHECK(reader.pages() * kPageSize == read_bytes(path).size());
  std::set<std::string> changes;
  std::set<std::string> ids;
  const auto vault = vault_test::open(path);
  Statement log(vault->writer(), "SELECT pos, change FROM log");
  while (log.step()) {
    changes.insert(std::to_string(log.integer(0)) + "||" + std::string(log.blob(1)) + "|||");
  }
  Statement entries(vault->writer(), "SELECT id, day, t FROM entry_id");
  while (entries.step()) {
    ids.insert('|' + std::string(entries.blob(0)) + '|' + std::to_string(entries.integer(1)) + '|' +
               std::to_string(entries.integer(2)) + '|');
  }
  CHECK(changes.size() == 400);
  CHECK(rows_in_pages(reader, 4) == changes);
  CHECK(rows_in_pages(reader, 3).size() == 601);  // and the replica
  for (const std::string& id : ids) CHECK(rows_in_pages(reader, 3).count(id) == 1);
}

TEST_CASE("damaged pages are told from pages of zeros, and the others are read all the same") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  fill(path);
  {
    // Free pages are overwritten with zeros, and are sound.
    const auto vault = vault_test::open(path);
    vault->writer().execute("DELETE FROM log WHERE pos % 3 > 0");
  }
  const std::string sound = read_bytes(path);
  const uint64_t pages = sound.size() / kPageSize;
  size_t zeros = 0;
  {
    PageReader reader = reader_of(path);
    for (uint64_t page = 1; page <= pages; ++page) {
      REQUIRE(reader.read(page));
      const std::string bytes = *reader.read(page);
      if (std::count(bytes.begin(), bytes.begin() + 4016, '\0') == 4016) ++zeros;
    }
  }
  CHECK(zeros > 5);
  std::string damaged = sound;
  for (uint64_t page = 1; page <= pages; page += 2) {
    char& byte = damaged[(page - 1) * kPageSize + (page % 4 == 1 ? 99 : 4090)];
    byte = static_cast<char>(byte ^ 1);
  }
  write_bytes(path, damaged.substr(0, damaged.size() - 1));
  PageReader reader = reader_of(path);
  CHECK(reader.pages() == pages);
  for (int round = 0; round < 2; ++round) {
    for (uint64_t page = 1; page < pages; ++page) {
      CAPTURE(page);
      CHECK(reader.read(page).has_value() == (page % 2 == 0));
    }
    CHECK_FALSE(reader.read(pages));
  }
  CHECK_FALSE(reader.read(0));
  CHECK_FALSE(reader.read(pages + 1));
}

TEST_CASE("an older page 1, of a time when the file was shorter, hides no page") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  vault_test::make_diary(path);
  const std::string first = read_bytes(path).substr(0, kPageSize);
  {
    const auto vault = vault_test::open(path);
    for (int64_t pos = 1; pos < 100; ++pos) {
      vault_test::insert_change(vault->writer(), pos, std::string(3'000, 'c'));
    }
  }
  const std::string bytes = read_bytes(path);
  write_bytes(path, first + bytes.substr(kPageSize));
  PageReader reader = reader_of(path);
  CHECK(reader.pages() == bytes.size() / kPageSize);
  CHECK(rows_in_pages(reader, 4).size() == 99);
}

bool lies_in(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

TEST_CASE("rows are only read inside of their page, whatever its bytes are") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  fill(path);
  PageReader reader = reader_of(path);
  std::vector<std::string> pages;
  for (uint64_t page = 2; page <= reader.pages(); ++page) {
    const std::string bytes = reader.read(page).value();
    if (!rows_of(bytes).empty()) pages.push_back(bytes);
  }
  REQUIRE(pages.size() > 20);
  std::mt19937 random(20'240'601);
  const auto below = [&](size_t limit) { return random() % limit; };
  size_t rows = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string page = pages[below(pages.size())];
    for (size_t changes = below(40) + 1; changes > 0; --changes) {
      const size_t at = below(3) == 0 ? below(64) : below(page.size());
      page[at] = static_cast<char>(below(2) == 0 ? random() : 0xff);
    }
    for (const PageRow& row : rows_of(page)) {
      ++rows;
      for (const Value& value : row.values) {
        const auto* blob = std::get_if<std::string_view>(&value);
        if (blob != nullptr) REQUIRE(lies_in(*blob, std::string_view(page).substr(0, 4016)));
      }
    }
  }
  CHECK(rows > 10'000);
  CHECK(rows_of(std::string_view()).empty());
  CHECK(rows_of(std::string_view(pages.front()).substr(1)).empty());
}

// A page of one cell of a table.
std::string page_of(std::string_view cell) {
  std::string page(kPageSize, '\0');
  page[0] = '\x0d';
  page[4] = 1;
  page[8] = '\x0f';
  page[9] = '\x00';
  page.replace(0x0f00, cell.size(), cell);
  return page;
}

TEST_CASE("integers of every size are read, and what a diary does not hold is left out") {
  using namespace std::string_view_literals;
  // Payload size, row id, header size, types, values.
  const std::string page = page_of(
      "\x25\x81\x00\x0b\x00\x01\x02\x03\x04\x05\x06\x08\x09\x10"
      "\xff\x01\x02\xff\xff\xfe\x00\x00\x01\x00\x80\x00\x00\x00\x00\x00"
      "\x7f\xff\xff\xff\xff\xff\xff\xff\x41\x42"sv);
  const std::vector<PageRow> rows = rows_of(page);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].rowid == 128);
  CHECK(text_of(rows[0].values) == "|-1|258|-2|256|-140737488355328|9223372036854775807|0|1|AB|");
  const std::string_view left_out[] = {
      "\x03\x01\x02\x0f\x41"sv,                              // a text
      "\x03\x01\x02\x0a\x41"sv,                              // reserved
      "\x0a\x01\x02\x07\x01\x02\x03\x04\x05\x06\x07\x08"sv,  // a real
      "\x04\x01\x02\x01\x41\x00"sv,                          // more than its values
      "\x02\x01\x02\x01\x41"sv,                              // less
      "\x03\x01\x04\x01\x41"sv,                              // a header that is too long
  };
  for (const std::string_view cell : left_out) {
    const std::string other = page_of(cell);
    CHECK(rows_of(other).empty());
  }
}

TEST_CASE("a row that goes on in another page is left out, one as long as a page takes is not") {
  // Payload size, row id, header of 3 bytes, a blob up to the end.
  const auto page_of_size = [](size_t payload) {
    const auto varint = [](size_t value) {
      return std::string{static_cast<char>(value >> 7 | 0x80), static_cast<char>(value & 0x7f)};
    };
    std::string page = page_of("");
    page.replace(20, payload + 3,
                 varint(payload) + '\x01' + '\x03' + varint(2 * payload + 6) +
                     std::string(payload - 3, 'b'));
    page[8] = 0;
    page[9] = 20;
    return page;
  };
  const std::string longest = page_of_size(3981);
  const std::string longer = page_of_size(3982);
  CHECK(rows_of(longest).size() == 1);
  CHECK(rows_of(longer).empty());
}

}  // namespace
}  // namespace lamella::vault
