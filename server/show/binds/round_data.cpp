// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>
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

struct Votes {
  Rational sum = 0, most = 0;
};

Votes votes_of(const Json& rows) {
  Votes given;
  for (const Json& row : rows) {
    const auto votes = field(row, "rank").is_null() ? std::nullopt : value_of(field(row, "total"));
    if (!votes) continue;
    given.sum += *votes;
    if (*votes > given.most) given.most = *votes;
  }
  return given;
}

/// Shares are of all votes, so while the audience may not see each row it is told none, nor their sum.
void add_votes(Json& fields, const Json& round, const Votes& given, bool all) {
  fields["question"] = text(round, "question");
  const std::string state = text(round, "state");
  fields["open"] = state.empty() || state == "open";
  fields["votes"] = all ? count_of(given.sum) : Json();
  for (Json& row : fields["rows"]) {
    const auto votes = value_of(row["total"]);
    row["votes"] = votes ? count_of(*votes) : Json();
    row["most"] = count_of(given.most);
    const bool has_share = all && votes && given.sum > Rational(0);
    row["share"] = has_share ? Json(contest::fixed_text(*votes * Rational(100) / given.sum, 1)) : Json();
  }
}

/// Of the standings, what a ranking is made of.
constexpr std::array<std::string_view, 12> kMembers = {"complete", "rows",     "rank",  "contestant",
                                                       "change",   "total",    "stars", "awarded",
                                                       "at_cut",   "criteria", "id",    "value"};

}  // namespace

/// Made anew with each mark, for each row: what it has is moved, and a braced list would be copied.
Json ranking_row(const Store& store, Json row) {
  Json fields = Json::object();
  Json& id = fields["id"] = std::move(row["contestant"]);
  for (const char* name : {"rank", "change", "total", "stars", "awarded"}) fields[name] = std::move(row[name]);
  const Json* contestant = resource(store, "contestants", id.get_ref<const std::string&>());
  for (const char* name : {"name", "organization"}) fields[name] = contestant ? text(*contestant, name) : std::string();
  Json& criteria = fields["criteria"] = Json::array();
  const auto given = row.find("criteria");
  if (given == row.end() || !given->is_array()) return fields;
  for (Json& criterion : *given) {
    Json& entry = criteria.emplace_back(Json::object());
    entry["id"] = std::move(criterion["id"]);
    entry["value"] = std::move(criterion["value"]);
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
  auto seen = contest::standings_with(kMembers, store, text(bind, "round"), group, audience, contest::Detail::criteria);
  if (!seen) return fields;  // not public yet: not even its name
  Json& rows = (*seen)["rows"];
  const auto cut = cut_after(round, group, rows);
  const bool votes = counts_votes(round);
  const Votes given = votes ? votes_of(rows) : Votes();
  fields["title"] = text(round, "name");
  fields["subtitle"] = name_of(store, "groups", group, "name");
  fields["columns"] = columns_of(round);
  Json& shown = fields["rows"];
  for (Json& row : rows) {
    if (shown.size() >= limit) break;
    if (field(row, "rank").is_null()) continue;
    shown.push_back(ranking_row(store, std::move(row)));
  }
  if (cut && *cut < shown.size()) fields["cut_after"] = *cut;
  if (!votes) return fields;
  const bool all =
      audience == Audience::operators || (*seen)["complete"] == true || text(round, "visibility") == "running";
  add_votes(fields, round, given, all);
  return fields;
}

}  // namespace leitai::show
