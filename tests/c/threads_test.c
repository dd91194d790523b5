/* One handle and several threads; ThreadSanitizer runs this as well. */
#define _XOPEN_SOURCE 700
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "c_test.h"
#include "check.h"

enum { kDay = 20000, kPuts = 40, kManyDays = 6000 };

static void *put_one_by_one(void *diary) {
  for (int i = 0; i < kPuts; ++i) {
    const message record = itch_record(kDay + i, i % 11, "");
    const message batch = batch_of(&record, NULL);
    lamella_buffer report;
    CHECK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, NULL) == LAMELLA_OK);
    lamella_buffer_free(&report);
  }
  return NULL;
}

static void one_thread_reads_what_another_puts(void) {
  pthread_t writer;
  uint64_t count = 0, seen = 0;
  lamella_diary *diary = new_diary(new_path());
  CHECK(pthread_create(&writer, NULL, put_one_by_one, diary) == 0);
  while (seen < kPuts) {
    lamella_buffer page;
    uint64_t now;
    CHECK(lamella_diary_change_count(diary, &now, NULL) == LAMELLA_OK);
    CHECK(now >= count);
    count = now;
    CHECK(lamella_diary_query(diary, NULL, 0, &page, NULL) == LAMELLA_OK);
    CHECK(count_of(whole(&page), 1) >= seen); /* entries come, and none goes */
    seen = count_of(whole(&page), 1);
    lamella_buffer_free(&page);
  }
  CHECK(pthread_join(writer, NULL) == 0);
  lamella_diary_close(diary);
}

/* A put that takes its time. */
typedef struct long_put {
  lamella_diary *diary;
  lamella_task *task;
  lamella_buffer batch;
  lamella_code code;
  lamella_error error;
} long_put;

static void *run_put(void *argument) {
  long_put *put = argument;
  lamella_buffer report;
  lamella_error_init(&put->error, sizeof put->error);
  put->code = lamella_diary_put(put->diary, put->batch.data, put->batch.size, put->task, &report,
                                &put->error);
  lamella_buffer_free(&report);
  return NULL;
}

static pthread_t start(long_put *put) {
  pthread_t thread;
  put->diary = new_diary(new_path());
  put->batch = simulated(kManyDays);
  CHECK_OK(lamella_task_create(&put->task, &last_error));
  CHECK(pthread_create(&thread, NULL, run_put, put) == 0);
  return thread;
}

/* Returns when the call has begun its work. */
static void await_progress(const long_put *put) {
  uint64_t done = 0, total = 0;
  while (done == 0) {
    lamella_task_progress(put->task, &done, &total);
    sched_yield();
  }
  CHECK(done <= total);
}

static void a_long_call_is_cancelled_from_another_thread(void) {
  long_put put;
  uint64_t done, total;
  const pthread_t thread = start(&put);
  await_progress(&put);
  lamella_task_cancel(put.task);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(put.code == LAMELLA_CANCELLED && put.error.code == LAMELLA_CANCELLED);
  lamella_task_progress(put.task, &done, &total);
  CHECK(0 < done && done < total && total == count_of(whole(&put.batch), 1));
  CHECK(entries_in(put.diary) == 0);

  /* The task stays cancelled: the next call with it stops at once. */
  run_put(&put);
  CHECK(put.code == LAMELLA_CANCELLED);
  lamella_task_free(put.task);

  /* Without it the same bytes are put. */
  put.task = NULL;
  run_put(&put);
  CHECK(put.code == LAMELLA_OK);
  CHECK(entries_in(put.diary) == count_of(whole(&put.batch), 1));
  lamella_buffer_free(&put.batch);
  lamella_diary_close(put.diary);
}

/* A reader that goes on until it is interrupted. */
typedef struct reader {
  lamella_diary *diary;
  lamella_code code;
  atomic_bool has_ended;
} reader;

static void *read_on(void *argument) {
  reader *reading = argument;
  do {
    lamella_buffer summary;
    reading->code = lamella_diary_summary(reading->diary, &summary, NULL);
    lamella_buffer_free(&summary);
  } while (reading->code == LAMELLA_OK);
  atomic_store(&reading->has_ended, true);
  return NULL;
}

static void an_interrupted_call_ends_and_the_diary_goes_on(void) {
  reader reading = {new_diary(new_path()), LAMELLA_OK, false};
  pthread_t thread;
  put_itch(reading.diary, 6);
  CHECK(pthread_create(&thread, NULL, read_on, &reading) == 0);
  /* One alone may meet the reader between two statements. */
  while (!atomic_load(&reading.has_ended)) {
    CHECK_OK(lamella_diary_interrupt(reading.diary, &last_error));
    sched_yield();
  }
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(reading.code == LAMELLA_CANCELLED);
  CHECK_OK(lamella_diary_release_memory(reading.diary, &last_error));
  put_itch(reading.diary, 7);
  CHECK(entries_in(reading.diary) == 2);
  lamella_diary_close(reading.diary);
}

static void closing_waits_for_the_call_that_runs(void) {
  long_put put;
  const pthread_t thread = start(&put);
  await_progress(&put);
  lamella_diary_close(put.diary);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(put.code == LAMELLA_OK);
  lamella_task_free(put.task);
  lamella_buffer_free(&put.batch);
}

void test_threads(void) {
  one_thread_reads_what_another_puts();
  a_long_call_is_cancelled_from_another_thread();
  an_interrupted_call_ends_and_the_diary_goes_on();
  closing_waits_for_the_call_that_runs();
}
