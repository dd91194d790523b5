// Diary's attachments: their contents come and go in parts, each a transaction of its own.
#include <vector>

#include "base/hash.h"
#include "codec/validate.h"
#include "diary/impl.h"
#include "log/contents.h"
#include "log/query.h"

namespace lamella {

namespace {

constexpr size_t kPartBytes = 299 * log::kChunkBytes;  // 1 MiB of whole chunks

// The next part of a content; only the last is not full.
std::string next_part(const ContentSource& source) {
  std::string part(kPartBytes, '\0');
  size_t filled = 0;
  while (filled < part.size()) {
    const std::span<char> room(part.data() + filled, part.size() - filled);
    const size_t came = source(room);
    if (came > room.size()) {
      throw Error(Code::kInvalidArgument, "the source gave more bytes than there was room for");
    }
    if (came == 0) break;
    filled += came;
  }
  part.resize(filled);
  return part;
}

// The record with what names its content.
std::string with_content(Record record, const codec::Content& content) {
  Attachment& attachment = std::get<Attachment>(record.body);
  attachment.content = content.id.view();
  attachment.size = content.size;
  attachment.hash = base::view(content.hash);
  codec::validate(record);
  return encode(record);
}

// Fails before anything is read or written when the record is not fit for an attachment.
Record without_content(std::string_view bytes) {
  Record record = decode(bytes);
  const auto* attachment = std::get_if<Attachment>(&record.body);
  if (attachment == nullptr) {
    throw Error(Code::kInvalidArgument, "the record is not one of an attachment");
  }
  if (!attachment->content.empty() || attachment->size != 0 || !attachment->hash.empty()) {
    throw Error(Code::kInvalidArgument,
                "attachment.content, size and hash are filled in by the diary");
  }
  static_cast<void>(with_content(record, {{}, 1, {}}));
  return record;
}

}  // namespace

codec::Content Diary::Impl::receive(const Id& id, const ContentSource& source, Task* task) {
  codec::Content content{id, 0, {}};
  base::Hasher hasher;
  for (std::string part = next_part(source); !part.empty(); part = next_part(source)) {
    if (content.size + part.size() > kMaxContentBytes) {
      throw Error(Code::kInvalidArgument, "an attachment holds at most 64 MiB");
    }
    write([&](log::Writer& writer) {
      writer.contents().append(id, content.size, part);
      return 0;
    });
    hasher.update(part);
    content.size += part.size();
    report(task, content.size, 0);
  }
  content.hash = hasher.finish();
  return content;
}

Id Diary::attach(std::string_view record_bytes, const ContentSource& source, std::optional<Id> id,
                 Task* task) {
  const Record record = without_content(record_bytes);
  const Id content = impl_->write([](log::Writer& writer) { return writer.contents().begin(); });
  try {
    return put(with_content(record, impl_->receive(content, source, task)), id);
  } catch (...) {
    impl_->sweep(log::content_number(content));
    throw;
  }
}

void Diary::read_attachment(const Id& id, const ContentSink& sink, Task* task) {
  impl_->read([&](log::Statements& statements) {
    const auto content = codec::index(decode(log::get(statements, id).record)).content;
    if (!content) throw Error(Code::kNotFound, "the entry is no attachment");
    uint64_t done = 0;
    log::Contents(statements).read(*content, [&](std::string_view part) {
      report(task, done, content->size);
      sink(part);
      done += part.size();
    });
    return 0;
  });
}

void Diary::fill_attachment(const Id& id, const ContentSource& source, Task* task) {
  const codec::Content expected = impl_->write([&](log::Writer& writer) {
    const codec::Content content = writer.content_of(id);
    writer.contents().begin_filling(content.id);
    return content;
  });
  try {
    if (impl_->receive(expected.id, source, task) != expected) {
      throw Error(Code::kInvalidArgument, "the content is not the one that the attachment names");
    }
    impl_->write([&](log::Writer& writer) {
      writer.contents().end_filling(expected.id);
      return 0;
    });
  } catch (...) {
    impl_->sweep(log::content_number(expected.id));
    throw;
  }
}

}  // namespace lamella
