/* What the tests of the C interface share: a check that says what failed, messages written and read
 * by hand, and a folder for diaries that is removed at the end. */
#ifndef LAMELLA_TESTS_C_CHECK_H_
#define LAMELLA_TESTS_C_CHECK_H_

#include <lamella.h>
#include <stdint.h>

/* Prints the expression and ends the program when it is false. */
#define CHECK(expression) check((expression) != 0, #expression, __FILE__, __LINE__)
/* The call returns this code; a failure fills last_error with the same code and a message. */
#define CHECK_CODE(expected, call) check_code(expected, call, #call, __FILE__, __LINE__)
#define CHECK_OK(call) CHECK_CODE(LAMELLA_OK, call)

void check(int holds, const char *expression, const char *file, int line);
void check_code(lamella_code expected, lamella_code code, const char *call, const char *file,
                int line);

/* Emptied before the test and by each check_code. */
extern lamella_error last_error;
void clear_last_error(void);

/* A path for a new diary, and one to something else in the same folder. */
const char *new_path(void);

/* 32 bytes of `byte` as a device key. */
lamella_credential device_key(uint8_t byte);
/* A passphrase at the least cost. */
lamella_credential passphrase(const char *text);
lamella_diary *new_diary(const char *path);
lamella_diary *open_diary(const char *path, uint32_t flags);
void put_itch(lamella_diary *diary, double score);
uint64_t entries_in(lamella_diary *diary);

/* The bytes of a file, which the caller frees. */
char *read_file(const char *path, size_t *size);
void write_file(const char *path, const char *bytes, size_t size);

/* A message of protobuf that is being written. */
typedef struct message {
  uint8_t data[2048];
  size_t size;
} message;

void add_varint(message *to, uint32_t field, uint64_t value);
void add_sint(message *to, uint32_t field, int64_t value);
void add_double(message *to, uint32_t field, double value);
void add_bytes(message *to, uint32_t field, const void *data, size_t size);
void add_text(message *to, uint32_t field, const char *text);
void add_message(message *to, uint32_t field, const message *part);

/* Some bytes of a message that is being read. */
typedef struct view {
  const uint8_t *data;
  size_t size;
} view;

view whole(const lamella_buffer *buffer);
/* The index-th field of this number; its data are null when there is none. */
view field_at(view from, uint32_t field, size_t index);
view field_of(view from, uint32_t field);
size_t count_of(view from, uint32_t field);
/* A number, 0 when absent. */
uint64_t number_of(view from, uint32_t field);
double double_of(view from, uint32_t field);
int equals(view bytes, const void *data, size_t size);

/* Record { when { local_day } note symptom { item: "itch" score } }, without an empty note. */
message itch_record(int32_t day, double score, const char *note);
/* RecordBatch { records { record id } }; a null id is left out. */
message batch_of(const message *record, const uint8_t *id);
/* The batch of a simulated diary. */
lamella_buffer simulated(int32_t days);

#endif /* LAMELLA_TESTS_C_CHECK_H_ */
