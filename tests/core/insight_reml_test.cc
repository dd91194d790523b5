// The regression with AR(1) errors and noise. Digits of R's nlme: statistics/SOURCE.md of the
// reference data.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "failure.h"
#include "insight/cholesky.h"
#include "insight/random.h"
#include "insight/reml.h"
#include "reference_table.h"

using lamella::insight::Cholesky;
using lamella::insight::Columns;
using lamella::insight::gls_fit;
using lamella::insight::Projection;
using lamella::insight::Random;
using lamella::insight::reml_fit;
using lamella::insight::RemlFit;
using lamella::insight::SerialCorrelation;
using lamella::insight::Whitening;

namespace {

using Values = std::vector<double>;
using Days = std::vector<int32_t>;

constexpr char kGls[] = "statistics/gls_ar1_noise_gaps.csv";

bool near(double value, double expected, double absolute) {
  return std::fabs(value - expected) <= absolute;
}

void check_near(const Values& values, const Values& expected, double absolute) {
  REQUIRE(values.size() == expected.size());
  for (size_t i = 0; i < values.size(); ++i) {
    CAPTURE(i);
    CAPTURE(values[i]);
    CHECK(near(values[i], expected[i], absolute));
  }
}

// Some of `span` days, each with the same chance.
Days random_days(int32_t span, double recorded, Random& random) {
  Days days;
  for (int32_t day = 0; day < span; ++day) {
    if (random.chance(recorded)) days.push_back(day);
  }
  return days;
}

Values random_values(size_t count, Random& random) {
  Values values(count);
  for (double& value : values) value = random.normal();
  return values;
}

Values correlation_matrix(const Days& days, SerialCorrelation correlation) {
  Values matrix;
  for (const int32_t i : days) {
    for (const int32_t j : days) {
      const double state = (1 - correlation.kappa) * std::pow(correlation.rho, std::abs(i - j));
      matrix.push_back(state + (i == j ? correlation.kappa : 0));
    }
  }
  return matrix;
}

// Errors of an AR(1) state plus noise, with the shares of `correlation`.
Values serial_errors(const Days& days, SerialCorrelation correlation, Random& random) {
  Values errors;
  double state = random.normal();
  for (size_t i = 0; i < days.size(); ++i) {
    for (int32_t day = i == 0 ? 0 : days[i - 1]; i > 0 && day < days[i]; ++day) {
      state = correlation.rho * state +
              std::sqrt(1 - correlation.rho * correlation.rho) * random.normal();
    }
    errors.push_back(std::sqrt(1 - correlation.kappa) * state +
                     std::sqrt(correlation.kappa) * random.normal());
  }
  return errors;
}

struct Diary {
  Days days;
  Values outcome;
  Columns columns;
};

Diary reference_diary() {
  const ReferenceTable table(kGls);
  Diary diary;
  for (const double day : table.numbers("t")) diary.days.push_back(static_cast<int32_t>(day));
  diary.outcome = table.numbers("y");
  diary.columns = {Values(diary.days.size(), 1.0), table.numbers("x1"), table.numbers("we")};
  return diary;
}

Diary random_diary(int32_t span, SerialCorrelation correlation, uint64_t seed) {
  Random random(seed, 0);
  Diary diary;
  diary.days = random_days(span, 0.8, random);
  diary.outcome = serial_errors(diary.days, correlation, random);
  diary.columns = {Values(diary.days.size(), 1.0), random_values(diary.days.size(), random)};
  return diary;
}

RemlFit fit(const Diary& diary) { return reml_fit(diary.days, diary.outcome, diary.columns); }

}  // namespace

TEST_CASE("REML with AR(1), noise and gaps gives the digits of nlme's gls") {
  LAMELLA_SKIP_WITHOUT(kGls);
  const RemlFit result = fit(reference_diary());
  CHECK(near(result.correlation.rho, 0.90980776, 1e-6));
  CHECK(near(result.correlation.kappa, 0.11841973, 1e-6));
  CHECK(near(std::sqrt(result.variance), 1.00374446, 1e-6));
  check_near(result.coefficients, {0.7745199659, 0.6729702456, -0.0417752023}, 1e-7);
  check_near(result.standard_errors, {0.29716812, 0.12413298, 0.09041816}, 1e-6);
  CHECK(near(-result.minus_two_log_likelihood / 2, -151.347191, 1e-6));
}

TEST_CASE("generalised least squares without noise gives the digits of nlme's corCAR1") {
  LAMELLA_SKIP_WITHOUT(kGls);
  const Diary diary = reference_diary();
  const RemlFit result = gls_fit(diary.days, diary.outcome, diary.columns, {0.81109611, 0});
  CHECK(near(std::sqrt(result.variance), 0.99653286, 1e-6));
  check_near(result.coefficients, {0.79769002, 0.66527916, -0.04808110}, 1e-7);
  check_near(result.standard_errors, {0.21845724, 0.12820137, 0.09513451}, 1e-6);
  CHECK(near(-result.minus_two_log_likelihood / 2, -155.150664, 1e-6));
}

TEST_CASE("whitening is the inverse of the dense Cholesky factor, whatever days are missing") {
  Random random(1, 0);
  for (int trial = 0; trial < 40; ++trial) {
    const Days days = random_days(60, 0.3 + 0.7 * random.uniform(), random);
    const SerialCorrelation correlation{.998 * random.uniform(),
                                        trial % 4 == 0 ? 0 : .95 * random.uniform()};
    const Whitening whitening(days, correlation);
    const Cholesky dense(correlation_matrix(days, correlation), days.size());
    REQUIRE(dense.rank() == days.size());

    const Values column = random_values(days.size(), random);
    Values whitened(days.size());
    whitening.whiten(column, whitened);
    Values restored(days.size(), 0.0);
    double log_determinant = 0;
    for (size_t i = 0; i < days.size(); ++i) {
      for (size_t j = 0; j <= i; ++j) restored[i] += dense.at(i, j) * whitened[j];
      log_determinant += 2 * std::log(dense.at(i, i));
    }
    check_near(restored, column, 1e-10);
    CHECK(near(whitening.log_determinant(), log_determinant, 1e-9));

    Values solved(days.size());
    whitening.solve(column, solved);
    Values product(days.size(), 0.0);
    const Values matrix = correlation_matrix(days, correlation);
    for (size_t i = 0; i < days.size(); ++i) {
      for (size_t j = 0; j < days.size(); ++j)
        product[i] += matrix[i * days.size() + j] * solved[j];
    }
    check_near(product, column, 1e-9);
  }
}

TEST_CASE("many columns are whitened at once as they are one by one, to the bit") {
  Random random(2, 0);
  const Days days = random_days(80, 0.7, random);
  const Whitening whitening(days, {0.9, 0.2});
  std::vector<std::array<double, 3>> rows(days.size());
  Columns columns(3, Values(days.size()));
  for (size_t i = 0; i < days.size(); ++i) {
    for (size_t k = 0; k < 3; ++k) rows[i][k] = columns[k][i] = random.normal();
  }
  // In two parts, the second of which goes on from the first.
  std::array<double, 3> state{};
  whitening.whiten_rows<3>(0, std::span(rows).first(30), state);
  whitening.whiten_rows<3>(30, std::span(rows).subspan(30), state);
  for (size_t k = 0; k < 3; ++k) {
    whitening.whiten(columns[k], columns[k]);
    for (size_t i = 0; i < days.size(); ++i) CHECK(rows[i][k] == columns[k][i]);
  }
}

TEST_CASE("the fit is the lowest point of the criterion") {
  for (const SerialCorrelation truth : {SerialCorrelation{.5, .3}, {.8, 0}, {.95, .5}, {0, 0}}) {
    for (uint64_t seed = 1; seed <= 5; ++seed) {
      const Diary diary = random_diary(300, truth, seed);
      const RemlFit best = fit(diary);
      for (double rho = 0; rho < .998; rho += .02) {
        for (double kappa = 0; kappa < .95; kappa += .05) {
          const RemlFit other = gls_fit(diary.days, diary.outcome, diary.columns, {rho, kappa});
          REQUIRE(other.minus_two_log_likelihood >= best.minus_two_log_likelihood - 1e-7);
        }
      }
    }
  }
}

TEST_CASE("noise of none and memory of none are exactly 0") {
  int no_noise = 0;
  int no_memory = 0;
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    no_noise += fit(random_diary(200, {.8, 0}, seed)).correlation.kappa == 0 ? 1 : 0;
    const SerialCorrelation none = fit(random_diary(200, {0, 0}, seed)).correlation;
    no_memory += none.rho == 0 && none.kappa == 0 ? 1 : 0;
  }
  // Half of the time in theory; an end that is never exact would show here.
  CHECK(no_noise >= 3);
  CHECK(no_memory >= 1);
}

TEST_CASE("a fit finds the memory that the errors have") {
  const RemlFit result = fit(random_diary(6000, {.9, .3}, 3));
  CHECK(near(result.correlation.rho, .9, .03));
  CHECK(near(result.correlation.kappa, .3, .05));
  CHECK(near(result.variance, 1, .15));
}

TEST_CASE("a unit changes a fit by its factor alone, and an offset by the intercept alone") {
  const Diary diary = random_diary(200, {.8, .2}, 4);
  const RemlFit plain = fit(diary);
  Diary other = diary;
  for (double& value : other.outcome) value = 1e4 + 1024 * value;
  const RemlFit scaled = fit(other);
  CHECK(near(scaled.correlation.rho, plain.correlation.rho, 1e-7));
  CHECK(near(scaled.correlation.kappa, plain.correlation.kappa, 1e-7));
  CHECK(near(scaled.coefficients[0], 1e4 + 1024 * plain.coefficients[0], 1e-4));
  CHECK(near(scaled.coefficients[1] / 1024, plain.coefficients[1], 1e-7));
  CHECK(near(scaled.standard_errors[1] / 1024, plain.standard_errors[1], 1e-7));
}

TEST_CASE("a projection leaves what no column explains, and says when a column is not its own") {
  Random random(5, 0);
  Columns columns;
  for (int k = 0; k < 4; ++k) columns.push_back(random_values(50, random));
  const Projection projection(columns);
  REQUIRE_FALSE(projection.collinear());
  Values rest = random_values(50, random);
  const Values whole = rest;
  const Values b = projection.coefficients(projection.remove_from(rest));
  for (size_t i = 0; i < rest.size(); ++i) {
    double value = rest[i];
    for (size_t k = 0; k < 4; ++k) value += b[k] * columns[k][i];
    CHECK(near(value, whole[i], 1e-13));
  }
  // (Z'Z)^-1 (Z'Z) = 1, and log|Z'Z| from the Cholesky factor
  Values gram(16, 0.0);
  for (size_t j = 0; j < 16; ++j) {
    for (size_t i = 0; i < 50; ++i) gram[j] += columns[j / 4][i] * columns[j % 4][i];
  }
  const Values inverse = projection.inverse();
  const Cholesky cholesky(gram, 4);
  double log_determinant = 0;
  for (size_t row = 0; row < 4; ++row) {
    log_determinant += 2 * std::log(cholesky.at(row, row));
    Values unit(4, 0.0);
    unit[row] = 1;
    check_near(cholesky.solve(unit), Values(&inverse[4 * row], &inverse[4 * row] + 4), 1e-14);
  }
  CHECK(near(projection.log_determinant(), log_determinant, 1e-12));

  columns.push_back(columns[1]);
  for (double& value : columns.back()) value *= 3;
  CHECK(Projection(columns).collinear());
  CHECK(Projection({Values(5, 0.0)}).collinear());
}

TEST_CASE("a Cholesky factor skips a row that depends on those before it") {
  const Values matrix = {4, 2, 6, 2, 5, 3, 6, 3, 9};  // the third row is 1.5 times the first
  const Cholesky factor(matrix, 3);
  CHECK(factor.rank() == 2);
  for (size_t row = 0; row < 3; ++row) {
    for (size_t column = 0; column <= row; ++column) {
      double sum = 0;
      for (size_t k = 0; k < 3; ++k) sum += factor.at(row, k) * factor.at(column, k);
      CHECK(near(sum, matrix[row * 3 + column], 1e-14));
    }
  }
  check_near(factor.solve(Values{8, 9, 12}), {1.375, 1.25, 0}, 1e-14);

  // Sums of other rows leave rounding alone, never a pivot.
  Random random(8, 0);
  for (int trial = 0; trial < 50; ++trial) {
    Columns rows;
    for (int k = 0; k < 4; ++k) rows.push_back(random_values(30, random));
    rows.push_back(rows[0]);
    for (size_t i = 0; i < 30; ++i) rows[4][i] += rows[1][i] - rows[2][i];
    Values gram;
    for (const Values& a : rows) {
      for (const Values& b : rows) {
        gram.push_back(0);
        for (size_t i = 0; i < 30; ++i) gram.back() += a[i] * b[i];
      }
    }
    CHECK(Cholesky(gram, 5).rank() == 4);
  }
}

TEST_CASE("a fit that means nothing is refused by name and never a NaN") {
  const Diary diary = random_diary(60, {.5, 0}, 6);
  const auto message = [](const Diary& bad) {
    const Failure failure = failure_of([&] { fit(bad); });
    CHECK(failure.code == lamella::Code::kInvalidArgument);
    return failure.message;
  };
  CHECK(message({}) == "too few days are recorded for the covariates");

  Diary bad = diary;
  for (double& value : bad.outcome) value = 2;
  CHECK(message(bad) == "the outcome is constant");
  for (double& value : bad.outcome) value = 0;
  CHECK(message(bad) == "the outcome is constant");

  for (const double value : {std::nan(""), std::numeric_limits<double>::infinity(), 1e308, 1e101}) {
    bad = diary;
    bad.outcome[3] = value;
    CHECK(message(bad) == "a value is missing or too large to fit");
    bad = diary;
    bad.columns[1][3] = value;
    CHECK(message(bad) == "a value is missing or too large to fit");
  }
  bad = diary;
  bad.columns.push_back(bad.columns[1]);
  CHECK(message(bad) == "a covariate depends on the others");
  bad = diary;
  bad.outcome = bad.columns[1];
  CHECK(message(bad) == "the covariates explain the outcome to the last digit");
  bad = diary;
  std::swap(bad.days[4], bad.days[5]);
  CHECK(message(bad) == "the recorded days do not ascend");
  bad = diary;
  bad.columns[1].pop_back();
  CHECK(message(bad) == "a column has not one value for each recorded day");
}

TEST_CASE("an outlier of any size that is allowed leaves every figure finite") {
  for (const double outlier : {1e6, 1e50, 1e100, -1e100}) {
    Diary diary = random_diary(90, {.7, .2}, 7);
    diary.outcome[40] = outlier;
    const RemlFit result = fit(diary);
    CHECK(std::isfinite(result.minus_two_log_likelihood));
    CHECK(std::isfinite(result.variance));
    for (size_t k = 0; k < 2; ++k) {
      CHECK(std::isfinite(result.coefficients[k]));
      CHECK(result.standard_errors[k] > 0);
    }
  }
}
