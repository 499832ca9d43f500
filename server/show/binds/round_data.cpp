// SPDX-License-Identifier: GPL-2.0-or-later
#include <limits>
#include <optional>

#include "server/show/bind_data.h"
#include "server/show/binds/parts.h"

namespace leitai::show {

namespace {

Json columns_of(const Json& round) {
  Json columns = Json::array();
  for (const Criterion& criterion : criteria_of(round)) {
    columns.push_back({{"id", criterion.id}, {"name", criterion.name}});
  }
  return columns;
}

/// Are the totals of the round counts of votes?
bool counts_votes(const Json& round) {
  const Json scoring = field(round, "scoring");
  const std::string method = scoring.is_object() ? text(scoring, "method") : "";
  return method == "votes" || method == "given";
}

/// After how many rows the quota's cut lies: those who are awarded above it, the others beneath. None while that is
/// not known, or a tie across it is not decided; nor where the quota is of groups and the rows are of all.
std::optional<std::size_t> cut_after(const Json& round, const std::string& group, const Json& rows) {
  const Json quota = field(round, "quota");
  if (!quota.is_object()) return std::nullopt;
  const Json of_groups = field(quota, "groups");
  if (!quota.contains("total") && (group.empty() || !of_groups.is_object() || !of_groups.contains(group))) {
    return std::nullopt;
  }
  std::size_t above = 0;
  for (const Json& row : rows) {
    if (field(row, "at_cut") == true) return std::nullopt;
    above += field(row, "awarded") == true ? 1 : 0;
  }
  // Who is awarded stands above; a lot that was drawn within the group alone may say otherwise.
  for (std::size_t i = 0; i < above; ++i) {
    if (field(rows[i], "awarded") != true) return std::nullopt;
  }
  return above > 0 ? std::optional(above) : std::nullopt;
}

/// A whole number as one: 2148 of "2148.00".
Json count_of(const Rational& votes) {
  return contest::decimal_text(votes);
}

/// Shares are of all votes, so while the audience may not see each row it is told none, nor their sum.
void add_votes(Json& fields, const Json& round, const SeenRows& seen, Audience audience) {
  fields["question"] = text(round, "question");
  const std::string state = text(round, "state");
  fields["open"] = state.empty() || state == "open";
  Rational sum = 0;
  Rational most = 0;
  for (const Json& row : seen.rows()) {
    const auto votes = field(row, "rank").is_null() ? std::nullopt : value_of(field(row, "total"));
    if (!votes) continue;
    sum += *votes;
    if (*votes > most) most = *votes;
  }
  const bool all =
      audience == Audience::operators || seen.standings()["complete"] == true || text(round, "visibility") == "running";
  fields["votes"] = all ? count_of(sum) : Json();
  for (Json& row : fields["rows"]) {
    const auto votes = value_of(row["total"]);
    row["votes"] = votes ? count_of(*votes) : Json();
    row["most"] = count_of(most);
    const bool has_share = all && votes && sum > Rational(0);
    row["share"] = has_share ? Json(contest::fixed_text(*votes * Rational(100) / sum, 1)) : Json();
  }
}

}  // namespace

/// Made anew with each mark, for each row: built in place, for a braced list is copied.
Json ranking_row(const Store& store, const Json& row) {
  const std::string id = text(row, "contestant");
  Json fields = Json::object();
  for (const char* name : {"rank", "change", "total", "stars", "awarded"}) fields[name] = field(row, name);
  for (const char* name : {"name", "organization"}) fields[name] = name_of(store, "contestants", id, name);
  fields["id"] = id;
  Json& criteria = fields["criteria"] = Json::array();
  const Json& given = field(row, "criteria");
  if (!given.is_array()) return fields;
  for (const Json& criterion : given) {
    Json& entry = criteria.emplace_back(Json::object());
    entry["id"] = field(criterion, "id");
    entry["value"] = field(criterion, "value");
  }
  return fields;
}

Json ranking_fields(const Store& store, const Json& bind, const Json& round, Audience audience) {
  const std::string group = text(bind, "group");
  Json fields = {{"title", ""}, {"subtitle", ""}, {"columns", Json::array()}, {"rows", Json::array()}};
  std::size_t limit = std::numeric_limits<std::size_t>::max();
  if (bind.contains("limit")) {
    fields["limit"] = bind["limit"];
    limit = bind["limit"].get<std::size_t>();
  }
  const auto seen = SeenRows::of(store, text(bind, "round"), group, audience, contest::Detail::criteria);
  if (!seen) return fields;  // not public yet: not even its name
  fields["title"] = text(round, "name");
  fields["subtitle"] = name_of(store, "groups", group, "name");
  fields["columns"] = columns_of(round);
  for (const Json& row : seen->rows()) {
    if (fields["rows"].size() >= limit) break;
    if (field(row, "rank").is_null()) continue;
    fields["rows"].push_back(ranking_row(store, row));
  }
  const auto cut = cut_after(round, group, seen->rows());
  if (cut && *cut < fields["rows"].size()) fields["cut_after"] = *cut;
  if (counts_votes(round)) add_votes(fields, round, *seen, audience);
  return fields;
}

}  // namespace leitai::show
