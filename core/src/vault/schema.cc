#include "vault/schema.h"

#include <string>

#include "lamella/error.h"
#include "lamella/id.h"
#include "lamella/version.h"
#include "vault/migration.h"

namespace lamella::vault {

namespace {

// content.n is the first 48 bits of an attachment's content id; content_chunk.k is n<<15 | part.
// replica.own marks the one that this installation writes as. log.pos is n<<40 | seq; block.k is
// month<<32 | topic<<12 | part. log.chain is the head of the replica's hash chain after this
// change, on the last change of a transaction.
constexpr const char* kTables[] = {
    "CREATE TABLE replica(n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE CHECK(length(id)=16),"
    " own INTEGER NOT NULL CHECK(own IN (0,1)))",
    "CREATE TABLE log(pos INTEGER PRIMARY KEY, change BLOB NOT NULL, payload BLOB,"
    " chain BLOB CHECK(length(chain)=32),"
    " CHECK(length(change)+ifnull(length(payload),0)+ifnull(length(chain),0)<=3500))",
    "CREATE TABLE log_chunk(pos INTEGER NOT NULL, part INTEGER NOT NULL,"
    " bytes BLOB NOT NULL CHECK(length(bytes)<=3500))",
    "CREATE UNIQUE INDEX log_chunk_at ON log_chunk(pos, part)",
    "CREATE TABLE topic(n INTEGER PRIMARY KEY, key BLOB NOT NULL CHECK(length(key)<=900))",
    "CREATE UNIQUE INDEX topic_key ON topic(key)",
    "CREATE TABLE entry(day INTEGER NOT NULL, t INTEGER NOT NULL,"
    " id BLOB NOT NULL CHECK(length(id)=16), type INTEGER NOT NULL, topic INTEGER,"
    " life INTEGER NOT NULL, pos INTEGER, regs BLOB CHECK(length(regs)<=800),"
    " PRIMARY KEY(day,t,id)) WITHOUT ROWID",
    "CREATE TABLE entry_id(id BLOB PRIMARY KEY, day INTEGER NOT NULL, t INTEGER NOT NULL)"
    " WITHOUT ROWID",
    "CREATE TABLE content(n INTEGER PRIMARY KEY, state INTEGER NOT NULL"
    " CHECK(state BETWEEN 0 AND 4))",
    "CREATE TABLE content_chunk(k INTEGER PRIMARY KEY,"
    " bytes BLOB NOT NULL CHECK(length(bytes)<=3500))",
    "CREATE TABLE key_file(n INTEGER PRIMARY KEY CHECK(n=0), generation INTEGER NOT NULL)",
    "CREATE TABLE block(k INTEGER PRIMARY KEY,"
    " bytes BLOB NOT NULL CHECK(length(bytes)<=3500))",
};

int64_t ask(Connection& connection, std::string_view sql) {
  Statement question(connection, sql);
  return question.step() ? question.integer(0) : 0;
}

void insert_own_replica(Connection& connection) {
  const Id id = random_id();
  Statement insert(connection, "INSERT INTO replica(n, id, own) VALUES(0, ?1, 1)");
  insert.bind(1, id.view()).run();
}

}  // namespace

bool has_schema(Connection& connection) {
  return ask(connection, "SELECT count(*) FROM sqlite_schema") > 0;
}

void create_schema(Connection& connection) {
  Transaction write(connection, Transaction::Kind::kWrite);
  for (const char* sql : kTables) connection.execute(sql);
  connection.execute(("PRAGMA application_id=" + std::to_string(kApplicationId)).c_str());
  connection.execute(("PRAGMA user_version=" + std::to_string(kFormat)).c_str());
  insert_own_replica(connection);
  connection.execute("INSERT INTO key_file(n, generation) VALUES(0, 0)");
  write.commit();
}

uint64_t noted_generation(Connection& connection) {
  return static_cast<uint64_t>(ask(connection, "SELECT generation FROM key_file"));
}

void note_generation(Connection& connection, uint64_t generation) {
  Statement update(connection, "UPDATE key_file SET generation = max(generation, ?1)");
  update.bind(1, static_cast<int64_t>(generation)).run();
}

void check_schema(Connection& connection, bool may_write) {
  if (ask(connection, "PRAGMA application_id") != kApplicationId) {
    throw Error(Code::kDamaged, "the database does not hold the tables of a diary");
  }
  // No format but the unreleased one exists yet.
  migrate(connection, {}, kFormat, may_write);
}

}  // namespace lamella::vault
