// Diary's keys: who can open it.
#include "diary/impl.h"

namespace lamella {

std::vector<KeySlot> Diary::keys() {
  return impl_->with_vault([](vault::Vault& vault) { return vault.keys(); });
}

Id Diary::add_key(const Credential& credential) {
  return impl_->with_vault([&](vault::Vault& vault) {
    Id id;
    vault.change_keys([&](vault::Keyring& keys) { id = keys.add(credential); });
    return id;
  });
}

SecretBytes Diary::add_recovery_code() {
  SecretBytes code = new_recovery_code();
  add_key(Credential::recovery_code({reinterpret_cast<const char*>(code.data()), code.size()}));
  return code;
}

void Diary::remove_key(const Id& slot) {
  impl_->with_vault([&](vault::Vault& vault) {
    vault.change_keys([&](vault::Keyring& keys) { keys.remove(slot); });
  });
}

Id Diary::replace_key(const Id& slot, const Credential& credential) {
  return impl_->with_vault([&](vault::Vault& vault) {
    Id id;
    vault.change_keys([&](vault::Keyring& keys) { id = keys.replace(slot, credential); });
    return id;
  });
}

std::vector<KeySlot> Diary::rotate(std::span<const Credential> keep) {
  return impl_->alone([&](vault::Vault& vault) { return vault.rotate(keep); });
}

void Diary::shred(const std::string& path) { vault::Vault::shred(path); }

}  // namespace lamella
