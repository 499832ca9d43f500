// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "server/show/air_phase.h"
#include "server/show/bind.h"
#include "server/show/plan.h"

namespace leitai::show {

namespace {

Json named(const PastCommand& command) {
  return {{"token", command.token}, {"actor", command.actor}, {"what", command.what}};
}

Refusal not_possible(std::string detail) {
  return refuse(RefusalKind::conflict, "", std::move(detail));
}

/// 409, naming it, where another command has changed the same thing since.
std::optional<Refusal> changed_since(const History& history, const Undoable& command, UndoVerb verb) {
  for (const PastChange& change : command.changes) {
    const UndoTouch* touch = history.touch(change.type, change.id);
    const std::uint64_t expected = verb == UndoVerb::undo ? command.command.command : change.earlier;
    if (touch == nullptr || touch->version == expected) continue;
    const PastCommand& by = *touch->last;
    Refusal refusal = not_possible(change.type + "/" + change.id + " was changed since by " + by.what + " of " +
                                   by.actor + " (token " + std::to_string(by.token) + ")");
    Json& conflict = refusal.members["conflict"] = named(by);
    conflict["type"] = change.type;
    conflict["id"] = change.id;
    return refusal;
  }
  return std::nullopt;
}

/// A command that changes sides, at a moment: what each thing becomes.
class Turn {
 public:
  Turn(const State& state, const Templates& templates, const Moment& moment, const Undoable& command)
      : state_(state), templates_(templates), moment_(moment), command_(command), after_(state.store) {}

  /// `first`: the record that says so.
  PlanResult plan(contest::Event first) && {
    std::vector<contest::Event> facts = changed_facts();
    if (auto refused = refused_facts(facts)) return tl::unexpected(std::move(*refused));
    Plan result;
    result.changes.push_back(std::move(first));
    for (const PastChange& change : command_.changes) {
      if (change.type != "air") continue;
      // Records are numbered as the changes are: none of these is left out.
      auto data = air_data(change, moment_.next_token + result.changes.size());
      if (!data) return tl::unexpected(std::move(data.error()));
      if (*data != air_record(state_.air, change.id)) result.changes.push_back({"air", change.id, std::move(*data)});
    }
    const auto own = facts;
    for (contest::Event& fact : with_consequences(state_, moment_, std::move(facts)).changes) {
      if (auto refused = refused_return(own, fact)) return tl::unexpected(std::move(*refused));
      put(result.changes, std::move(fact));
    }
    return result;
  }

 private:
  /// What is not air, and stands otherwise; `after_` has it from now on.
  std::vector<contest::Event> changed_facts() {
    std::vector<contest::Event> facts;
    for (const PastChange& change : command_.changes) {
      if (change.type == "air" || current_data(state_, change.type, change.id) == change.other) continue;
      facts.push_back({change.type, change.id, change.other});
      if (change.other.is_null()) {
        after_.erase(change.type, change.id);
      } else {
        after_.put(change.type, change.id, change.other, moment_.next_token);
      }
    }
    return facts;
  }

  /// What has been deleted since cannot be referred to again, and what is referred to stays.
  std::optional<Refusal> refused_facts(const std::vector<contest::Event>& facts) const {
    std::vector<std::pair<std::string, std::string>> changed;
    for (const contest::Event& fact : facts) {
      if (fact.data.is_null()) {
        if (auto refused = refused_deletion(fact)) return refused;
      }
      for (const auto& [member, type] : {std::pair("round", "rounds"), std::pair("contestant", "contestants")}) {
        const auto named = fact.data.is_object() ? fact.data.find(member) : fact.data.end();
        if (!fact.data.is_object() || named == fact.data.end() || !named->is_string()) continue;
        const auto& id = named->get_ref<const std::string&>();
        if (after_.find(type, id) == nullptr) return not_possible(std::string(type) + "/" + id + " is gone");
      }
      if (contest::is_type(fact.type)) changed.emplace_back(fact.type, fact.id);
    }
    const auto errors = contest::check(after_, changed);
    if (errors.empty()) return std::nullopt;
    const contest::ResourceError& error = errors.front();
    return not_possible(error.type + "/" + error.id + error.error.pointer + ": " + error.error.detail);
  }

  std::optional<Refusal> refused_deletion(const contest::Event& fact) const {
    if (!contest::is_writable_type(fact.type)) return std::nullopt;
    const std::string what = fact.type + "/" + fact.id;
    const auto references = contest::references_to(after_, fact.type, fact.id);
    if (!references.empty()) {
      return not_possible(what + " is referred to by " + references.front().type + "/" + references.front().id);
    }
    for (const auto& [channel, of] : state_.air.channels) {
      for (const auto& [number, layer] : of.layers) {
        if (layer->current && is_on(*layer->current, templates_, moment_.now_ms) &&
            bind_names(layer->current->bind, fact.type, fact.id)) {
          return not_possible(what + " is on air on layer " + std::to_string(number) + " of " + channel);
        }
      }
    }
    return std::nullopt;
  }

  /// A row that becomes public by itself cannot be taken back.
  static std::optional<Refusal> refused_return(const std::vector<contest::Event>& own, const contest::Event& fact) {
    const bool returns = std::any_of(own.begin(), own.end(), [&](const contest::Event& event) {
      return event.data.is_null() && !fact.data.is_null() && event.type == fact.type && event.id == fact.id;
    });
    if (!returns) return std::nullopt;
    return not_possible(fact.type + "/" + fact.id + " would be written again at once");
  }

  /// A later fact about the same thing takes the place of an earlier one.
  static void put(std::vector<contest::Event>& changes, contest::Event fact) {
    const auto same = std::find_if(changes.begin(), changes.end(), [&](const contest::Event& change) {
      return change.type == fact.type && change.id == fact.id;
    });
    if (same == changes.end()) {
      changes.push_back(std::move(fact));
    } else {
      *same = std::move(fact);
    }
  }

  /// The record that a layer, or a channel's hold, gets. `token`: its own.
  tl::expected<Json, Refusal> air_data(const PastChange& change, std::uint64_t token) const {
    const auto where = parse_air_id(change.id);
    if (!where || after_.find("channels", where->channel) == nullptr) {
      return tl::unexpected(not_possible("the channel of air/" + change.id + " is gone"));
    }
    if (!where->layer) return change.other;
    const auto channel = state_.air.channels.find(where->channel);
    Layer live;
    if (channel != state_.air.channels.end()) {
      const auto layer = channel->second.layers.find(*where->layer);
      if (layer != channel->second.layers.end()) live = *layer->second;
    }
    return turned_layer(change, live, token).map([](const Layer& layer) { return layer_record(layer); });
  }

  tl::expected<Layer, Refusal> turned_layer(const PastChange& change, const Layer& live, std::uint64_t token) const {
    const Layer other = layer_from_record(change.other);
    Layer layer = present(live, templates_, moment_.now_ms);
    layer.held = other.held;
    const bool live_is_on = layer.current && is_on(*layer.current, templates_, moment_.now_ms);
    if (!other.current || !is_on(*other.current, templates_, command_.turned_ms)) {
      if (live_is_on) layer.current->out_at = moment_.now_ms;
      return layer;
    }
    const bool same = live.current && origin_of(*live.current) == origin_of(*other.current);
    if (same && (live_is_on || !change.moves_out)) {
      if (layer.current) layer.current = in_place(change, *other.current, *layer.current);
      return layer;
    }
    return with_item(std::move(layer), *other.current, token);
  }

  /// The time that an item had left when it was put aside.
  std::optional<std::int64_t> out_at(const AirItem& item) const {
    if (!item.out_at) return std::nullopt;
    return moment_.now_ms + (*item.out_at - command_.turned_ms);
  }

  /// The item on air, with what it said before: its in is not replayed.
  AirItem in_place(const PastChange& change, AirItem item, const AirItem& live) const {
    item.take = live.take;
    item.taken_at = live.taken_at;
    item.resumes = live.resumes;
    item.origin = live.origin;
    item.out_at = change.moves_out ? out_at(item) : live.out_at;
    return item;
  }

  /// The item plays its in, from its present pose where it is still leaving, and what is on plays its out.
  tl::expected<Layer, Refusal> with_item(Layer layer, AirItem item, std::uint64_t token) const {
    if (!templates_.contains(item.template_id)) {
      return tl::unexpected(not_possible("the theme has no template \"" + item.template_id + "\""));
    }
    if (!item.bind.is_null() && !bound_data(after_, item.bind, contest::Audience::operators, moment_.now_ms)) {
      return tl::unexpected(not_possible("what the " + item.template_id + " was bound to is gone"));
    }
    item.origin = origin_of(item);
    item.out_at = out_at(item);
    item.take = token;
    item.taken_at = moment_.now_ms;
    item.last_take_at = moment_.now_ms;
    item.last_take_token = token;
    item.resumes = 0;
    const auto is_it = [&](const std::optional<AirItem>& there) { return there && origin_of(*there) == item.origin; };
    if (is_it(layer.current)) {
      item.resumes = layer.current->take;
    } else {
      if (is_it(layer.leaving)) item.resumes = layer.leaving->take;
      if (layer.current) {
        if (is_on(*layer.current, templates_, moment_.now_ms)) layer.current->out_at = moment_.now_ms;
        layer.leaving = std::move(layer.current);
      } else if (item.resumes != 0) {
        layer.leaving.reset();
      }
    }
    layer.current = std::move(item);
    return layer;
  }

  const State& state_;
  const Templates& templates_;
  const Moment& moment_;
  const Undoable& command_;
  contest::Store after_;
};

}  // namespace

PlanResult plan_undo(const State& state, const Templates& templates, const Moment& moment, const UndoCommand& command) {
  const bool redo = command.verb == UndoVerb::redo;
  const UndoablePtr found = redo ? state.history.to_redo(moment.actor) : state.history.to_undo(moment.actor);
  if (!found) return tl::unexpected(not_possible(redo ? "there is nothing to redo" : "there is nothing to undo"));
  if (found->is_panic) {
    Refusal refusal = not_possible("a panic cannot be undone, nor what came before it");
    refusal.members["conflict"] = named(found->command);
    return tl::unexpected(std::move(refusal));
  }
  if (auto refused = changed_since(state.history, *found, command.verb)) return tl::unexpected(std::move(*refused));
  contest::Event first{kUndoRecord, kUndoRecord, Json{{redo ? "redone" : "undone", found->command.command}}};
  PlanResult planned = Turn(state, templates, moment, *found).plan(std::move(first));
  if (planned) planned->told[redo ? "redone" : "undone"] = named(found->command);
  return planned;
}

}  // namespace leitai::show
