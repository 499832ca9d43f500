// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <set>

#include "server/show/air_phase.h"
#include "server/show/bind.h"
#include "server/show/plan.h"
#include "server/show/rundown.h"

namespace leitai::show {

namespace {

constexpr std::size_t kMaxErrors = 100;  ///< in one answer

using Key = std::pair<std::string, std::string>;

/// What a request of several events, or of one resource, does to the store: applied first, checked
/// as a whole afterwards.
class Edit {
 public:
  Edit(const State& state, const Templates& templates, const Moment& moment)
      : state_(state), templates_(templates), moment_(moment), after_(state.store) {}

  /// `prefix`: where the resource stands in the body.
  void apply(const contest::Event& event, std::string prefix, const std::string& envelope) {
    if (event.data.is_null()) {
      if (after_.erase(event.type, event.id)) note({event.type, event.id, nullptr}, envelope, envelope);
      return;
    }
    const contest::Resource* before = after_.find(event.type, event.id);
    auto data = contest::normalise(event.type, event.id, event.data, before == nullptr ? nullptr : &before->data);
    if (!data) {
      for (contest::FieldError& error : data.error()) fail({prefix + error.pointer, std::move(error.detail)});
      return;
    }
    if (before != nullptr && before->data == *data) return;
    note({event.type, event.id, *data}, std::move(prefix), envelope);
    after_.put(event.type, event.id, std::move(*data), moment_.next_token);
  }

  void fail(contest::FieldError error) {
    if (errors_.size() < kMaxErrors) errors_.push_back(std::move(error));
  }

  /// The plan, or all that is wrong.
  PlanResult finish(bool force) && {
    if (!errors_.empty()) return tl::unexpected(refusal());
    if (changes_.empty()) return Plan{};
    if (auto refused = refused_as_locked()) return tl::unexpected(std::move(*refused));
    if (auto refused = refused_deletions(force)) return tl::unexpected(std::move(*refused));
    for (contest::ResourceError& error : contest::check(after_, changed_)) fail(located(std::move(error)));
    if (!errors_.empty()) return tl::unexpected(refusal());
    for (contest::Event& event : contest::consequences(state_.store, after_, moment_.now_ms)) {
      changes_.push_back(std::move(event));
    }
    return Plan{std::move(changes_), std::nullopt};
  }

 private:
  void note(contest::Event change, std::string prefix, const std::string& envelope) {
    const Key key(change.type, change.id);
    if (where_.insert_or_assign(key, Where{std::move(prefix), envelope}).second) changed_.push_back(key);
    changes_.push_back(std::move(change));
  }

  /// An error of a resource that the request does not hold is named in words.
  contest::FieldError located(contest::ResourceError error) const {
    const auto found = where_.find({error.type, error.id});
    if (found != where_.end()) return {found->second.data + error.error.pointer, std::move(error.error.detail)};
    return {"", error.type + "/" + error.id + error.error.pointer + ": " + error.error.detail};
  }

  Refusal refusal() {
    std::string detail = errors_.front().pointer;
    detail += (detail.empty() ? "" : ": ") + errors_.front().detail;
    return {RefusalKind::invalid, std::move(detail), std::move(errors_), Json::object()};
  }

  std::vector<contest::Reference> on_air(const Key& key) const {
    std::vector<contest::Reference> references;
    for (const auto& [id, channel] : state_.air.channels) {
      for (const auto& [number, layer] : channel.layers) {
        if (!layer->current || !is_on(*layer->current, templates_, moment_.now_ms)) continue;
        const bool bound = bind_names(layer->current->bind, key.first, key.second);
        const bool carrier = key.first == "channels" && key.second == id;
        if (bound || carrier) references.push_back({"air", air_id(id, number), bound ? "/bind" : ""});
      }
    }
    return references;
  }

  /// 409 where something still refers to what is deleted; looked at when all is applied.
  std::optional<Refusal> refused_deletions(bool force) const {
    Refusal refused{RefusalKind::conflict, "", {}, Json{{"references", Json::array()}}};
    for (const Key& key : changed_) {
      if (after_.find(key.first, key.second) != nullptr) continue;
      std::vector<contest::Reference> references = contest::references_to(after_, key.first, key.second);
      if (!force) {
        for (contest::Reference& reference : on_air(key)) references.push_back(std::move(reference));
      }
      if (key == Key("channels", "program")) references.push_back({"show", "show", ""});
      if (references.empty()) continue;
      name_references(refused, key, references);
    }
    return refused.errors.empty() ? std::nullopt : std::optional(std::move(refused));
  }

  std::optional<Refusal> refused_as_locked() const {
    Refusal refused{RefusalKind::conflict, "", {}, Json::object()};
    for (auto& [index, detail] : refused_by_lock(state_.store, after_, changed_)) {
      if (refused.detail.empty()) refused.detail = detail;
      if (refused.errors.size() < kMaxErrors) {
        refused.errors.push_back({where_.at(changed_[index]).envelope, std::move(detail)});
      }
    }
    return refused.errors.empty() ? std::nullopt : std::optional(std::move(refused));
  }

  void name_references(Refusal& refused, const Key& key, const std::vector<contest::Reference>& references) const {
    std::string detail = key.first + "/" + key.second + " is still referred to by";
    for (const contest::Reference& reference : references) {
      if (refused.members["references"].size() >= kMaxErrors) break;
      refused.members["references"].push_back(
          {{"type", reference.type}, {"id", reference.id}, {"pointer", reference.pointer}});
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(references.size(), 3); ++i) {
      detail += (i == 0 ? " " : ", ") + references[i].type + "/" + references[i].id;
    }
    if (references.size() > 3) detail += " and " + std::to_string(references.size() - 3) + " more";
    if (refused.detail.empty()) refused.detail = detail;
    if (refused.errors.size() < kMaxErrors) refused.errors.push_back({where_.at(key).envelope, std::move(detail)});
  }

  struct Where {
    std::string data;      ///< pointer of the resource
    std::string envelope;  ///< pointer of the event around it
  };

  const State& state_;
  const Templates& templates_;
  const Moment& moment_;
  contest::Store after_;
  std::vector<contest::Event> changes_;
  std::vector<Key> changed_;
  std::map<Key, Where> where_;
  std::vector<contest::FieldError> errors_;
};

/// A type that clients may write, and an id.
std::optional<Refusal> unwritable(const std::string& type, const std::string& id) {
  if (!contest::is_type(type)) return refuse(RefusalKind::not_found, "", "there is no type \"" + type + "\"");
  if (!contest::is_writable_type(type)) {
    return refuse(RefusalKind::invalid, "", "\"" + type + "\" is written by commands only");
  }
  if (!contest::is_id(id)) return refuse(RefusalKind::invalid, "", "\"" + id + "\" is not an id");
  return std::nullopt;
}

std::optional<Refusal> stale_match(const contest::Resource* resource, std::optional<std::uint64_t> if_match) {
  if (!if_match || (resource != nullptr && resource->token == *if_match)) return std::nullopt;
  return Refusal{RefusalKind::stale, "If-Match: the resource has changed since", {}, Json::object()};
}

Refusal missing(const std::string& type, const std::string& id) {
  return {RefusalKind::not_found, "there is no " + type + "/" + id, {}, Json::object()};
}

}  // namespace

PlanResult plan_events(const State& state, const Templates& templates, const Moment& moment,
                       const ApplyEvents& command) {
  for (const contest::Event& event : command.events) {
    const contest::Resource* resource = state.store.find(event.type, event.id);
    if (!command.based_on || resource == nullptr || resource->token <= *command.based_on) continue;
    return tl::unexpected(
        Refusal{RefusalKind::stale, event.type + "/" + event.id + " has changed meanwhile", {}, Json::object()});
  }
  Edit edit(state, templates, moment);
  for (std::size_t i = 0; i < command.events.size(); ++i) {
    const contest::Event& event = command.events[i];
    const std::string at = "/" + std::to_string(i);
    if (!contest::is_type(event.type)) {
      edit.fail({at + "/type", "there is no type \"" + event.type + "\""});
    } else if (!contest::is_writable_type(event.type)) {
      edit.fail({at + "/type", "\"" + event.type + "\" is written by commands only"});
    } else if (!contest::is_id(event.id)) {
      edit.fail({at + "/id", "\"" + event.id + "\" is not an id"});
    } else {
      edit.apply(event, at + "/data", at);
    }
  }
  return std::move(edit).finish(command.force);
}

PlanResult plan_put(const State& state, const Templates& templates, const Moment& moment, const PutResource& command) {
  if (auto refused = unwritable(command.type, command.id)) return tl::unexpected(std::move(*refused));
  if (auto refused = stale_match(state.store.find(command.type, command.id), command.if_match)) {
    return tl::unexpected(std::move(*refused));
  }
  if (!command.data.is_object()) return tl::unexpected(refuse(RefusalKind::invalid, "", "must be an object"));
  Edit edit(state, templates, moment);
  edit.apply({command.type, command.id, command.data}, "", "");
  return std::move(edit).finish(false);
}

PlanResult plan_patch(const State& state, const Templates& templates, const Moment& moment,
                      const PatchResource& command) {
  if (auto refused = unwritable(command.type, command.id)) return tl::unexpected(std::move(*refused));
  const contest::Resource* resource = state.store.find(command.type, command.id);
  if (resource == nullptr) return tl::unexpected(missing(command.type, command.id));
  if (auto refused = stale_match(resource, command.if_match)) return tl::unexpected(std::move(*refused));
  if (!command.patch.is_object()) return tl::unexpected(refuse(RefusalKind::invalid, "", "must be an object"));
  Json data = resource->data;
  data.merge_patch(command.patch);
  Edit edit(state, templates, moment);
  edit.apply({command.type, command.id, std::move(data)}, "", "");
  return std::move(edit).finish(false);
}

PlanResult plan_delete(const State& state, const Templates& templates, const Moment& moment,
                       const DeleteResource& command) {
  if (auto refused = unwritable(command.type, command.id)) return tl::unexpected(std::move(*refused));
  const contest::Resource* resource = state.store.find(command.type, command.id);
  if (resource == nullptr) return tl::unexpected(missing(command.type, command.id));
  if (auto refused = stale_match(resource, command.if_match)) return tl::unexpected(std::move(*refused));
  Edit edit(state, templates, moment);
  edit.apply({command.type, command.id, nullptr}, "", "");
  return std::move(edit).finish(command.force);
}

PlanResult plan_invent(const State& state, const Templates& templates, const Moment& moment,
                       const InventMarks& command) {
  if (!state.last_start.is_object() || state.last_start.value("mode", "") != "rehearsal") {
    return tl::unexpected(refuse(RefusalKind::conflict, "", "marks are invented in a rehearsal only (--rehearsal)"));
  }
  auto events = contest::invented_scores(state.store, command.body, command.seed);
  if (!events) return tl::unexpected(std::move(events.error()));
  return plan_events(state, templates, moment, ApplyEvents{std::move(*events)});
}

}  // namespace leitai::show
