// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/air.h"
#include "server/contest/contest.h"
#include "server/journal/journal.h"

/// The show: one writer that takes commands, asks contest/ what they mean, writes the journal, and
/// publishes an immutable snapshot for everybody who reads.
namespace leitai::show {

using contest::Json;
using contest::Refusal;
using contest::RefusalKind;

/// What the show must know of a template to put it on air. Programs fill it from the theme.
struct TemplateInfo {
  std::string id;
  std::string name;
  int layer = 0;
  int steps = 1;
  std::int64_t in_ms = 0;
  std::int64_t out_ms = 0;
  std::vector<std::string> binds;
  Json fields;  ///< JSON Schema of its data
};

/// The theme of a show that runs was changed.
struct NewTheme {
  std::string name;
  std::string hash;
  std::vector<TemplateInfo> templates;
};

struct Options {
  std::filesystem::path file;
  std::filesystem::path media_folder = {};  ///< where its pictures lie; empty: FILE.media of FILE.leitai
  bool rehearsal = false;
  int program_width = 1920;
  int program_height = 1080;
  std::string version;
  std::string theme_name;
  std::string theme_hash;
  std::vector<TemplateInfo> templates;
  /// The state is saved after so many records at the latest, for the next start.
  std::uint64_t save_state_after = 20'000;
  /// The clock in place of the machine's, milliseconds since the Unix epoch: for tests.
  std::function<std::int64_t()> clock_ms;
};

/// Who asks, and under which key a repetition is recognised.
struct Caller {
  std::string actor = "operator";  ///< the token's name
  struct Idempotency {
    std::string key;  ///< unique per bearer and path
    std::string body_hash;
  };
  std::optional<Idempotency> idempotency;
};

/// `force`: delete even what an item on air is bound to. `based_on`: the events were made from the resources
/// as they were at that token; stale where one that they write has changed since. `told`: what the answer
/// says besides its token.
struct ApplyEvents {
  std::vector<contest::Event> events;
  bool force = false;
  std::optional<std::uint64_t> based_on = {};
  Json told = Json::object();
};
/// `if_match`: the token that the resource must stand at.
struct PutResource {
  std::string type, id;
  Json data;
  std::optional<std::uint64_t> if_match;
};
struct PatchResource {  ///< RFC 7396
  std::string type, id;
  Json patch;
  std::optional<std::uint64_t> if_match;
};
struct DeleteResource {
  std::string type, id;
  std::optional<std::uint64_t> if_match;
  bool force = false;  ///< even where an item on air is bound to it
};
enum class AirVerb { take, update, next, out, clear, panic, hold, release, ready };
struct AirCommand {
  AirVerb verb = AirVerb::take;
  Json body;
};
struct TimerCommand {
  std::string id;
  std::string verb;  ///< start, pause, resume, reset, add
  Json body;
};
struct StageCommand {
  Json body;
};
struct RevealCommand {
  std::string round;
  Json body;
};
struct ConfirmCommand {
  std::string round;
  Json body;
};
struct OrderCommand {
  std::string round;
  Json body;
};
/// Of make_token(). conflict where its name is taken.
struct AddToken {
  std::string id;
  Json data;
};
struct RevokeToken {
  std::string id;
};
/// What a picture's name means from now on, {hash, bytes, type, width, height}; null: nothing any more, not_found where
/// it meant nothing. The file lies in the media folder already.
struct SetMedia {
  std::string name;
  Json data;
};
/// conflict outside of a rehearsal.
struct InventMarks {
  Json body;
  std::uint64_t seed = 0;
};
/// What OBS did, which automation rules may wait for. `what`: scene `{scene}`, streaming `{state: started|stopped}`, or
/// recording and clean-recording `{state: started|paused|resumed|stopped, file, frame_at}`, where `frame_at` is the
/// frame that it happened with; of a start it may follow in a second command.
struct ObsCommand {
  std::string what;
  Json body;
};
/// The caller's newest command that can be undone, or the newest that was; the answer names it.
enum class UndoVerb { undo, redo };
struct UndoCommand {
  UndoVerb verb = UndoVerb::undo;
};
/// About judges' ballots, and who may fill them in: show/ballots.h says what the bodies are.
enum class BallotVerb { add, revoke, release, enter, send, lock, reopen, absent };
struct BallotCommand {
  BallotVerb verb = BallotVerb::add;
  std::string id;  ///< of the code
  Json body;
};
using Command = std::variant<ApplyEvents, PutResource, PatchResource, DeleteResource, AirCommand, TimerCommand,
                             StageCommand, RevealCommand, ConfirmCommand, OrderCommand, ObsCommand, UndoCommand,
                             AddToken, RevokeToken, SetMedia, InventMarks, BallotCommand>;

struct Answer {
  std::uint64_t token = 0;  ///< the command's last record, or the head where it changed nothing
  Json body;                ///< what the client is told; holds `token`
};

/// When an item's newest change was first drawn (with OBS).
struct FirstFrame {
  std::string channel;
  std::string item_id;
  std::uint64_t token = 0;   ///< of the scene that was drawn
  std::int64_t time_ms = 0;  ///< show time of the frame
};

struct AirState;  // show/air_state.h

/// Everything at one position of the journal. Never changes.
struct Snapshot {
  std::uint64_t token = 0;
  std::int64_t time_ms = 0;  ///< of the record at `token`
  contest::Store store;
  std::shared_ptr<const AirState> air_state;
  std::shared_ptr<const overlays::Air> air;
  /// What the audience's documents are made of: `store`, or an earlier one where they are held back.
  std::shared_ptr<const contest::Store> public_store;
  std::shared_ptr<const std::string> public_results;  ///< JSON, with `revision`
  std::uint64_t public_revision = 0;
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

class Show {
 public:
  static tl::expected<std::unique_ptr<Show>, journal::Error> open(Options options);
  ~Show();
  Show(const Show&) = delete;
  Show& operator=(const Show&) = delete;

  /// Validates, makes durable, publishes, then answers. Blocks; never call it from the graphics
  /// thread. unavailable when the queue (1,024 commands) is full, the show is closing, or the disk fails.
  tl::expected<Answer, Refusal> submit(Caller caller, Command command);

  /// Why a command would be refused at a snapshot, without doing it; nothing where it would not be.
  std::optional<Refusal> try_out(const Snapshot& at, const Command& command) const;

  /// A channel as it would stand at a snapshot if `take`, the body of POST /air/take, were done now: what it takes
  /// has come to rest, everything else is as it is. Refused as the take would be. Changes nothing.
  tl::expected<std::shared_ptr<const overlays::AirChannel>, Refusal> channel_after(const Snapshot& at, const Json& take,
                                                                                   const std::string& channel) const;

  SnapshotPtr snapshot() const;

  /// The document of `GET /api/v1/air`, at show time `now_ms`.
  Json air_document(std::int64_t now_ms) const;

  /// The document of `GET /api/v1/automation`: does it run, and what did the rules do last.
  Json automation_document() const;

  /// Show time.
  std::int64_t now_ms() const;
  std::int64_t now_ns() const;

  /// From now on the show has these templates; what is on air runs on. The journal says which theme it is. Returns at
  /// once.
  void use_theme(NewTheme theme);
  /// Its name and content's hash.
  struct ThemeName {
    std::string name;
    std::string hash;
  };
  ThemeName theme() const;
  /// Those in use, by id.
  std::vector<TemplateInfo> templates() const;

  const std::string& show_id() const;
  const Options& options() const;
  const journal::Journal& journal() const;
  std::int64_t started_ms() const;

  /// Calls `listener` after each publication, one call at a time: on the writer's thread, or, where
  /// a panic or clear cuts the picture ahead of the disk, on the thread that submits it. It must
  /// return at once (signal, post, store) and must not call submit() or unsubscribe(). Returns a
  /// number for unsubscribe(), which waits for a running call.
  int subscribe(std::function<void(const SnapshotPtr&)> listener);
  void unsubscribe(int subscription);

  /// Told by whoever draws, never on the graphics thread (it takes a lock); kept in memory, shown
  /// in air_document().
  void report_first_frame(const FirstFrame& frame);

  /// Wakes everybody who waits in the journal, refuses new commands, finishes the queue. The
  /// destructor does it too.
  void close();

 private:
  struct Impl;
  explicit Show(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::show
