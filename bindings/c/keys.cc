// Who can open a diary.
#include "credential.h"
#include "handles.h"
#include "lamella.h"
#include "lamella/messages.h"

using lamella::c::call;
using lamella::c::clear;
using lamella::c::credential_of;
using lamella::c::credentials_of;
using lamella::c::give;
using lamella::c::id_of;
using lamella::c::place_of;
using lamella::c::required;

lamella_code lamella_key_list(lamella_diary* diary, lamella_buffer* keys, lamella_error* error) {
  clear(keys);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(keys, "keys");
    give(lamella::encode(core.keys()), result);
  });
}

lamella_code lamella_key_add(lamella_diary* diary, const lamella_credential* credential,
                             uint8_t* id, size_t id_size, lamella_error* error) {
  return call(diary, error, [&](lamella::Diary& core) {
    const auto result = place_of(id, id_size);
    give(core.add_key(credential_of(credential)), result);
  });
}

lamella_code lamella_key_add_recovery_code(lamella_diary* diary, lamella_buffer* code,
                                           lamella_error* error) {
  clear(code);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(code, "code");
    give(core.add_recovery_code(), result);
  });
}

lamella_code lamella_key_remove(lamella_diary* diary, const uint8_t* id, size_t id_size,
                                lamella_error* error) {
  return call(diary, error, [&](lamella::Diary& core) { core.remove_key(id_of(id, id_size)); });
}

lamella_code lamella_key_replace(lamella_diary* diary, const uint8_t* id, size_t id_size,
                                 const lamella_credential* credential, uint8_t* new_id,
                                 size_t new_id_size, lamella_error* error) {
  return call(diary, error, [&](lamella::Diary& core) {
    const auto result = place_of(new_id, new_id_size);
    give(core.replace_key(id_of(id, id_size), credential_of(credential)), result);
  });
}

lamella_code lamella_key_rotate(lamella_diary* diary, const lamella_credential* const* keep,
                                size_t keep_count, lamella_buffer* dropped, lamella_error* error) {
  clear(dropped);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(dropped, "dropped");
    give(lamella::encode(core.rotate(credentials_of(keep, keep_count, "keep"))), result);
  });
}
