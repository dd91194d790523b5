/* Simulated diaries, and what correlations find in them. */

#include "c_test.h"
#include "check.h"

static lamella_diary *simulated_diary(int32_t days) {
  lamella_diary *diary = new_diary(new_path());
  lamella_buffer batch = simulated(days), report;
  CHECK_OK(lamella_diary_put(diary, batch.data, batch.size, NULL, &report, &last_error));
  CHECK(count_of(whole(&report), 1) == count_of(whole(&batch), 1));
  lamella_buffer_free(&report);
  lamella_buffer_free(&batch);
  return diary;
}

static void a_simulation_is_the_same_each_time(void) {
  lamella_buffer first = simulated(30), again = simulated(30), longer = simulated(31);
  CHECK(first.size > 0 && equals(whole(&first), again.data, again.size));
  CHECK(longer.size > first.size);
  lamella_buffer_free(&first);
  lamella_buffer_free(&again);
  lamella_buffer_free(&longer);

  /* A year from the default first day, without a word of request. */
  CHECK_OK(lamella_simulate(NULL, 0, &first, &last_error));
  const view when = field_of(field_of(field_of(whole(&first), 1), 1), 1);
  CHECK(number_of(when, 1) / 2 >= 19723 && number_of(when, 1) / 2 < 19723 + 30); /* zigzag */
  lamella_buffer_free(&first);

  message request = {{0}, 0};
  add_sint(&request, 2, -1);
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT,
             lamella_simulate(request.data, request.size, &first, &last_error));
  CHECK(first.data == NULL);
}

static void the_true_trigger_is_found_on_the_next_day(void) {
  message query = {{0}, 0}, lags = {{0}, 0};
  lamella_buffer report;
  lamella_diary *diary = simulated_diary(720);
  add_text(&query, 1, "itch");
  add_text(&query, 2, "exposure.sweat");
  add_sint(&lags, 1, 1);
  add_message(&query, 3, &lags);
  add_sint(&query, 6, 49); /* shifts */
  CHECK_OK(lamella_diary_correlations(diary, query.data, query.size, NULL, &report, &last_error));
  const view answer = whole(&report), pair = field_of(answer, 2);
  CHECK(equals(field_of(answer, 1), "symptom.itch", 12));
  CHECK(count_of(answer, 2) == 1 && number_of(answer, 3) / 2 == 1);
  CHECK(equals(field_of(pair, 1), "exposure.sweat", 14));
  CHECK(double_of(pair, 3) > 0.1 && double_of(pair, 4) < 0.05);
  CHECK(number_of(answer, 6) / 2 == 49 && double_of(answer, 7) == 0.05);
  CHECK(number_of(answer, 8) == 1); /* CORRELATION_METHOD_PEARSON */
  lamella_buffer_free(&report);

  query.size = 0;
  add_text(&query, 1, "itch");
  CHECK_OK(lamella_diary_correlations(diary, query.data, query.size, NULL, &report, &last_error));
  CHECK(count_of(whole(&report), 2) == 6 * 2); /* six factors at the two default lags */
  CHECK(number_of(whole(&report), 6) / 2 == 199);
  lamella_buffer_free(&report);

  add_double(&query, 5, 1.5); /* alpha */
  CHECK_CODE(LAMELLA_INVALID_ARGUMENT,
             lamella_diary_correlations(diary, query.data, query.size, NULL, &report, &last_error));
  query.size = 0;
  add_text(&query, 1, "no such outcome");
  CHECK_CODE(LAMELLA_NOT_FOUND,
             lamella_diary_correlations(diary, query.data, query.size, NULL, &report, &last_error));
  CHECK(report.data == NULL);
  lamella_diary_close(diary);
}

static void a_summary_counts_what_is_there(void) {
  lamella_buffer summary;
  lamella_diary *diary = new_diary(new_path());
  CHECK_OK(lamella_diary_summary(diary, &summary, &last_error));
  CHECK(number_of(whole(&summary), 1) == 0 && number_of(whole(&summary), 8) > 0);
  lamella_buffer_free(&summary);
  lamella_diary_close(diary);

  diary = simulated_diary(10);
  CHECK_OK(lamella_diary_summary(diary, &summary, &last_error));
  const uint64_t entries = number_of(whole(&summary), 1), days = number_of(whole(&summary), 4);
  CHECK(days > 0 && days <= 10 && entries == 7 * days && number_of(whole(&summary), 2) == entries);
  lamella_buffer_free(&summary);
  lamella_diary_close(diary);
}

void test_analysis(void) {
  a_simulation_is_the_same_each_time();
  the_true_trigger_is_found_on_the_next_day();
  a_summary_counts_what_is_there();
}
