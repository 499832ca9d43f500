// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/history.h"

#include <algorithm>
#include <limits>

#include "server/show/command_name.h"
#include "server/show/state.h"

namespace leitai::show {

namespace {

constexpr std::size_t kPerValue = 32;  ///< about what a JSON value takes besides its text

std::string key_of(std::string_view type, std::string_view id) {
  return std::string(type).append("/").append(id);
}

std::size_t weight(const Json& json) {
  std::size_t bytes = kPerValue;
  if (json.is_string()) return bytes + json.get_ref<const std::string&>().size();
  if (json.is_object()) {
    for (const auto& [name, value] : json.items()) bytes += name.size() + weight(value);
  } else if (json.is_array()) {
    for (const Json& value : json) bytes += weight(value);
  }
  return bytes;
}

std::size_t weight(const Undoable& command) {
  std::size_t bytes = sizeof(Undoable) + command.command.actor.size();
  for (const PastChange& change : command.changes) {
    bytes += sizeof(PastChange) + change.type.size() + 2 * change.id.size() + weight(change.other);
  }
  return bytes;
}

bool moves_out(const Json& before, const Json& data) {
  const Layer was = layer_from_record(before), is = layer_from_record(data);
  if (!was.current || !is.current) return was.current.has_value() != is.current.has_value();
  return origin_of(*was.current) != origin_of(*is.current) || was.current->out_at != is.current->out_at;
}

}  // namespace

UndoablePtr History::to_undo(std::string_view actor) const {
  const auto stack = stacks_.find(actor);
  if (stack == stacks_.end() || stack->second->done == 0) return nullptr;
  return stack->second->commands[stack->second->done - 1];
}

UndoablePtr History::to_redo(std::string_view actor) const {
  const auto stack = stacks_.find(actor);
  if (stack == stacks_.end() || stack->second->done == stack->second->commands.size()) return nullptr;
  return stack->second->commands[stack->second->done];
}

const UndoTouch* History::touch(std::string_view type, std::string_view id) const {
  return touches_.empty() ? nullptr : touches_.get(key_of(type, id));
}

void History::restore(Undoable command, bool undone) {
  for (const PastChange& change : command.changes) {
    const std::string key = key_of(change.type, change.id);
    const UndoTouch* known = touches_.get(key);
    touches_.put(key, std::make_shared<UndoTouch>(UndoTouch{0, known == nullptr ? 1 : known->uses + 1, nullptr}));
  }
  command.bytes = weight(command);
  changes_ += command.changes.size();
  bytes_ += command.bytes;
  auto& stack = stacks_[command.command.actor];
  auto next = stack ? std::make_shared<UndoStack>(*stack) : std::make_shared<UndoStack>();
  next->commands.push_back(std::make_shared<const Undoable>(std::move(command)));
  if (!undone) next->done = next->commands.size();
  stack = std::move(next);
}

void History::restore(const std::string& key, std::uint64_t version, PastCommand last) {
  write(key, version, std::make_shared<const PastCommand>(std::move(last)));
}

void History::write(const std::string& key, std::uint64_t version, const std::shared_ptr<const PastCommand>& by) {
  const UndoTouch* known = touches_.get(key);
  if (known == nullptr) return;
  touches_.put(key, std::make_shared<UndoTouch>(UndoTouch{version, known->uses, by}));
}

/// Its things are let go of; those that are in no other command are forgotten.
void History::release(const Undoable& forgotten) {
  changes_ -= forgotten.changes.size();
  bytes_ -= forgotten.bytes;
  for (const PastChange& change : forgotten.changes) {
    const std::string key = key_of(change.type, change.id);
    const UndoTouch* known = touches_.get(key);
    if (known == nullptr) continue;
    UndoTouch left = *known;
    if (left.uses <= 1) {
      touches_.erase(key);
    } else {
      --left.uses;
      touches_.put(key, std::make_shared<UndoTouch>(std::move(left)));
    }
  }
}

/// A new command ends what could be redone.
void History::add(Undoable&& done) {
  const auto by = std::make_shared<const PastCommand>(done.command);
  for (PastChange& change : done.changes) {
    const std::string key = key_of(change.type, change.id);
    const UndoTouch* known = touches_.get(key);
    change.earlier = known == nullptr ? 0 : known->version;
    const std::size_t uses = known == nullptr ? 0 : known->uses;
    touches_.put(key, std::make_shared<UndoTouch>(UndoTouch{done.command.command, uses + 1, by}));
  }
  done.bytes = weight(done);
  changes_ += done.changes.size();
  bytes_ += done.bytes;
  auto& stack = stacks_[done.command.actor];
  auto next = stack ? std::make_shared<UndoStack>(*stack) : std::make_shared<UndoStack>();
  for (std::size_t i = next->done; i < next->commands.size(); ++i) release(*next->commands[i]);
  next->commands.resize(next->done);
  next->commands.push_back(std::make_shared<const Undoable>(std::move(done)));
  next->done = next->commands.size();
  stack = std::move(next);
  forget_what_is_too_much();
}

/// The command changes sides. False: it is not the one whose turn it is.
bool History::turn(const PastCommand& by, std::uint64_t command, bool redo, Befores&& befores, const State& after) {
  const UndoablePtr found = redo ? to_redo(by.actor) : to_undo(by.actor);
  if (!found || found->command.command != command) return false;
  Undoable turned = *found;
  turned.turned_ms = after.time_ms;
  const auto writer = std::make_shared<const PastCommand>(by);
  for (PastChange& change : turned.changes) {
    const auto before = befores.find({change.type, change.id});
    // What is not written stands as it stood.
    change.other = before == befores.end() ? current_data(after, change.type, change.id) : std::move(before->second);
    write(key_of(change.type, change.id), redo ? command : change.earlier, writer);
    if (before != befores.end()) befores.erase(before);
  }
  for (const auto& [key, data] : befores) write(key_of(key.first, key.second), by.command, writer);
  bytes_ -= turned.bytes;
  turned.bytes = weight(turned);
  bytes_ += turned.bytes;
  auto& stack = stacks_.find(by.actor)->second;
  auto next = std::make_shared<UndoStack>(*stack);
  const std::size_t at = redo ? next->done++ : --next->done;
  next->commands[at] = std::make_shared<const Undoable>(std::move(turned));
  stack = std::move(next);
  forget_what_is_too_much();
  return true;
}

/// Each actor's oldest command beyond the newest so many, and of all the oldest until the rest is small enough.
void History::forget_what_is_too_much() {
  const auto forget_oldest = [this](Stacks::iterator of) {
    auto next = std::make_shared<UndoStack>(*of->second);
    release(*next->commands.front());
    next->commands.erase(next->commands.begin());
    next->done -= next->done == 0 ? 0 : 1;
    of->second = std::move(next);
    if (of->second->commands.empty()) stacks_.erase(of);
  };
  for (auto stack = stacks_.begin(); stack != stacks_.end();) {
    const auto at = stack++;
    if (at->second->commands.size() > kMostUndoable) forget_oldest(at);
  }
  while (changes_ > kMostUndoChanges || bytes_ > kMostUndoBytes) {
    const auto oldest = std::min_element(stacks_.begin(), stacks_.end(), [](const auto& a, const auto& b) {
      return a.second->commands.front()->command.command < b.second->commands.front()->command.command;
    });
    if (oldest == stacks_.end()) return;
    forget_oldest(oldest);
  }
}

HistoryFold::Kind HistoryFold::kind_of_first(const State& before, std::string_view type, std::string_view id,
                                             const Json& data) {
  if (type == kUndoRecord) {
    const bool redo = data.is_object() && data.contains("redone");
    command_.what = redo ? "redo" : "undo";
    turned_ = data.is_object() ? data.value(redo ? "redone" : "undone", std::uint64_t{0}) : 0;
    return redo ? Kind::redo : Kind::undo;
  }
  if (!may_be_undone(type)) {
    command_.what = type;
    return Kind::other;
  }
  const Json stood = current_data(before, type, id);
  command_.what = command_name(type, id, stood, data, before.time_ms);
  return undo_role(type, stood, data) == UndoRole::leads ? Kind::command : Kind::other;
}

void HistoryFold::collect(const State& before, std::string_view type, std::string_view id, const Json& data) {
  if (!seen_.emplace(type, id).second) return;
  PastChange change{std::string(type), std::string(id), nullptr};
  if (kind_ != Kind::other) change.other = current_data(before, type, id);
  if (kind_ == Kind::command) change.moves_out = type == "air" && moves_out(change.other, data);
  changes_.push_back(std::move(change));
}

void HistoryFold::record(const State& before, std::string_view actor, std::string_view type, std::string_view id,
                         const Json& data) {
  if (kind_ == Kind::none) {
    command_.command = before.token;
    command_.actor = actor;
    kind_ = kind_of_first(before, type, id, data);
    if (type == kUndoRecord) return;
  }
  if (!may_be_undone(type)) {
    if (kind_ == Kind::command) kind_ = Kind::other;
    return;
  }
  const bool held = type == "automation" && data.is_object() && data.value("state", "") == "held";
  if (held && kind_ == Kind::command) {
    is_panic_ = true;
    command_.what = "air/panic";
  }
  // What nobody could undo is only looked up.
  if (kind_ != Kind::other || before.history.touch(type, id) != nullptr) collect(before, type, id, data);
}

void HistoryFold::finish(State& state) {
  if (kind_ == Kind::none) return;
  command_.token = state.token;
  bool turned = false;
  if (kind_ == Kind::undo || kind_ == Kind::redo) {
    History::Befores befores;
    for (PastChange& change : changes_) befores.emplace(std::pair(change.type, change.id), std::move(change.other));
    turned = state.history.turn(command_, turned_, kind_ == Kind::redo, std::move(befores), state);
  } else if (kind_ == Kind::command && !is_panic_) {
    state.history.add({command_, false, state.time_ms, std::move(changes_)});
    turned = true;
  }
  if (!turned && !changes_.empty()) {
    const auto by = std::make_shared<const PastCommand>(command_);
    for (const PastChange& change : changes_) state.history.write(key_of(change.type, change.id), by->command, by);
  }
  if (is_panic_) state.history.add({command_, true, state.time_ms, {}});
  *this = {};
}

}  // namespace leitai::show
