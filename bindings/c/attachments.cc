// Attachments, whose contents pass through functions of the caller.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "handles.h"
#include "lamella.h"

using lamella::c::bytes_of;
using lamella::c::call;
using lamella::c::give;
using lamella::c::id_of;
using lamella::c::octets;
using lamella::c::place_of;
using lamella::c::required;
using lamella::c::task_of;

namespace {

lamella::ContentSource reading(lamella_content_source source, void* context) {
  required(source, "source");
  return [source, context](std::span<char> room) {
    const ptrdiff_t given = source(context, reinterpret_cast<uint8_t*>(room.data()), room.size());
    if (given < 0) throw lamella::Error(lamella::Code::kCancelled, "the source gave up");
    return static_cast<size_t>(given);
  };
}

lamella::ContentSink writing(lamella_content_sink sink, void* context) {
  required(sink, "sink");
  return [sink, context](std::string_view part) {
    const lamella_code answer = sink(context, octets(part).data(), part.size());
    if (answer == LAMELLA_OK) return;
    throw lamella::Error(static_cast<lamella::Code>(answer), "the sink gave up");
  };
}

}  // namespace

lamella_code lamella_attachment_add(lamella_diary* diary, const uint8_t* record, size_t record_size,
                                    lamella_content_source source, void* source_context,
                                    lamella_task* task, uint8_t* id, size_t id_size,
                                    lamella_error* error) {
  return call(diary, error, [&](lamella::Diary& core) {
    const auto result = place_of(id, id_size);
    give(core.attach(bytes_of(record, record_size, "record"), reading(source, source_context),
                     std::nullopt, task_of(task)),
         result);
  });
}

lamella_code lamella_attachment_read(lamella_diary* diary, const uint8_t* id, size_t id_size,
                                     lamella_content_sink sink, void* sink_context,
                                     lamella_task* task, lamella_error* error) {
  return call(diary, error, [&](lamella::Diary& core) {
    core.read_attachment(id_of(id, id_size), writing(sink, sink_context), task_of(task));
  });
}

lamella_code lamella_attachment_fill(lamella_diary* diary, const uint8_t* id, size_t id_size,
                                     lamella_content_source source, void* source_context,
                                     lamella_task* task, lamella_error* error) {
  return call(diary, error, [&](lamella::Diary& core) {
    core.fill_attachment(id_of(id, id_size), reading(source, source_context), task_of(task));
  });
}
