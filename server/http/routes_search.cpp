// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/app.h"
#include "server/http/conditions.h"
#include "server/http/problem.h"

namespace leitai::http {
namespace {

using contest::Json;

constexpr std::uint64_t kDefaultLimit = 20;
constexpr std::uint64_t kMaxLimit = 100;

}  // namespace

Response get_search(App& app, const Request& request) {
  const std::string query = request.query_value("q").value_or("");
  if (query.empty() || query.size() > search::kMaxQueryBytes) {
    return problem(400, "q is what to look for, at most " + std::to_string(search::kMaxQueryBytes) + " bytes");
  }
  std::uint64_t limit = kDefaultLimit;
  if (const auto text = request.query_value("limit")) {
    const auto given = parse_number(*text);
    if (!given || *given < 1 || *given > kMaxLimit) {
      return problem(400, "limit is a number from 1 to " + std::to_string(kMaxLimit));
    }
    limit = static_cast<std::uint64_t>(*given);
  }
  const show::SnapshotPtr snapshot = app.show.snapshot();
  Json list = Json::array();
  for (const search::Found& found : app.search.find(snapshot->store, query, limit)) {
    Json entry = {{"type", found.type}, {"id", found.id}};
    const Json& data = snapshot->store.find(found.type, found.id)->data;
    for (const char* name : {"number", "name", "organization", "title", "group", "role", "withdrawn"}) {
      if (const auto field = data.find(name); field != data.end()) entry[name] = *field;
    }
    list.push_back(std::move(entry));
  }
  return answer(list);
}

}  // namespace leitai::http
