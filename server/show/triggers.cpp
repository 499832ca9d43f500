// SPDX-License-Identifier: GPL-2.0-or-later
#include <optional>
#include <utility>

#include "server/show/binds/parts.h"
#include "server/show/rules.h"

namespace leitai::show {

namespace {

/// A member that a trigger narrows itself to; what it does not say takes anything.
bool takes(const Json& when, const char* name, const std::string& value) {
  const std::string wanted = text(when, name);
  return wanted.empty() || wanted == value;
}

/// In the words of a rule's `speaker`; empty: somebody else.
std::string speaker_of(const Store& store, const OnStage& turn) {
  if (turn.contestant_speaks) return "contestant";
  const Json* round = resource(store, "rounds", turn.round);
  const Json* segment = round == nullptr ? nullptr : segment_of(*round, turn.segment);
  if (segment != nullptr && text(*segment, "speaker") == "supporter") return "supporter";
  const std::string role = name_of(store, "people", turn.person, "role");
  return role == "reviewer" || role == "supporter" ? role : "";
}

/// What a command changed that rules wait for, found once it is asked for.
class Change {
 public:
  Change(const Store& before, const Store& after) : before_(before), after_(after), turn_(on_stage(after)) {
    const auto earlier = on_stage(before);
    called_ = turn_ && !(earlier && earlier->round == turn_->round && earlier->contestant == turn_->contestant &&
                         earlier->segment == turn_->segment);
  }

  std::optional<Subject> sets_off(const Json& when) {
    const std::string on = text(when, "on");
    if (on == "called") return called(when);
    if (on == "marks") return marks(when);
    if (on == "revealed") return revealed(when);
    if (on == "scene") return obs(when, "scene", "scene");
    if (on == "recording" || on == "streaming") return obs(when, on.c_str(), "state");
    return std::nullopt;
  }

 private:
  std::optional<Subject> called(const Json& when) const {
    if (!called_ || !takes(when, "round", turn_->round) || !takes(when, "segment", turn_->segment) ||
        !takes(when, "speaker", speaker_of(after_, *turn_))) {
      return std::nullopt;
    }
    return Subject{turn_->round, turn_->contestant};
  }

  /// Of several rows that are complete at once, that of who is on stage goes first.
  std::optional<Subject> marks(const Json& when) {
    if (!completed_) completed_ = contest::marks_completed(before_, after_);
    std::optional<Subject> found;
    for (const contest::RowName& row : *completed_) {
      if (!takes(when, "round", row.round)) continue;
      const bool on_stage_now = turn_ && turn_->round == row.round && turn_->contestant == row.contestant;
      if (on_stage_now) return Subject{row.round, row.contestant};
      if (!found && text(when, "who") != "stage") found = Subject{row.round, row.contestant};
    }
    return found;
  }

  /// Of several reveals at once, the last one.
  std::optional<Subject> revealed(const Json& when) const {
    std::optional<std::pair<std::int64_t, Subject>> last;
    Store::Collection::visit_differences(before_.all("reveals"), after_.all("reveals"),
                                         [&](const std::string& id, const contest::Resource& reveal) {
                                           const std::string round = text(reveal.data, "round");
                                           if (before_.find("reveals", id) != nullptr || !takes(when, "round", round))
                                             return;
                                           const std::int64_t step = reveal.data.value("step", std::int64_t{0});
                                           if (!last || step >= last->first)
                                             last = {step, {round, text(reveal.data, "contestant")}};
                                         });
    return last ? std::optional(last->second) : std::nullopt;
  }

  std::optional<Subject> obs(const Json& when, const char* id, const char* member) const {
    const Json* now = resource(after_, "obs", id);
    const Json* earlier = resource(before_, "obs", id);
    const std::string value = now == nullptr ? "" : text(*now, member);
    const bool changed = now != nullptr && (earlier == nullptr || text(*earlier, member) != value);
    return changed && value == text(when, member) ? std::optional(Subject{}) : std::nullopt;
  }

  const Store& before_;
  const Store& after_;
  std::optional<OnStage> turn_;
  bool called_ = false;
  std::optional<std::vector<contest::RowName>> completed_;
};

}  // namespace

std::vector<Firing> set_off(const State& before, const State& after) {
  const Store::Collection& rules = after.store.all("rules");
  if (rules.empty() || after.air.automation_held) return {};
  std::vector<Firing> firings;
  Change change(before.store, after.store);
  for (const auto& [id, rule] : rules) {
    if (rule->data.value("held", false)) continue;
    auto subject = change.sets_off(field(rule->data, "when"));
    if (subject) firings.push_back({id, std::move(*subject)});
    if (firings.size() == kMostFirings) break;
  }
  return firings;
}

}  // namespace leitai::show
