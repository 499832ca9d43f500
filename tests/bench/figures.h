// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <vector>

namespace leitai::bench {

/// The value that this share of the values does not exceed; 0 where there are none.
template <class Value>
double quantile(std::vector<Value> values, double share) {
  if (values.empty()) {
    return 0;
  }
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), at, values.end());
  return static_cast<double>(*at);
}

template <class Value>
double median(std::vector<Value> values) {
  return quantile(std::move(values), 0.5);
}

/// The named figure of each element.
template <class Elements, class Read>
auto each(const Elements& elements, Read&& read) {
  std::vector<decltype(read(*elements.begin()))> values;
  for (const auto& element : elements) {
    values.push_back(read(element));
  }
  return values;
}

}  // namespace leitai::bench
