// Diary's backups.
#include "diary/impl.h"
#include "log/op_log.h"

namespace lamella {

void Diary::backup(const std::string& path, std::span<const Credential> credentials, Task* task) {
  const CheckReport report = check({}, task);
  if (!report.is_sound()) throw Error(Code::kDamaged, report.findings.front().what);
  impl_->with_vault([&](vault::Vault& vault) { vault.backup(path, credentials, task); });
}

void Diary::restore_backup(const std::string& backup, const Credential& credential,
                           const std::string& path, Task* task) {
  // The diary that was backed up may go on under its old name.
  const auto mint_replica = [](vault::Connection& connection) {
    vault::Transaction write(connection, vault::Transaction::Kind::kWrite);
    log::Statements statements(connection);
    log::OpLog(statements).mint_replica();
    write.commit();
  };
  vault::Vault::restore(backup, credential, path, mint_replica, task);
}

}  // namespace lamella
