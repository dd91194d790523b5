// Measures, factors, medication and the map of the body, which need no diary.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "arguments.h"
#include "guard.h"
#include "lamella.h"
#include "lamella/body_map.h"
#include "lamella/clinical_messages.h"
#include "lamella/factor_catalogue.h"
#include "lamella/measure.h"
#include "lamella/medication.h"

using lamella::c::bytes_of;
using lamella::c::clear;
using lamella::c::give;
using lamella::c::guard;
using lamella::c::required;

lamella_code lamella_measure_list(lamella_buffer* list, lamella_error* error) {
  clear(list);
  return guard(error, [&] {
    give(lamella::encode(lamella::measures(), lamella::reference_limits()), required(list, "list"));
  });
}

lamella_code lamella_measurement_convert(const uint8_t* measurement, size_t measurement_size,
                                         lamella_buffer* converted, lamella_error* error) {
  clear(converted);
  return guard(error, [&] {
    give(lamella::encode(lamella::in_unit_of_measure(
             lamella::decode_measurement(bytes_of(measurement, measurement_size, "measurement")))),
         required(converted, "converted"));
  });
}

lamella_code lamella_factor_list(lamella_buffer* list, lamella_error* error) {
  clear(list);
  return guard(error,
               [&] { give(lamella::encode(lamella::factor_catalogue()), required(list, "list")); });
}

lamella_code lamella_steroid_list(lamella_buffer* list, lamella_error* error) {
  clear(list);
  return guard(error,
               [&] { give(lamella::encode(lamella::steroid_rows()), required(list, "list")); });
}

lamella_code lamella_dose_judge(const uint8_t* request, size_t request_size, lamella_buffer* report,
                                lamella_error* error) {
  clear(report);
  return guard(error, [&] {
    const lamella::DoseRequest asked =
        lamella::decode_dose_request(bytes_of(request, request_size, "request"));
    give(lamella::encode(lamella::judge_dose(asked.dose, asked.grams_per_unit)),
         required(report, "report"));
  });
}

lamella_code lamella_fingertip_units(const char* region, double age_years, double* units,
                                     lamella_error* error) {
  clear(units);
  return guard(error, [&] {
    required(units, "units") = lamella::fingertip_units(&required(region, "region"), age_years);
  });
}

lamella_code lamella_body_site_list(lamella_buffer* list, lamella_error* error) {
  clear(list);
  return guard(error,
               [&] { give(lamella::encode(lamella::body_sites()), required(list, "list")); });
}

lamella_code lamella_surface_share(const uint8_t* request, size_t request_size, double* percent,
                                   lamella_error* error) {
  clear(percent);
  return guard(error, [&] {
    const lamella::SurfaceRequest asked =
        lamella::decode_surface_request(bytes_of(request, request_size, "request"));
    const std::vector<std::string_view> sites(asked.sites.begin(), asked.sites.end());
    required(percent, "percent") = lamella::surface_share(sites, asked.age_years)
                                       .value_or(std::numeric_limits<double>::quiet_NaN());
  });
}
