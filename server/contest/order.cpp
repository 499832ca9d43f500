// SPDX-License-Identifier: GPL-2.0-or-later
// A round's running order by lot, or by how another round came out; and who goes on from there.
#include <algorithm>
#include <set>

#include "server/contest/draw.h"
#include "server/contest/eyes.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

constexpr std::int64_t kGreatestSeed = (std::int64_t{1} << 53U) - 1;  // the greatest that every JSON reader holds

struct Source {
  std::string round;
  std::string group;      ///< empty: all
  bool awarded = false;   ///< only those
  bool reversed = false;  ///< the last first
};

/// What a body asks for.
struct Order {
  std::optional<std::uint64_t> seed;
  std::optional<Source> source;
  bool force = false;
};

std::optional<Refusal> unknown_member(const Json& object, const std::string& at,
                                      std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : object.items())
    if (std::find(known.begin(), known.end(), name) == known.end())
      return invalid(at + "/" + json::escape_token(name), "is not known here");
  return std::nullopt;
}

tl::expected<std::uint64_t, Refusal> read_seed(const Json& draw) {
  if (!draw.is_object()) return tl::unexpected(invalid("/draw", "must be an object"));
  if (auto fault = unknown_member(draw, "/draw", {"seed"})) return tl::unexpected(std::move(*fault));
  const Json* seed = member(draw, "seed");
  if (!seed || !seed->is_number_integer() || *seed < 0 || *seed > kGreatestSeed)
    return tl::unexpected(invalid("/draw/seed", "must be a whole number from 0 to 9007199254740991"));
  return seed->get<std::uint64_t>();
}

tl::expected<Source, Refusal> read_source(const Store& store, std::string_view into, const Json& ranking) {
  if (!ranking.is_object()) return tl::unexpected(invalid("/ranking", "must be an object"));
  if (auto fault = unknown_member(ranking, "/ranking", {"round", "group", "awarded", "reversed"}))
    return tl::unexpected(std::move(*fault));
  for (const char* name : {"awarded", "reversed"})
    if (const Json* value = member(ranking, name); value && !value->is_boolean())
      return tl::unexpected(invalid("/ranking/" + std::string(name), "must be true or false"));
  Source source;
  source.round = text_or(ranking, "round", "");
  if (!store.find("rounds", source.round)) return tl::unexpected(invalid("/ranking/round", "there is no such round"));
  if (source.round == into) return tl::unexpected(invalid("/ranking/round", "must be another round"));
  if (const Json* group = member(ranking, "group")) {
    source.group = text_or(ranking, "group", "");
    if (!group->is_string() || !store.find("groups", source.group))
      return tl::unexpected(invalid("/ranking/group", "there is no such group"));
  }
  source.awarded = flag(ranking, "awarded");
  source.reversed = flag(ranking, "reversed");
  return source;
}

tl::expected<Order, Refusal> read_order(const Store& store, std::string_view round, const Json& body) {
  if (!body.is_object()) return tl::unexpected(invalid("", "must be an object"));
  if (auto fault = unknown_member(body, "", {"draw", "ranking", "force"})) return tl::unexpected(std::move(*fault));
  Order order;
  if (const Json* force = member(body, "force")) {
    if (!force->is_boolean()) return tl::unexpected(invalid("/force", "must be true or false"));
    order.force = force->get<bool>();
  }
  if (const Json* draw = member(body, "draw")) {
    const auto seed = read_seed(*draw);
    if (!seed) return tl::unexpected(seed.error());
    order.seed = *seed;
  }
  if (const Json* ranking = member(body, "ranking")) {
    auto source = read_source(store, round, *ranking);
    if (!source) return tl::unexpected(source.error());
    order.source = std::move(*source);
  }
  if (!order.seed && !order.source) return tl::unexpected(invalid("", "must have draw, ranking, or both"));
  return order;
}

/// Contestants of the other round, the first first. Refused while it could still come out otherwise.
tl::expected<std::vector<std::string>, Refusal> ranked(const Store& store, const Source& source, bool force) {
  const auto seen = view(store, source.round, Audience::operators, Detail::totals);
  const auto decides = [&](std::size_t i) {
    return !seen->rows[i].withdrawn && (source.group.empty() || seen->rows[i].contender.group == source.group);
  };
  std::vector<std::string> names;
  for (const std::size_t i : seen->ranking.order) {
    if (!decides(i)) continue;
    const Row& row = seen->sheet.rows[i];
    const Placing& placing = seen->ranking.placings[i];
    if (!is_settled(seen->sheet, row) && !force)
      return tl::unexpected(refuse(RefusalKind::conflict, why_not_settled(row)));
    if (source.awarded && placing.at_cut)
      return tl::unexpected(refuse(RefusalKind::conflict, "the tie at the cut of round " + source.round +
                                                              " is not decided: contestant " + row.contestant));
    if (placing.rank > 0 && (!source.awarded || placing.awarded)) names.push_back(row.contestant);
  }
  if (names.empty()) return tl::unexpected(refuse(RefusalKind::conflict, "round " + source.round + " names nobody"));
  if (source.reversed) std::reverse(names.begin(), names.end());
  return names;
}

/// Somebody who was marked here cannot leave the order.
std::optional<Refusal> left_out(const Store& store, std::string_view round, const std::vector<std::string>& order) {
  const std::set<std::string_view> stays(order.begin(), order.end());
  for (const char* type : {"scores", "adjustments", "totals"}) {
    for (const auto& [id, fact] : store.all(type)) {
      const std::string_view contestant = text_or(fact->data, "contestant", "");
      if (contestant.empty() || text_or(fact->data, "round", "") != round || stays.contains(contestant)) continue;
      return refuse(RefusalKind::conflict, "contestant " + std::string(contestant) +
                                               " would leave the running order and has " + type + "/" + id);
    }
  }
  return std::nullopt;
}

}  // namespace

tl::expected<std::vector<Event>, Refusal> order_command(const Store& store, std::string_view round, const Json& body,
                                                        std::int64_t now_ms) {
  const Resource* found = store.find("rounds", round);
  if (!found) return tl::unexpected(refuse(RefusalKind::not_found, "there is no such round"));
  const auto order = read_order(store, round, body);
  if (!order) return tl::unexpected(order.error());
  std::vector<std::string> names = running_order(store, found->data);
  Json made = {{"at", format_time(now_ms)}};
  Json data = found->data;
  if (order->source) {
    auto from = ranked(store, *order->source, order->force);
    if (!from) return tl::unexpected(from.error());
    names = std::move(*from);
    data["outcome_of"] = order->source->round;
    made["ranking"] = body.at("ranking");
  }
  if (order->seed) {
    names = drawn(std::move(names), *order->seed);
    made["draw"] = {{"seed", *order->seed}};
  }
  if (auto refused = left_out(store, round, names)) return tl::unexpected(std::move(*refused));
  data["contestants"] = names;
  data["order_made"] = std::move(made);
  return std::vector<Event>{{"rounds", std::string(round), std::move(data)}};
}

}  // namespace leitai::contest
