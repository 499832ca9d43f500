// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <set>

#include "server/contest/ballot_parts.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

constexpr std::size_t kMostPrefix = 40;

std::optional<Refusal> wrong_shape(const Json& body, std::initializer_list<std::string_view> known) {
  if (!body.is_object()) return invalid("", "must be an object");
  for (const auto& [name, value] : body.items())
    if (std::find(known.begin(), known.end(), name) == known.end())
      return invalid("/" + json::escape_token(name), "is not known here");
  for (const char* name : {"round", "judge", "contestant"})
    if (const Json* value = member(body, name); value && !value->is_string())
      return invalid("/" + std::string(name), "must be an id");
  return std::nullopt;
}

Refusal in_the_way(const char* state, std::string detail) {
  Refusal refused = refuse(RefusalKind::conflict, std::move(detail));
  refused.members = {{"state", state}};
  return refused;
}

tl::expected<BallotRound, Refusal> named_round(const Store& store, const Json& body) {
  auto round = ballot_round(store, text_or(body, "round", ""));
  if (!round) return tl::unexpected(invalid("/round", "there is no such round with ballots"));
  return std::move(*round);
}

bool names_judge(const BallotRound& round, std::string_view judge) {
  return takes_part(round, {std::string(judge), ""});
}

/// Ids for new scores: `round-contestant-judge`, as long as that is an id which nobody has.
class FreshIds {
 public:
  explicit FreshIds(const Store& store) : store_(store) {}

  std::string next(const std::string& round, const std::string& contestant, const std::string& judge) {
    const std::string whole = round + (contestant.empty() ? "" : "-" + contestant) + "-" + judge;
    if (is_id(whole) && is_free(whole)) return *used_.insert(whole).first;
    for (std::size_t number = scores_of(store_, round).by_contestant().size() + 1;; ++number) {
      std::string id = round.substr(0, kMostPrefix) + "-" + std::to_string(number);
      if (is_free(id)) return *used_.insert(std::move(id)).first;
    }
  }

 private:
  bool is_free(const std::string& id) const { return !used_.contains(id) && !store_.find("scores", id); }

  const Store& store_;
  std::set<std::string> used_;
};

/// What a ballot says must be there, and be the voter's to say.
std::optional<Refusal> wrong_content(const Store& store, const BallotRound& round, const Voter& voter,
                                     const Json& body) {
  const bool votes = round.rules.method == Method::votes;
  const Json* content = member(body, votes ? "choices" : "marks");
  if (votes) {
    for (const char* name : {"contestant", "marks"})
      if (member(body, name)) return invalid("/" + std::string(name), "this round is voted on: a ballot has choices");
    if (!content || !content->is_array()) return invalid("/choices", "must be a list of contestants");
  } else {
    if (member(body, "choices")) return invalid("/choices", "this round is not voted on");
    if (!content || !content->is_object() || content->empty()) return invalid("/marks", "must hold a mark");
    if (!member(body, "contestant")) return invalid("/contestant", "is required");
  }
  const std::vector<std::string> visible = visible_contestants(store, round, voter);
  const auto is_visible = [&](std::string_view id) {
    return std::find(visible.begin(), visible.end(), id) != visible.end();
  };
  if (!votes && !is_visible(text_or(body, "contestant", ""))) return invalid("/contestant", "is not on this ballot");
  for (std::size_t i = 0; votes && i < content->size(); ++i)
    if (!(*content)[i].is_string() || !is_visible((*content)[i].get_ref<const std::string&>()))
      return invalid("/choices/" + std::to_string(i), "is not on this ballot");
  return std::nullopt;
}

/// Marks that the sender has not seen are not overwritten.
std::optional<Refusal> replaces_another(const Json& body, const Score* own, const Json& data) {
  const Json* replaces = member(body, "replaces");
  if (!replaces) return std::nullopt;
  if (!replaces->is_number_integer() || *replaces < 0) return invalid("/replaces", "must be a position, or 0");
  const std::uint64_t position = own ? own->resource->token : 0;
  if (*replaces == position || (own && own->resource->data == data)) return std::nullopt;
  Refusal refused = in_the_way("changed", "these marks have changed meanwhile");
  refused.members["position"] = position;
  return refused;
}

}  // namespace

tl::expected<Event, Refusal> sent_ballot(const Store& store, const Voter& voter, const Json& body) {
  if (auto fault = wrong_shape(body, {"round", "judge", "contestant", "marks", "choices", "replaces"}))
    return tl::unexpected(std::move(*fault));
  const auto round = named_round(store, body);
  if (!round) return tl::unexpected(round.error());
  if (!takes_part(*round, voter)) return tl::unexpected(invalid("/round", "has no ballot of yours"));
  if (auto fault = wrong_content(store, *round, voter, body)) return tl::unexpected(std::move(*fault));
  const std::string contestant(text_or(body, "contestant", ""));
  const Score* own = own_score(store, round->id, voter.judge, contestant);
  if (own && own->absent) return tl::unexpected(in_the_way("absent", "this judge is marked as absent here"));
  if (round->locked(voter.judge)) return tl::unexpected(in_the_way("locked", "this ballot is locked"));
  Json data = own ? own->resource->data : Json{{"round", round->id}, {"judge", voter.judge}};
  if (!contestant.empty()) data["contestant"] = contestant;
  const char* content = round->rules.method == Method::votes ? "choices" : "marks";
  data[content] = body[content];
  if (auto refused = replaces_another(body, own, data)) return tl::unexpected(std::move(*refused));
  return Event{"scores", own ? own->id : FreshIds(store).next(round->id, contestant, voter.judge), std::move(data)};
}

tl::expected<std::vector<Event>, Refusal> ballot_lock_command(const Store& store, const Json& body, BallotLock what) {
  if (auto fault = wrong_shape(body, {"round", "judge"})) return tl::unexpected(std::move(*fault));
  const auto round = named_round(store, body);
  if (!round) return tl::unexpected(round.error());
  const std::string judge(text_or(body, "judge", ""));
  if (member(body, "judge") && !names_judge(*round, judge))
    return tl::unexpected(invalid("/judge", "is in no panel of this round"));
  if (round->closed()) return tl::unexpected(refuse(RefusalKind::conflict, "the round is closed: open it first"));
  const bool locks = what == BallotLock::lock;
  Json data = round->lock && !judge.empty() ? *round->lock : Json{{"all", locks}, {"judges", Json::object()}};
  if (!judge.empty()) {
    if (!round->lock) data["all"] = false;
    if (locks == flag(data, "all"))
      data["judges"].erase(judge);
    else
      data["judges"][judge] = locks;
  }
  if (!flag(data, "all") && data["judges"].empty()) data = nullptr;
  if (data.is_null() && !round->lock) return std::vector<Event>();
  if (round->lock && data == *round->lock) return std::vector<Event>();
  return std::vector<Event>{{kBallotLocksType, round->id, std::move(data)}};
}

tl::expected<std::vector<Event>, Refusal> ballot_absent_command(const Store& store, const Json& body) {
  if (auto fault = wrong_shape(body, {"round", "judge", "contestant", "absent"}))
    return tl::unexpected(std::move(*fault));
  if (const Json* absent = member(body, "absent"); absent && !absent->is_boolean())
    return tl::unexpected(invalid("/absent", "must be true or false"));
  const auto round = named_round(store, body);
  if (!round) return tl::unexpected(round.error());
  const std::string judge(text_or(body, "judge", ""));
  if (!names_judge(*round, judge)) return tl::unexpected(invalid("/judge", "is in no panel of this round"));
  const std::string only(text_or(body, "contestant", ""));
  const bool votes = round->rules.method == Method::votes;
  if (!only.empty() && (votes || std::find(round->order.begin(), round->order.end(), only) == round->order.end()))
    return tl::unexpected(
        invalid("/contestant", votes ? "a ballot is not about one contestant" : "is not in the running order"));
  const bool is_absent = !body.contains("absent") || body["absent"] == true;
  std::vector<std::string> contestants = votes ? std::vector<std::string>{""} : round->order;
  if (!only.empty()) contestants = {only};
  std::vector<Event> events;
  FreshIds ids(store);
  for (const std::string& contestant : contestants) {
    const Score* own = own_score(store, round->id, judge, contestant);
    if (!is_absent && own && own->absent) events.push_back({"scores", own->id, nullptr});
    if (!is_absent) continue;
    if (own && !own->absent && contestants.size() == 1)
      return tl::unexpected(refuse(RefusalKind::conflict, "there are marks of this judge: take them out first"));
    if (own) continue;
    Json data = {{"round", round->id}, {"judge", judge}, {"absent", true}};
    if (!contestant.empty()) data["contestant"] = contestant;
    events.push_back({"scores", ids.next(round->id, contestant, judge), std::move(data)});
  }
  return events;
}

}  // namespace leitai::contest
