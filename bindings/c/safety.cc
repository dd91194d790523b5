// Damage, and the ways back: check, backups and salvage.
#include "credential.h"
#include "handles.h"
#include "lamella.h"
#include "lamella/messages.h"
#include "lamella/salvage.h"

using lamella::c::bytes_of;
using lamella::c::call;
using lamella::c::clear;
using lamella::c::credential_of;
using lamella::c::credentials_of;
using lamella::c::give;
using lamella::c::guard;
using lamella::c::required;
using lamella::c::task_of;

lamella_code lamella_diary_check(lamella_diary* diary, const uint8_t* options, size_t options_size,
                                 lamella_task* task, lamella_buffer* report, lamella_error* error) {
  clear(report);
  return call(diary, error, [&](lamella::Diary& core) {
    lamella_buffer& result = required(report, "report");
    const auto asked = lamella::decode_check_options(bytes_of(options, options_size, "options"));
    give(lamella::encode(core.check(asked, task_of(task))), result);
  });
}

lamella_code lamella_diary_backup(lamella_diary* diary, const char* path,
                                  const lamella_credential* const* credentials,
                                  size_t credential_count, lamella_task* task,
                                  lamella_error* error) {
  return call(diary, error, [&](lamella::Diary& core) {
    core.backup(&required(path, "path"),
                credentials_of(credentials, credential_count, "credentials"), task_of(task));
  });
}

lamella_code lamella_diary_restore_backup(const char* backup, const lamella_credential* credential,
                                          const char* path, lamella_task* task,
                                          lamella_error* error) {
  return guard(error, [&] {
    lamella::Diary::restore_backup(&required(backup, "backup"), credential_of(credential),
                                   &required(path, "path"), task_of(task));
  });
}

lamella_code lamella_diary_salvage(const char* damaged_path, const lamella_credential* credential,
                                   const char* new_path, const lamella_credential* new_credential,
                                   lamella_task* task, lamella_buffer* report,
                                   lamella_error* error) {
  clear(report);
  return guard(error, [&] {
    lamella_buffer& result = required(report, "report");
    give(lamella::encode(lamella::salvage(
             &required(damaged_path, "damaged_path"), credential_of(credential),
             &required(new_path, "new_path"), credential_of(new_credential), task_of(task))),
         result);
  });
}
