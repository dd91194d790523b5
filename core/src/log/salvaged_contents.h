// The contents of attachments in the pages that are left of a damaged diary.
#ifndef LAMELLA_SRC_LOG_SALVAGED_CONTENTS_H_
#define LAMELLA_SRC_LOG_SALVAGED_CONTENTS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "codec/topic.h"
#include "lamella/entry.h"
#include "vault/page_reader.h"
#include "vault/page_rows.h"

namespace lamella::log {

class SalvagedContents {
 public:
  // Remembers where a chunk stands, if the row has the shape of one.
  void add(uint64_t page, const vault::PageRow& row);
  // Once, after the last row.
  void finish();

  // The content's bytes, read again from `reader`, which must outlive the source as this must. It
  // fails with kDamaged at a chunk that is not there; that the bytes are right is for the caller to
  // verify.
  ContentSource source(vault::PageReader& reader, const codec::Content& content) const;

 private:
  std::string chunk(vault::PageReader& reader, int64_t key) const;

  std::vector<std::pair<int64_t, uint64_t>> chunks_;  // row id and page
};

}  // namespace lamella::log

#endif  // LAMELLA_SRC_LOG_SALVAGED_CONTENTS_H_
