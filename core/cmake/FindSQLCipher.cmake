# SQLCipher, compiled in: one version, one way, with hidden symbols, so that another SQLite in the
# process cannot take its place. Defines SQLCipher::SQLCipher.
#
#   LAMELLA_SQLCIPHER_SOURCE   folder with the amalgamation (sqlcipher.c or sqlite3.c, and sqlite3.h);
#                              by default core/sqlcipher, which a source archive has, or else the
#                              cache that core/setup/setup.sh fills
#   LAMELLA_SQLCIPHER_LIBRARY  a static library made from it by another build of this project

set(LAMELLA_SQLCIPHER_SOURCE "" CACHE PATH "Folder with SQLCipher's amalgamation")
set(LAMELLA_SQLCIPHER_LIBRARY "" CACHE FILEPATH "SQLCipher built by another build of this project")

if(LAMELLA_SQLCIPHER_SOURCE)
  set(_folders ${LAMELLA_SQLCIPHER_SOURCE})
else()
  if(DEFINED ENV{XDG_CACHE_HOME})
    set(_cache $ENV{XDG_CACHE_HOME})
  else()
    set(_cache $ENV{HOME}/.cache)
  endif()
  set(_folders ${PROJECT_SOURCE_DIR}/core/sqlcipher ${_cache}/lamella/sqlcipher-4.20.0)
endif()
find_path(SQLCipher_INCLUDE_DIR NAMES sqlite3.h PATHS ${_folders} NO_DEFAULT_PATH NO_CACHE)
find_file(SQLCipher_AMALGAMATION NAMES sqlcipher.c sqlite3.c PATHS ${SQLCipher_INCLUDE_DIR}
          NO_DEFAULT_PATH NO_CACHE)
if(SQLCipher_INCLUDE_DIR)
  file(STRINGS ${SQLCipher_INCLUDE_DIR}/sqlite3.h _number REGEX "#define SQLITE_VERSION_NUMBER")
  string(REGEX MATCH "[0-9]+" SQLite_VERSION_NUMBER "${_number}")
  file(STRINGS ${SQLCipher_INCLUDE_DIR}/sqlite3.h _version REGEX "#define SQLITE_VERSION ")
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" SQLite_VERSION "${_version}")
  if(SQLite_VERSION_NUMBER LESS 3051003)
    message(FATAL_ERROR "SQLCipher in ${SQLCipher_INCLUDE_DIR} is built on SQLite "
      "${SQLite_VERSION_NUMBER}. Before 3051003 SQLite can corrupt a database that two connections "
      "checkpoint at once. Set LAMELLA_SQLCIPHER_SOURCE to the amalgamation of SQLCipher 4.20.0.")
  endif()
endif()
if(SQLCipher_AMALGAMATION)
  file(STRINGS ${SQLCipher_AMALGAMATION} _version REGEX "#define +CIPHER_VERSION_NUMBER +")
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" SQLCipher_VERSION "${_version}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SQLCipher
  REQUIRED_VARS SQLCipher_AMALGAMATION SQLCipher_INCLUDE_DIR
  VERSION_VAR SQLCipher_VERSION
  REASON_FAILURE_MESSAGE "run core/setup/setup.sh, which fetches the amalgamation of SQLCipher 4.20.0, or set LAMELLA_SQLCIPHER_SOURCE to a folder that holds it")

if(SQLCipher_FOUND AND NOT TARGET SQLCipher::SQLCipher)
  if(LAMELLA_SQLCIPHER_LIBRARY)
    add_library(SQLCipher::SQLCipher STATIC IMPORTED)
    set_target_properties(SQLCipher::SQLCipher PROPERTIES
      IMPORTED_LOCATION ${LAMELLA_SQLCIPHER_LIBRARY}
      INTERFACE_INCLUDE_DIRECTORIES ${SQLCipher_INCLUDE_DIR}
      INTERFACE_COMPILE_DEFINITIONS SQLITE_HAS_CODEC)
  else()
    add_library(sqlcipher STATIC ${SQLCipher_AMALGAMATION})
    add_library(SQLCipher::SQLCipher ALIAS sqlcipher)
    target_include_directories(sqlcipher SYSTEM INTERFACE ${SQLCipher_INCLUDE_DIR})
    target_compile_options(sqlcipher PRIVATE -w -O2)
    target_compile_definitions(sqlcipher PUBLIC SQLITE_HAS_CODEC
      PRIVATE SQLITE_TEMP_STORE=2 SQLITE_THREADSAFE=1 SQLITE_DQS=0 SQLITE_OMIT_LOAD_EXTENSION
              SQLITE_EXTRA_INIT=sqlcipher_extra_init SQLITE_EXTRA_SHUTDOWN=sqlcipher_extra_shutdown
              SQLITE_ENABLE_DBSTAT_VTAB SQLITE_ENABLE_DBPAGE_VTAB SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_OMIT_SHARED_CACHE
              SQLITE_LIKE_DOESNT_MATCH_BLOBS HAVE_USLEEP=1 HAVE_STDINT_H=1 NDEBUG)
  endif()
  if(APPLE)
    set(_crypto "-framework Security")
    set(_provider SQLCIPHER_CRYPTO_CC)
  else()
    find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
    set(_crypto OpenSSL::Crypto)
    set(_provider SQLCIPHER_CRYPTO_OPENSSL)
  endif()
  if(LAMELLA_SQLCIPHER_LIBRARY)
    set_property(TARGET SQLCipher::SQLCipher PROPERTY INTERFACE_LINK_LIBRARIES "${_crypto}")
  else()
    target_compile_definitions(sqlcipher PRIVATE ${_provider})
    target_link_libraries(sqlcipher PUBLIC "${_crypto}")
  endif()
endif()
