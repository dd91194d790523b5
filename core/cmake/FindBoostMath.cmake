# Boost.Math 1.77 or newer, headers alone: older ones need the rest of Boost. Defines BoostMath::BoostMath.
find_path(BoostMath_INCLUDE_DIR boost/math/distributions/students_t.hpp)
mark_as_advanced(BoostMath_INCLUDE_DIR)
if(BoostMath_INCLUDE_DIR)
  file(STRINGS ${BoostMath_INCLUDE_DIR}/boost/version.hpp _line REGEX "#define BOOST_VERSION ")
  string(REGEX MATCH "[0-9]+" _number "${_line}")
  math(EXPR _minor "${_number} / 100 % 1000")
  math(EXPR _major "${_number} / 100000")
  set(BoostMath_VERSION ${_major}.${_minor})
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(BoostMath REQUIRED_VARS BoostMath_INCLUDE_DIR
                                  VERSION_VAR BoostMath_VERSION)
if(BoostMath_FOUND AND NOT TARGET BoostMath::BoostMath)
  add_library(BoostMath::BoostMath INTERFACE IMPORTED)
  set_target_properties(BoostMath::BoostMath PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES ${BoostMath_INCLUDE_DIR}
    INTERFACE_COMPILE_DEFINITIONS BOOST_MATH_STANDALONE)
endif()
