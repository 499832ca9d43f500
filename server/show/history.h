// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/contest/contest.h"
#include "server/contest/shared_map.h"

/// What can be undone: each actor's newest commands, and what stood before them. A fold over the journal's records, so
/// it is the same live, after a restart and from a saved state. Bounded; the oldest commands are forgotten first.
namespace leitai::show {

using contest::Json;

struct State;

/// The newest commands of an actor that are remembered.
constexpr std::size_t kMostUndoable = 200;
/// Of all actors together: things that remembered commands have changed, and about how many bytes they hold of them.
constexpr std::size_t kMostUndoChanges = 20'000;
constexpr std::size_t kMostUndoBytes = 32UL * 1024 * 1024;

/// The record that begins an undo, and a redo: type and id, and its data `{undone: COMMAND}` or `{redone: COMMAND}`.
constexpr const char* kUndoRecord = "undo";

struct PastCommand {
  std::uint64_t command = 0;  ///< its first record: its number
  std::uint64_t token = 0;    ///< its last record, with which it was answered
  std::string actor;
  std::string what;  ///< as its call is named: "air/take", "stage", "timers/start", "reveal", "rundown"
};

/// One thing that a command changed.
struct PastChange {
  std::string type, id;
  Json other;                 ///< its data on the other side: before the command or, once undone, before the undo
  std::uint64_t earlier = 0;  ///< the command that had changed it before; 0: none that is remembered
  bool moves_out = false;     ///< of a layer: the command put another item there, or changed when it leaves
};

struct Undoable {
  PastCommand command;
  bool is_panic = false;       ///< it stands here to say that it cannot be undone
  std::int64_t turned_ms = 0;  ///< when it was done, or undone
  std::vector<PastChange> changes;
  std::size_t bytes = 0;  ///< about
};
using UndoablePtr = std::shared_ptr<const Undoable>;

/// An actor's commands, oldest first; those from `done` on are undone, the next to redo first.
struct UndoStack {
  std::vector<UndoablePtr> commands;
  std::size_t done = 0;
};

/// A thing that remembered commands have changed.
struct UndoTouch {
  std::uint64_t version = 0;  ///< the command whose outcome stands: an undo gives the thing back to an earlier one
  std::size_t uses = 0;       ///< in how many remembered commands it is
  std::shared_ptr<const PastCommand> last;  ///< who wrote it last, undoing too
};

/// A value; copies are cheap.
class History {
 public:
  using Stacks = std::map<std::string, std::shared_ptr<const UndoStack>, std::less<>>;
  using Touches = contest::SharedMap<UndoTouch>;

  /// The actor's newest command that is not undone, and the newest that is; null where there is none.
  UndoablePtr to_undo(std::string_view actor) const;
  UndoablePtr to_redo(std::string_view actor) const;
  /// Null where no remembered command has changed the thing.
  const UndoTouch* touch(std::string_view type, std::string_view id) const;

  const Stacks& stacks() const { return stacks_; }
  const Touches& touches() const { return touches_; }  ///< by "type/id"

  // As saved: all commands, an actor's in their order, and then who wrote what they have changed.
  void restore(Undoable command, bool undone);
  void restore(const std::string& key, std::uint64_t version, PastCommand last);

 private:
  friend class HistoryFold;
  using Befores = std::map<std::pair<std::string, std::string>, Json>;

  void add(Undoable&& done);
  bool turn(const PastCommand& by, std::uint64_t command, bool redo, Befores&& befores, const State& after);
  void write(const std::string& key, std::uint64_t version, const std::shared_ptr<const PastCommand>& by);
  void release(const Undoable& forgotten);
  void forget_what_is_too_much();

  Stacks stacks_;
  Touches touches_;
  std::size_t changes_ = 0;
  std::size_t bytes_ = 0;
};

/// One command on its way into the history: each of its records before it is applied, then finish().
class HistoryFold {
 public:
  /// `before`: the state without the record, but for its token and time, which are the record's already.
  void record(const State& before, std::string_view actor, std::string_view type, std::string_view id,
              const Json& data);
  /// `state`: with the whole command. Changes its history.
  void finish(State& state);

 private:
  enum class Kind { none, command, undo, redo, other };

  Kind kind_of_first(const State& before, std::string_view type, std::string_view id, const Json& data);
  void collect(const State& before, std::string_view type, std::string_view id, const Json& data);

  Kind kind_ = Kind::none;
  bool is_panic_ = false;
  PastCommand command_;
  std::uint64_t turned_ = 0;  ///< the command that an undo or redo is about
  std::vector<PastChange> changes_;
  std::set<std::pair<std::string, std::string>, std::less<>> seen_;
};

}  // namespace leitai::show
