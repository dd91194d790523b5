/* Who can open a diary: each kind of credential, every change of the keys, and a key store that is
 * asked through a function. */
#include <stdio.h>
#include <string.h>

#include "c_test.h"
#include "check.h"

#define REFUSED(call) CHECK_CODE(LAMELLA_INVALID_ARGUMENT, call)

static const uint8_t kKeys[3][32] = {{1}, {2}, {3}};
static const char kBlob[] = "what the key store made";

/* The fields of KeySlot. */
enum { kId = 1, kKind, kMemory, kPasses, kPortable, kOpened };

static lamella_credential device(int which) {
  lamella_credential credential;
  lamella_credential_init(&credential, sizeof credential);
  credential.kind = LAMELLA_DEVICE_KEY;
  credential.secret = kKeys[which];
  credential.secret_size = sizeof kKeys[which];
  return credential;
}

static lamella_credential both(const char *text, int which) {
  lamella_credential credential = passphrase(text);
  credential.kind = LAMELLA_PASSPHRASE_AND_DEVICE_KEY;
  credential.device_key = kKeys[which];
  credential.device_key_size = sizeof kKeys[which];
  return credential;
}

static lamella_credential recovery(const lamella_buffer *code) {
  lamella_credential credential;
  lamella_credential_init(&credential, sizeof credential);
  credential.kind = LAMELLA_RECOVERY_CODE;
  credential.secret = code->data;
  credential.secret_size = code->size;
  return credential;
}

static lamella_diary *made_with(const char *path, const lamella_credential *credential) {
  lamella_diary *diary = NULL;
  CHECK_OK(lamella_diary_create(path, credential, NULL, &diary, &last_error));
  return diary;
}

/* How opening ends. */
static lamella_code opens(const char *path, const lamella_credential *credential) {
  lamella_diary *diary;
  const lamella_code code = lamella_diary_open(path, credential, NULL, &diary, &last_error);
  lamella_diary_close(diary);
  return code;
}

static void add(lamella_diary *diary, const lamella_credential *credential, uint8_t id[16]) {
  CHECK_OK(lamella_key_add(diary, credential, id, 16, &last_error));
}

/* The id of the index-th slot. */
static void id_at(lamella_diary *diary, size_t index, uint8_t id[16]) {
  lamella_buffer list;
  CHECK_OK(lamella_key_list(diary, &list, &last_error));
  const view found = field_of(field_at(whole(&list), 1, index), kId);
  CHECK(found.size == 16);
  memcpy(id, found.data, 16);
  lamella_buffer_free(&list);
}

static size_t slots_in(lamella_diary *diary) {
  lamella_buffer list;
  CHECK_OK(lamella_key_list(diary, &list, &last_error));
  const size_t count = count_of(whole(&list), 1);
  lamella_buffer_free(&list);
  return count;
}

static void each_kind_opens_the_diary_and_is_listed(void) {
  const char *path = new_path();
  const lamella_credential first = passphrase("correct horse"), second = device(0),
                           fourth = both("1234", 1), wrong = both("1234", 0);
  uint8_t ids[4][16];
  lamella_buffer code, list;
  lamella_diary *diary = made_with(path, &first);
  id_at(diary, 0, ids[0]);
  add(diary, &second, ids[1]);
  CHECK_OK(lamella_key_add_recovery_code(diary, &code, &last_error));
  id_at(diary, 2, ids[2]);
  add(diary, &fourth, ids[3]);
  lamella_diary_close(diary);

  const lamella_credential third = recovery(&code);
  const lamella_credential *all[] = {&first, &second, &third, &fourth};
  for (size_t opened = 0; opened < 4; ++opened) {
    CHECK_OK(lamella_diary_open(path, all[opened], NULL, &diary, &last_error));
    CHECK_OK(lamella_key_list(diary, &list, &last_error));
    CHECK(count_of(whole(&list), 1) == 4);
    for (size_t i = 0; i < 4; ++i) {
      const view slot = field_at(whole(&list), 1, i);
      CHECK(equals(field_of(slot, kId), ids[i], 16));
      CHECK(number_of(slot, kKind) == all[i]->kind);
      CHECK(number_of(slot, kMemory) == all[i]->argon2id_memory_kib);
      CHECK(number_of(slot, kPasses) == all[i]->argon2id_passes);
      CHECK(number_of(slot, kPortable) == (i == 0 || i == 2));
      CHECK(number_of(slot, kOpened) == (i == opened));
    }
    lamella_buffer_free(&list);
    lamella_diary_close(diary);
  }
  CHECK_CODE(LAMELLA_WRONG_SECRET, opens(path, &wrong));
  lamella_buffer_free(&code);
}

static void a_recovery_code_is_text_to_be_written_down(void) {
  const char *path = new_path();
  const lamella_credential key = device(0);
  lamella_buffer code;
  lamella_diary *diary = made_with(path, &key);
  CHECK_OK(lamella_key_add_recovery_code(diary, &code, &last_error));
  lamella_diary_close(diary);
  CHECK(code.size == 42 && code.data[4] == '-');
  lamella_credential typed = recovery(&code);
  CHECK_OK(opens(path, &typed));
  code.data[0] = code.data[0] == '7' ? '8' : '7';
  REFUSED(opens(path, &typed));
  typed.secret_size = 0;
  REFUSED(opens(path, &typed));
  lamella_buffer_free(&code);
}

static void a_removed_key_opens_nothing_and_the_last_portable_one_stays(void) {
  const char *path = new_path();
  const lamella_credential first = passphrase("one"), second = passphrase("two"), key = device(0);
  uint8_t id[16], unknown[16] = {0};
  lamella_diary *diary = made_with(path, &first);
  add(diary, &second, id);
  add(diary, &key, id);
  CHECK_CODE(LAMELLA_NOT_FOUND, lamella_key_remove(diary, unknown, 16, &last_error));
  id_at(diary, 0, id);
  CHECK_OK(lamella_key_remove(diary, id, 16, &last_error));
  id_at(diary, 0, id);
  CHECK_CODE(LAMELLA_LAST_PORTABLE_SLOT, lamella_key_remove(diary, id, 16, &last_error));
  CHECK(slots_in(diary) == 2);
  lamella_diary_close(diary);
  CHECK_CODE(LAMELLA_WRONG_SECRET, opens(path, &first));
  CHECK_OK(opens(path, &second));
}

static void a_replaced_key_opens_nothing(void) {
  const char *path = new_path();
  const lamella_credential old = passphrase("old"), new = passphrase("new");
  uint8_t id[16], given[16], unknown[16] = {0};
  lamella_diary *diary = made_with(path, &old);
  id_at(diary, 0, id);
  CHECK_CODE(LAMELLA_NOT_FOUND,
             lamella_key_replace(diary, unknown, 16, &new, given, 16, &last_error));
  CHECK_OK(lamella_key_replace(diary, id, 16, &new, given, 16, &last_error));
  id_at(diary, 0, id);
  CHECK(memcmp(id, given, 16) == 0 && slots_in(diary) == 1);
  lamella_diary_close(diary);
  CHECK_CODE(LAMELLA_WRONG_SECRET, opens(path, &old));
  CHECK_OK(opens(path, &new));
}

static void a_rotation_keeps_what_it_is_given(void) {
  const char *path = new_path();
  const lamella_credential first = passphrase("one"), key = device(0), other = device(1),
                           wrong = device(2);
  const lamella_credential *kept[] = {&key, &first}, *no_passphrase[] = {&key},
                           *unknown[] = {&first, &wrong}, *hole[] = {&first, NULL};
  uint8_t id[16];
  lamella_buffer dropped, *no_buffer = NULL;
  lamella_diary *diary = made_with(path, &first);
  add(diary, &key, id);
  add(diary, &other, id);
  CHECK_CODE(LAMELLA_LAST_PORTABLE_SLOT,
             lamella_key_rotate(diary, no_passphrase, 1, &dropped, &last_error));
  CHECK_CODE(LAMELLA_LAST_PORTABLE_SLOT, lamella_key_rotate(diary, NULL, 0, &dropped, &last_error));
  CHECK_CODE(LAMELLA_WRONG_SECRET, lamella_key_rotate(diary, unknown, 2, &dropped, &last_error));
  REFUSED(lamella_key_rotate(diary, hole, 2, &dropped, &last_error));
  REFUSED(lamella_key_rotate(diary, NULL, 1, &dropped, &last_error));
  REFUSED(lamella_key_rotate(diary, kept, 2, no_buffer, &last_error));
  CHECK(slots_in(diary) == 3);
  CHECK_OK(lamella_key_rotate(diary, kept, 2, &dropped, &last_error));
  CHECK(count_of(whole(&dropped), 1) == 1);
  CHECK(equals(field_of(field_of(whole(&dropped), 1), kId), id, 16));
  lamella_buffer_free(&dropped);
  CHECK(slots_in(diary) == 2);
  lamella_diary_close(diary);
  CHECK_OK(opens(path, &first));
  CHECK_OK(opens(path, &key));
  CHECK_CODE(LAMELLA_WRONG_SECRET, opens(path, &other));
}

/* A key store in the caller's hands. */
typedef struct key_store {
  lamella_code answer;
  int asked;
  int knows_the_blob;
} key_store;

static lamella_code ask(void *context, const uint8_t *wrapped, size_t size, uint8_t *device_key) {
  key_store *store = context;
  ++store->asked;
  store->knows_the_blob = size == sizeof kBlob && memcmp(wrapped, kBlob, size) == 0;
  if (store->answer == LAMELLA_OK) memcpy(device_key, kKeys[0], 32);
  return store->answer;
}

static lamella_credential asking(key_store *store) {
  lamella_credential credential;
  lamella_credential_init(&credential, sizeof credential);
  credential.kind = LAMELLA_DEVICE_KEY;
  credential.unwrap = ask;
  credential.unwrap_context = store;
  return credential;
}

static void wrap(lamella_credential *credential) {
  credential->blob = (const uint8_t *)kBlob;
  credential->blob_size = sizeof kBlob;
}

static void a_key_store_is_asked_and_its_answers_are_told_apart(void) {
  const char *path = new_path();
  key_store store = {LAMELLA_OK, 0, 0};
  lamella_credential wrapped = device(0);
  const lamella_credential opening = asking(&store);
  wrap(&wrapped);
  lamella_diary_close(made_with(path, &wrapped));
  CHECK_OK(opens(path, &opening));
  CHECK(store.asked == 1 && store.knows_the_blob);
  CHECK_OK(opens(path, &wrapped));
  CHECK(store.asked == 1);
  static const lamella_code known[] = {LAMELLA_KEY_UNAVAILABLE_NOW, LAMELLA_NO_SUCH_KEY};
  for (size_t i = 0; i < 2; ++i) {
    store.answer = known[i];
    CHECK_CODE(known[i], opens(path, &opening));
  }
  static const lamella_code others[] = {LAMELLA_INTERNAL, LAMELLA_WRONG_SECRET, -1, 999};
  for (size_t i = 0; i < 4; ++i) {
    store.answer = others[i];
    REFUSED(opens(path, &opening));
  }
}

static void a_key_store_opens_beside_a_passphrase(void) {
  const char *path = new_path();
  key_store store = {LAMELLA_OK, 0, 0};
  lamella_credential wrapped = both("1234", 0), opening = passphrase("1234");
  wrap(&wrapped);
  opening.kind = LAMELLA_PASSPHRASE_AND_DEVICE_KEY;
  opening.unwrap = ask;
  opening.unwrap_context = &store;
  lamella_diary_close(made_with(path, &wrapped));
  CHECK_OK(opens(path, &opening));
  CHECK(store.asked == 1 && store.knows_the_blob);
  opening.secret_size = 3;
  CHECK_CODE(LAMELLA_WRONG_SECRET, opens(path, &opening));
  const lamella_credential alone = asking(&store);
  CHECK_CODE(LAMELLA_NO_SUCH_KEY, opens(path, &alone));
}

static void what_a_key_store_gives_is_not_given_as_well(void) {
  const char *path = new_path();
  key_store store = {LAMELLA_OK, 0, 0};
  const lamella_credential key = device(0);
  lamella_credential with_key = asking(&store), with_blob = asking(&store);
  lamella_diary_close(made_with(path, &key));
  with_key.secret = kKeys[0];
  with_key.secret_size = 32;
  wrap(&with_blob);
  REFUSED(opens(path, &with_key));
  REFUSED(opens(path, &with_blob));
  CHECK(store.asked == 0);
}

static void a_key_store_makes_no_slots(void) {
  key_store store = {LAMELLA_OK, 0, 0};
  const lamella_credential key = device(0), opening = asking(&store);
  uint8_t id[16], other[16];
  lamella_diary *none, *diary = made_with(new_path(), &key);
  id_at(diary, 0, id);
  REFUSED(lamella_key_add(diary, &opening, other, 16, &last_error));
  REFUSED(lamella_key_replace(diary, id, 16, &opening, other, 16, &last_error));
  REFUSED(lamella_diary_create(new_path(), &opening, NULL, &none, &last_error));
  CHECK(slots_in(diary) == 1 && store.asked == 0);
  lamella_diary_close(diary);
}

static void a_field_that_the_kind_has_no_use_for_is_refused(lamella_diary *diary) {
  static const uint8_t large[1025] = {0};
  uint8_t id[16];
  lamella_credential wrong[8];
  wrong[0] = passphrase("a"), wrap(&wrong[0]);
  wrong[1] = passphrase("a"), wrong[1].unwrap = ask;
  wrong[2] = passphrase("a"), wrong[2].device_key = kKeys[0], wrong[2].device_key_size = 32;
  wrong[3] = device(0), wrong[3].device_key = kKeys[1], wrong[3].device_key_size = 32;
  wrong[4] = both("a", 0), wrong[4].device_key_size = 31;
  wrong[5] = both("a", 0), wrong[5].secret_size = 0;
  wrong[6] = device(0), wrong[6].blob = large, wrong[6].blob_size = sizeof large;
  wrong[7] = device(0), wrong[7].kind = 5;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
    REFUSED(lamella_key_add(diary, &wrong[i], id, 16, &last_error));
  }
  wrong[0] = both("a", 0), wrong[0].device_key = NULL;
  wrong[1] = device(0), wrong[1].blob_size = 1;
  REFUSED(lamella_key_add(diary, &wrong[0], id, 16, &last_error));
  REFUSED(lamella_key_add(diary, &wrong[1], id, 16, &last_error));
}

static void a_place_that_is_missing_is_refused_before_anything_changes(lamella_diary *diary) {
  const lamella_credential key = device(2), *none = NULL;
  uint8_t id[17] = {0}, slot[16], *no_id = NULL;
  lamella_buffer *no_buffer = NULL;
  id_at(diary, 0, slot);
  const size_t before = slots_in(diary);
  REFUSED(lamella_key_list(diary, no_buffer, &last_error));
  REFUSED(lamella_key_add_recovery_code(diary, no_buffer, &last_error));
  REFUSED(lamella_key_add(diary, &key, no_id, 16, &last_error));
  REFUSED(lamella_key_add(diary, none, id, 16, &last_error));
  REFUSED(lamella_key_remove(diary, no_id, 16, &last_error));
  REFUSED(lamella_key_replace(diary, slot, 16, &key, no_id, 16, &last_error));
  REFUSED(lamella_key_replace(diary, no_id, 16, &key, id, 16, &last_error));
  REFUSED(lamella_key_replace(diary, slot, 16, none, id, 16, &last_error));
  for (size_t size = 15; size <= 17; size += 2) {
    REFUSED(lamella_key_add(diary, &key, id, size, &last_error));
    REFUSED(lamella_key_remove(diary, slot, size, &last_error));
    REFUSED(lamella_key_replace(diary, slot, 16, &key, id, size, &last_error));
    REFUSED(lamella_key_replace(diary, slot, size, &key, id, 16, &last_error));
  }
  CHECK(slots_in(diary) == before);
}

static void without_a_diary_nothing_is_done(void) {
  const lamella_credential key = device(0);
  uint8_t id[16] = {0};
  lamella_diary *none = NULL;
  lamella_buffer out = {id, 1};
  REFUSED(lamella_key_list(none, &out, &last_error));
  CHECK(out.data == NULL && out.size == 0);
  REFUSED(lamella_key_add(none, &key, id, 16, &last_error));
  REFUSED(lamella_key_add_recovery_code(none, &out, &last_error));
  REFUSED(lamella_key_remove(none, id, 16, &last_error));
  REFUSED(lamella_key_replace(none, id, 16, &key, id, 16, &last_error));
  REFUSED(lamella_key_rotate(none, NULL, 0, &out, &last_error));
}

void test_keys(void) {
  const lamella_credential key = device(0);
  lamella_diary *diary = made_with(new_path(), &key);
  each_kind_opens_the_diary_and_is_listed();
  a_recovery_code_is_text_to_be_written_down();
  a_removed_key_opens_nothing_and_the_last_portable_one_stays();
  a_replaced_key_opens_nothing();
  a_rotation_keeps_what_it_is_given();
  a_key_store_is_asked_and_its_answers_are_told_apart();
  a_key_store_opens_beside_a_passphrase();
  what_a_key_store_gives_is_not_given_as_well();
  a_key_store_makes_no_slots();
  a_field_that_the_kind_has_no_use_for_is_refused(diary);
  a_place_that_is_missing_is_refused_before_anything_changes(diary);
  without_a_diary_nothing_is_done();
  lamella_diary_close(diary);
}
