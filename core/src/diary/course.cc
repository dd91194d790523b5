// Diary::course_problems: the entries of a course of cell therapy against each other. They are
// listed and never refused: certificates come late, and a merge accepts what arrived.
#include "lamella/course.h"

#include <map>
#include <optional>
#include <utility>

#include "diary/each_body.h"
#include "diary/impl.h"
#include "log/query.h"

namespace lamella {

namespace {

template <typename Body>
struct Dated {
  Id id;
  Day day = 0;
  Body body;
};

template <typename Body>
std::vector<Dated<Body>> read_all(log::Statements& statements, Type type) {
  std::vector<Dated<Body>> all;
  for_each_body<Body>(statements, type, std::nullopt, std::nullopt,
                      [&](const Id& id, const When& when, Body body) {
                        all.push_back({id, *when.local_day, std::move(body)});
                      });
  return all;
}

// Those of one course.
template <typename Body>
std::vector<Dated<Body>> of_course(std::vector<Dated<Body>> all, const Id& course) {
  std::erase_if(all, [&](const Dated<Body>& one) { return one.body.course != course.view(); });
  return all;
}

bool is_beyond(const ReleaseTest& test) {
  if (!test.limit || !test.result) return false;
  return test.limit_kind == LimitKind::kAtLeast ? *test.result < *test.limit
                                                : *test.result > *test.limit;
}

class CourseReview {
 public:
  CourseReview(log::Statements& statements, const Id& id, Course course)
      : id_(id),
        course_(std::move(course)),
        harvests_(of_course(read_all<Harvest>(statements, Type::kHarvest), id)),
        tests_(read_all<ReleaseTest>(statements, Type::kReleaseTest)),
        given_(of_course(read_all<Administration>(statements, Type::kAdministration), id)),
        events_(of_course(read_all<AdverseEvent>(statements, Type::kAdverseEvent), id)) {
    for (auto& one : of_course(read_all<CellProduct>(statements, Type::kCellProduct), id)) {
      const std::string key(one.id.view());
      products_.emplace(key, std::move(one));
    }
  }

  CourseProblems problems() {
    review_consent();
    review_harvests();
    for (const auto& [key, product] : products_) review_product(product);
    for (const auto& test : tests_) review_test(test);
    review_administrations();
    for (const auto& event : events_) review_event(event);
    return std::move(problems_);
  }

 private:
  void add(const Id& entry, const char* what) { problems_.push_back({entry, what}); }

  void review_consent() {
    if (!course_.consent_day) return;
    for (const auto& harvest : harvests_) {
      if (harvest.day < *course_.consent_day) add(harvest.id, "harvested before the consent");
    }
    for (const auto& given : given_) {
      if (given.day < *course_.consent_day) add(given.id, "given before the consent");
    }
  }

  void review_harvests() {
    if (course_.donor == CellDonor::kAllogeneic) {
      for (const auto& harvest : harvests_) {
        add(harvest.id, "a harvest from this person in an allogeneic course");
      }
    }
    if (course_.donor == CellDonor::kAutologous && harvests_.empty() && !given_.empty()) {
      add(id_, "an autologous course without a harvest");
    }
  }

  void review_product(const Dated<CellProduct>& product) {
    for (const auto& harvest : harvests_) {
      if (product.day >= harvest.day) return;
    }
    if (!harvests_.empty()) add(product.id, "made before the harvest");
  }

  void review_test(const Dated<ReleaseTest>& test) {
    if (products_.count(test.body.product) == 0) return;
    if (test.body.passed == true && is_beyond(test.body)) {
      add(test.id, "passed with a result beyond its limit");
    }
  }

  void review_administrations() {
    if (course_.administrations && given_.size() > *course_.administrations) {
      add(id_, "more administrations than were planned");
    }
    std::map<std::string, double> cells;
    for (const auto& given : given_) {
      const auto product = products_.find(given.body.product);
      if (product == products_.end()) {
        if (!given.body.product.empty()) add(given.id, "of a product that is not in this course");
        continue;
      }
      review_given(given, product->second);
      cells[product->first] += given.body.cells.value_or(0);
    }
    for (const auto& [key, product] : products_) {
      if (product.body.cells && cells[key] > *product.body.cells) {
        add(product.id, "more cells given than the product had");
      }
    }
  }

  void review_given(const Dated<Administration>& given, const Dated<CellProduct>& product) {
    if (given.day < product.day) add(given.id, "given before the product was made");
    if (product.body.expiry_day && given.day > *product.body.expiry_day) {
      add(given.id, "given after the product expired");
    }
    bool is_tested = false;
    for (const auto& test : tests_) {
      if (test.body.product != product.id.view()) continue;
      is_tested = true;
      if (test.day > given.day) add(given.id, "given before a release test was there");
      if (test.body.passed == false || is_beyond(test.body)) {
        add(given.id, "of a product with a release test that did not pass");
      }
    }
    if (!is_tested) add(given.id, "of a product without a release test");
  }

  void review_event(const Dated<AdverseEvent>& event) {
    if (event.body.relatedness < Relatedness::kPossible || given_.empty()) return;
    for (const auto& given : given_) {
      if (given.day <= event.day) return;
    }
    add(event.id, "related to a treatment that came later");
  }

  Id id_;
  Course course_;
  std::vector<Dated<Harvest>> harvests_;
  std::map<std::string, Dated<CellProduct>> products_{};  // by id
  std::vector<Dated<ReleaseTest>> tests_;
  std::vector<Dated<Administration>> given_;
  std::vector<Dated<AdverseEvent>> events_;
  CourseProblems problems_{};
};

}  // namespace

CourseProblems Diary::course_problems(const Id& course) {
  return impl_->read([&](log::Statements& statements) {
    const Record record = decode(log::get(statements, course).record);
    const auto* body = std::get_if<Course>(&record.body);
    if (body == nullptr) throw Error(Code::kNotFound, "the entry is no course");
    return CourseReview(statements, course, *body).problems();
  });
}

}  // namespace lamella
