// Tables as Arrow streams. Each exported struct owns what it points to, so that a consumer may move
// a child out and release the parent at once.
#include <cerrno>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "lamella/arrow_abi.h"
#include "lamella/error.h"
#include "lamella/table.h"

namespace lamella {

namespace {

// Arrow's key-value metadata: counts and lengths as int32 in the machine's byte order.
std::string encode_metadata(const std::map<std::string, std::string>& metadata) {
  if (metadata.empty()) return {};
  std::string bytes;
  const auto append_int = [&](size_t size) {
    const auto number = static_cast<int32_t>(size);
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
  };
  append_int(metadata.size());
  for (const auto& [key, value] : metadata) {
    append_int(key.size());
    bytes += key;
    append_int(value.size());
    bytes += value;
  }
  return bytes;
}

// Children and dictionaries belong to their parent until a consumer moves them out.
template <typename T>
struct ReleaseAndDelete {
  void operator()(T* part) const {
    if (part->release != nullptr) part->release(part);
    delete part;
  }
};
template <typename T>
using Owned = std::unique_ptr<T, ReleaseAndDelete<T>>;

template <typename T>
Owned<T> make_owned() {
  return Owned<T>(new T{});
}

// What a schema points to.
struct OwnedSchema {
  std::string format;
  std::string name;
  std::string metadata;
  std::vector<Owned<ArrowSchema>> children;
  std::vector<ArrowSchema*> child_pointers;
  Owned<ArrowSchema> dictionary;
};

void release_schema(ArrowSchema* schema) {
  delete static_cast<OwnedSchema*>(schema->private_data);
  schema->release = nullptr;
}

void fill_schema(std::unique_ptr<OwnedSchema> owned, int64_t flags, ArrowSchema* out) {
  for (const auto& child : owned->children) owned->child_pointers.push_back(child.get());
  *out = {};
  out->format = owned->format.c_str();
  out->name = owned->name.c_str();
  out->metadata = owned->metadata.empty() ? nullptr : owned->metadata.data();
  out->flags = flags;
  out->n_children = static_cast<int64_t>(owned->child_pointers.size());
  out->children = owned->child_pointers.data();
  out->dictionary = owned->dictionary.get();
  out->release = release_schema;
  out->private_data = owned.release();
}

const char* format_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kNumber:
      return "g";
    case ColumnKind::kInteger:
      return "i";
    case ColumnKind::kInstant:
      return "tsm:UTC";
    case ColumnKind::kDay:
      return "tdD";
    case ColumnKind::kText:
      return "u";
    case ColumnKind::kCategory:
      return "i";
    case ColumnKind::kId:
      return "w:16";
  }
  return "n";
}

void export_column_schema(const Column& column, ArrowSchema* out) {
  auto owned = std::make_unique<OwnedSchema>();
  owned->format = format_of(column.kind);
  owned->name = column.name;
  owned->metadata = encode_metadata(column.metadata);
  if (column.kind == ColumnKind::kCategory) {
    owned->dictionary = make_owned<ArrowSchema>();
    auto texts = std::make_unique<OwnedSchema>();
    texts->format = "u";
    fill_schema(std::move(texts), 0, owned->dictionary.get());
  }
  fill_schema(std::move(owned), ARROW_FLAG_NULLABLE, out);
}

void export_schema(const Table& table, ArrowSchema* out) {
  auto owned = std::make_unique<OwnedSchema>();
  owned->format = "+s";
  for (const Column& column : table.columns) {
    owned->children.push_back(make_owned<ArrowSchema>());
    export_column_schema(column, owned->children.back().get());
  }
  fill_schema(std::move(owned), 0, out);
}

// What an array points to: shared columns and the buffers that had to be made.
struct OwnedArray {
  std::shared_ptr<const Table> table;
  std::string validity;
  std::vector<int32_t> text_ends;
  std::string text_bytes;
  std::vector<const void*> buffers;
  std::vector<Owned<ArrowArray>> children;
  std::vector<ArrowArray*> child_pointers;
  Owned<ArrowArray> dictionary;
};

void release_array(ArrowArray* array) {
  delete static_cast<OwnedArray*>(array->private_data);
  array->release = nullptr;
}

void fill_array(std::unique_ptr<OwnedArray> owned, int64_t length, int64_t null_count,
                ArrowArray* out) {
  for (const auto& child : owned->children) owned->child_pointers.push_back(child.get());
  *out = {};
  out->length = length;
  out->null_count = null_count;
  out->n_buffers = static_cast<int64_t>(owned->buffers.size());
  out->buffers = owned->buffers.data();
  out->n_children = static_cast<int64_t>(owned->child_pointers.size());
  out->children = owned->child_pointers.data();
  out->dictionary = owned->dictionary.get();
  out->release = release_array;
  out->private_data = owned.release();
}

// A bitmap of the values that are not `absent`, empty when none is; counts the absent ones.
template <typename T>
std::string validity_bitmap(const std::vector<T>& values, T absent, int64_t* null_count) {
  std::string bitmap((values.size() + 7) / 8, '\0');
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] == absent) {
      ++*null_count;
    } else {
      bitmap[i / 8] = static_cast<char>(bitmap[i / 8] | 1U << (i % 8));
    }
  }
  return *null_count == 0 ? std::string() : bitmap;
}

int64_t make_validity(const Column& column, std::string* validity) {
  int64_t null_count = 0;
  if (column.kind == ColumnKind::kInstant) {
    *validity = validity_bitmap(column.values<int64_t>(), kAbsentInstant, &null_count);
  } else if (column.kind == ColumnKind::kInteger || column.kind == ColumnKind::kDay) {
    *validity = validity_bitmap(column.values<int32_t>(), kAbsentInteger, &null_count);
  } else if (column.kind == ColumnKind::kCategory) {
    *validity = validity_bitmap(column.values<int32_t>(), int32_t{-1}, &null_count);
  }
  return null_count;
}

void make_text_buffers(const std::vector<std::string>& texts, OwnedArray& owned) {
  size_t size = 0;
  for (const std::string& text : texts) size += text.size();
  if (size > INT32_MAX) {
    throw Error(Code::kInvalidArgument, "the texts of a column have more than 2 GiB");
  }
  owned.text_ends.push_back(0);
  for (const std::string& text : texts) {
    owned.text_bytes += text;
    owned.text_ends.push_back(static_cast<int32_t>(owned.text_bytes.size()));
  }
  owned.buffers = {nullptr, owned.text_ends.data(), owned.text_bytes.data()};
}

void export_texts(const std::vector<std::string>& texts, ArrowArray* out) {
  auto owned = std::make_unique<OwnedArray>();
  make_text_buffers(texts, *owned);
  fill_array(std::move(owned), static_cast<int64_t>(texts.size()), 0, out);
}

void export_column(const std::shared_ptr<const Table>& table, const Column& column,
                   ArrowArray* out) {
  if (column.kind == ColumnKind::kText) return export_texts(column.values<std::string>(), out);
  auto owned = std::make_unique<OwnedArray>();
  owned->table = table;
  const int64_t null_count = make_validity(column, &owned->validity);
  const void* const values = std::visit(
      [](const auto& vector) { return static_cast<const void*>(vector.data()); }, column.data);
  owned->buffers = {owned->validity.empty() ? nullptr : owned->validity.data(), values};
  if (column.kind == ColumnKind::kCategory) {
    owned->dictionary = make_owned<ArrowArray>();
    export_texts(column.categories, owned->dictionary.get());
  }
  fill_array(std::move(owned), static_cast<int64_t>(column.size()), null_count, out);
}

void export_batch(const std::shared_ptr<const Table>& table, ArrowArray* out) {
  auto owned = std::make_unique<OwnedArray>();
  owned->buffers = {nullptr};
  for (const Column& column : table->columns) {
    owned->children.push_back(make_owned<ArrowArray>());
    export_column(table, column, owned->children.back().get());
  }
  fill_array(std::move(owned), static_cast<int64_t>(table->rows()), 0, out);
}

struct OwnedStream {
  std::shared_ptr<const Table> table;
  bool done = false;
  std::string last_error;
};

OwnedStream& owned_of(ArrowArrayStream* stream) {
  return *static_cast<OwnedStream*>(stream->private_data);
}

// Runs a callback's body; no exception may leave it.
template <typename Body>
int guarded(ArrowArrayStream* stream, Body body) noexcept {
  try {
    body();
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  } catch (const std::exception& error) {
    try {
      owned_of(stream).last_error = error.what();
    } catch (...) {
      return ENOMEM;
    }
    return EINVAL;
  }
}

int stream_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  return guarded(stream, [&] { export_schema(*owned_of(stream).table, out); });
}

int stream_next(ArrowArrayStream* stream, ArrowArray* out) {
  return guarded(stream, [&] {
    OwnedStream& owned = owned_of(stream);
    if (owned.done) {
      *out = {};  // a released array: the end
      return;
    }
    export_batch(owned.table, out);
    owned.done = true;
  });
}

const char* stream_error(ArrowArrayStream* stream) {
  const std::string& error = owned_of(stream).last_error;
  return error.empty() ? nullptr : error.c_str();
}

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<OwnedStream*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace

void export_arrow_stream(std::shared_ptr<const Table> table, ArrowArrayStream* out) {
  auto owned = std::make_unique<OwnedStream>();
  owned->table = std::move(table);
  *out = {stream_schema, stream_next, stream_error, release_stream, owned.release()};
}

}  // namespace lamella
