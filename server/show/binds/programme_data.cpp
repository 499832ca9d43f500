// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <limits>
#include <tuple>

#include "server/show/bind_data.h"
#include "server/show/binds/parts.h"

namespace leitai::show {

namespace {

// The bounds of the fields of awards.
constexpr std::size_t kMostAwards = 4;
constexpr std::size_t kMostWinners = 6;

/// Where everybody of a round stands in it.
class Progress {
 public:
  Progress(const Store& store, const std::string& round, const Json& data, const std::vector<std::string>& order,
           const SeenRows& seen) {
    const bool closed = text(data, "state") == "closed";
    const auto stage = on_stage(store);
    const bool here = stage && stage->round == round;
    const auto found = here ? std::find(order.begin(), order.end(), stage->contestant) : order.end();
    if (found != order.end()) on_ = static_cast<std::size_t>(found - order.begin());
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Json* contestant = resource(store, "contestants", order[i]);
      const Json* row = seen.row_of(order[i]);
      const bool marked = row != nullptr && field(*row, "status") == "complete";
      done_.push_back(i != on_ && (closed || marked || (on_ != kNobody && i < on_)));
      const bool may_come = contestant != nullptr && !contestant->value("withdrawn", false) && !done_.back();
      const bool behind = on_ == kNobody || i > on_;
      if (next_ == kNobody && may_come && behind) next_ = i;
    }
  }

  const char* state(std::size_t index) const {
    if (index == on_) return "on";
    if (done_[index]) return "done";
    return index == next_ ? "next" : "waiting";
  }

 private:
  static constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();
  std::size_t on_ = kNobody;
  std::size_t next_ = kNobody;
  std::vector<bool> done_;
};

/// Those of the group, or of all where there is none.
bool is_of(const Json& data, const std::string& group) {
  return group.empty() || text(data, "group") == group;
}

struct Award {
  std::string id;
  const Json* data;
};

/// By the order of their groups; those of no group come last.
std::vector<Award> awards_of(const Store& store, const std::string& round, const std::string& group,
                             Audience audience) {
  std::vector<std::tuple<bool, std::int64_t, std::string, const Json*>> found;
  for (const auto& [id, award] : store.all("awards")) {
    const Json& data = award->data;
    if (text(data, "round") != round || !is_of(data, group)) continue;
    if (!contest::award_is_visible(store, data, audience)) continue;
    const Json* its_group = resource(store, "groups", text(data, "group"));
    const Json order = its_group == nullptr ? Json() : field(*its_group, "order");
    found.emplace_back(its_group == nullptr, order.is_number_integer() ? order.get<std::int64_t>() : 0, id, &data);
  }
  std::sort(found.begin(), found.end());
  std::vector<Award> awards;
  for (const auto& [without_group, order, id, data] : found) awards.push_back({id, data});
  return awards;
}

Json winners_of(const Store& store, const Json& award, const SeenRows& seen) {
  Json winners = Json::array();
  const Json ids = field(award, "contestants");
  if (!ids.is_array()) return winners;
  for (const Json& entry : ids) {
    if (winners.size() >= kMostWinners) break;
    const std::string id = entry.is_string() ? entry.get<std::string>() : "";
    const Json* row = seen.row_of(id);
    winners.push_back({{"id", id},
                       {"name", name_of(store, "contestants", id, "name")},
                       {"organization", name_of(store, "contestants", id, "organization")},
                       {"total", row == nullptr ? Json() : field(*row, "total")}});
  }
  return winners;
}

/// An award is called by its name, or else by its group, or else by what it is given for.
Json award_entry(const Store& store, const Award& award, const SeenRows& seen) {
  std::string name = text(*award.data, "name");
  if (name.empty()) name = name_of(store, "groups", text(*award.data, "group"), "name");
  std::string citation = text(*award.data, "citation");
  if (name.empty()) name.swap(citation);
  return {{"id", award.id}, {"name", name}, {"citation", citation}, {"winners", winners_of(store, *award.data, seen)}};
}

}  // namespace

Json running_order_fields(const Store& store, const std::string& round, const std::string& group, Audience audience) {
  Json fields = {{"title", ""}, {"subtitle", ""}, {"rows", Json::array()}};
  const auto seen = SeenRows::of(store, round, "", audience, contest::Detail::totals);
  if (!seen) return fields;  // not public yet: not even its name
  const Json& data = *resource(store, "rounds", round);
  fields["title"] = text(data, "name");
  fields["subtitle"] = name_of(store, "groups", group, "name");
  if (!contest::order_is_visible(store, data, audience)) return fields;
  const std::vector<std::string> order = contest::running_order(store, data);
  const Progress progress(store, round, data, order, *seen);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Json* contestant = resource(store, "contestants", order[i]);
    if (contestant == nullptr || contestant->value("withdrawn", false) || !is_of(*contestant, group)) continue;
    const Json* row = seen->row_of(order[i]);
    fields["rows"].push_back({{"id", order[i]},
                              {"order", i + 1},
                              {"number", text(*contestant, "number")},
                              {"name", text(*contestant, "name")},
                              {"organization", text(*contestant, "organization")},
                              {"state", progress.state(i)},
                              {"total", row == nullptr ? Json() : field(*row, "total")}});
  }
  return fields;
}

Json awards_fields(const Store& store, const std::string& round, const std::string& group, Audience audience) {
  Json fields = {{"title", ""}, {"subtitle", ""}, {"groups", Json::array()}};
  const auto seen = SeenRows::of(store, round, "", audience, contest::Detail::totals);
  if (!seen) return fields;
  fields["title"] = name_of(store, "rounds", round, "name");
  fields["subtitle"] = name_of(store, "contest", "contest", "name");
  for (const Award& award : awards_of(store, round, group, audience)) {
    if (fields["groups"].size() >= kMostAwards) break;
    fields["groups"].push_back(award_entry(store, award, *seen));
  }
  return fields;
}

}  // namespace leitai::show
