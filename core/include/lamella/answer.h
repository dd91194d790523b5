// One answer to one item of an instrument, as a number.
#ifndef LAMELLA_ANSWER_H_
#define LAMELLA_ANSWER_H_

#include <optional>
#include <string>

namespace lamella {

// The same item twice with different values is a form with two boxes ticked.
struct Answer {
  std::string item{};             // code of the item
  std::optional<double> value{};  // absent: asked and not answered
};

}  // namespace lamella

#endif  // LAMELLA_ANSWER_H_
