// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/facts.h"

#include <algorithm>

namespace leitai::cli {

namespace {

constexpr journal::Token kAtOnce = 20'000;
/// What the program wrote may nest deeper than what clients may send.
constexpr json::Limits kStored{80};

}  // namespace

tl::expected<void, journal::Error> each_fact(const journal::Journal& journal, const std::vector<std::string>& types,
                                             const std::function<void(const journal::Record&)>& take) {
  const journal::Token head = journal.head();
  for (journal::Token after = 0; after < head;) {
    const journal::Token until = std::min(head, after + kAtOnce);
    const auto found = journal.scan(after, until, {types, "", ""});
    if (!found) return tl::unexpected(found.error());
    for (const journal::Record& record : *found) take(record);
    after = until;
  }
  return {};
}

json::Json fact_of(std::string_view text) {
  auto data = json::parse(text, kStored);
  return data ? std::move(*data) : json::Json();
}

std::string text_in(const json::Json& object, const char* name) {
  return object.is_object() && object.contains(name) && object[name].is_string() ? object[name].get<std::string>() : "";
}

}  // namespace leitai::cli
