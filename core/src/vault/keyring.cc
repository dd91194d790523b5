#include "vault/keyring.h"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "base/hash.h"
#include "lamella/error.h"
#include "vault/connection.h"
#include "vault/slot.h"

namespace lamella::vault {

namespace {

bool has_portable(const std::vector<Slot>& slots) {
  return std::any_of(slots.begin(), slots.end(), is_portable);
}

// A diary that was never portable may stay so, but not without any slot.
void check_remaining(const std::vector<Slot>& before, const std::vector<Slot>& after) {
  if (after.empty() || (has_portable(before) && !has_portable(after))) {
    throw Error(Code::kLastPortableSlot,
                "no passphrase and no recovery code would be left to open the diary elsewhere");
  }
}

}  // namespace

bool is_portable(const Slot& slot) {
  return slot.kind == static_cast<uint8_t>(CredentialKind::kPassphrase) ||
         slot.kind == static_cast<uint8_t>(CredentialKind::kRecoveryCode);
}

KeyFile new_key_file(std::span<const Credential> credentials, const SecretBytes& data_key) {
  KeyFile keys;
  keys.generation = 1;
  keys.diary = random_id();
  base::fill_random(keys.database_salt);
  for (const Credential& credential : credentials) {
    keys.slots.push_back(wrap(credential, keys.diary, data_key));
  }
  authenticate(keys, data_key);
  return keys;
}

Keyring::Keyring(DiaryFiles files, KeyFile keys, SecretBytes data_key, Id slot, bool is_whole)
    : files_(std::move(files)),
      keys_(std::move(keys)),
      data_key_(std::move(data_key)),
      opened_(slot),
      is_whole_(is_whole) {}

Keyring Keyring::create(const DiaryFiles& files, const Credential& credential, uint64_t leftover) {
  SecretBytes data_key = SecretBytes::random(kDataKeySize);
  KeyFile keys = new_key_file({&credential, 1}, data_key);
  keys.generation = leftover + 1;
  authenticate(keys, data_key);
  write_key_file(files, keys);
  const Id slot = keys.slots.front().id;
  return {files, std::move(keys), std::move(data_key), slot, true};
}

Keyring Keyring::unlock(const DiaryFiles& files, const KeyFiles& found,
                        const Credential& credential) {
  std::optional<Error> failure;
  for (const KeyFile& copy : found.copies) {
    try {
      Unwrapped unwrapped = unwrap(copy.slots, copy.diary, credential);
      verify(copy, unwrapped.data_key);
      const bool is_first = &copy == &found.copies.front();
      return {files, copy, std::move(unwrapped.data_key), unwrapped.slot,
              found.are_equal && is_first};
    } catch (const Error& error) {
      if (!failure) failure = error;
    }
    if (found.are_equal) break;
  }
  throw Error(*failure);
}

SecretBytes Keyring::database_key() const { return raw_key(data_key_, keys_.database_salt); }

KeySlot Keyring::shown(const Slot& slot) const {
  return {slot.id, static_cast<CredentialKind>(slot.kind), slot.cost, is_portable(slot),
          slot.id == opened_};
}

std::vector<KeySlot> Keyring::slots() const {
  std::vector<KeySlot> slots;
  for (const Slot& slot : keys_.slots) slots.push_back(shown(slot));
  return slots;
}

std::vector<Slot>::iterator Keyring::find(std::vector<Slot>& slots, const Id& id) const {
  const auto found =
      std::find_if(slots.begin(), slots.end(), [&](const Slot& slot) { return slot.id == id; });
  if (found == slots.end()) throw Error(Code::kNotFound, "no key slot has this id");
  return found;
}

Id Keyring::add(const Credential& credential) {
  if (keys_.slots.size() == kMostSlots) {
    throw Error(Code::kInvalidArgument, "a diary has at most 32 key slots");
  }
  KeyFile next = keys_;
  next.slots.push_back(wrap(credential, keys_.diary, data_key_));
  const Id id = next.slots.back().id;
  write(std::move(next));
  return id;
}

void Keyring::remove(const Id& slot) {
  KeyFile next = keys_;
  next.slots.erase(find(next.slots, slot));
  check_remaining(keys_.slots, next.slots);
  write(std::move(next));
}

Id Keyring::replace(const Id& slot, const Credential& credential) {
  KeyFile next = keys_;
  const auto place = find(next.slots, slot);
  *place = wrap(credential, keys_.diary, data_key_);
  const Id id = place->id;
  check_remaining(keys_.slots, next.slots);
  write(std::move(next));
  if (opened_ == slot) opened_ = id;
  return id;
}

void Keyring::mark_created() {
  KeyFile next = keys_;
  next.created = true;
  write(std::move(next));
}

void Keyring::record(std::vector<Head> heads) {
  KeyFile next = keys_;
  next.heads = std::move(heads);
  write(std::move(next));
}

void Keyring::heal() {
  if (is_whole_) return;
  write_key_file(files_, keys_);
  is_whole_ = true;
}

std::vector<KeySlot> Keyring::begin_rotation(std::span<const Credential> keep) {
  SecretBytes data_key = SecretBytes::random(kDataKeySize);
  KeyFile next = keys_;
  std::vector<KeySlot> dropped = slots();
  next_opened_ = Id{};
  for (const Credential& credential : keep) {
    const Id id = unwrap(keys_.slots, keys_.diary, credential).slot;
    const Slot& old = *find(next.slots, id);
    next.pending.push_back(wrap_like(old, credential, keys_.diary, data_key));
    std::erase_if(dropped, [&](const KeySlot& slot) { return slot.id == id; });
    if (id == opened_) next_opened_ = next.pending.back().id;
  }
  check_remaining(keys_.slots, next.pending);
  write(std::move(next));
  next_data_key_ = std::move(data_key);
  return dropped;
}

SecretBytes Keyring::next_database_key() const {
  return raw_key(next_data_key_, keys_.database_salt);
}

void Keyring::adopt_next() {
  keys_.slots = std::exchange(keys_.pending, {});
  ++keys_.generation;
  data_key_ = std::exchange(next_data_key_, {});
  opened_ = next_opened_;
  authenticate(keys_, data_key_);
  is_whole_ = false;
}

void Keyring::abandon_rotation() {
  KeyFile next = keys_;
  next.pending.clear();
  write(std::move(next));
  next_data_key_ = SecretBytes();
}

void Keyring::unlock_next(const Credential& credential) {
  try {
    Unwrapped unwrapped = unwrap(keys_.pending, keys_.diary, credential);
    next_data_key_ = std::move(unwrapped.data_key);
    next_opened_ = unwrapped.slot;
  } catch (const Error& error) {
    if (error.code() != Code::kWrongSecret) throw;
    throw Error(Code::kNoSuchKey, "the diary was given a new key that this secret does not open");
  }
}

void Keyring::write(KeyFile next) {
  next.generation = keys_.generation + 1;
  authenticate(next, data_key_);
  try {
    write_key_file(files_, next);
  } catch (const std::exception&) {
    // One copy may be the new one already, and would count at the next opening.
    is_whole_ = false;
    try {
      heal();
    } catch (const std::exception&) {
    }
    throw;
  }
  keys_ = std::move(next);
  is_whole_ = true;
}

}  // namespace lamella::vault
