// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/show/rig.h"

namespace leitai::show::test {

/// Commands as a restless hall would send them: many of them are refused, which is part of it. Several may act on one
/// rig at once, each on a thread of its own.
class Restless {
 public:
  /// `waits_ms`: one of them passes before each command.
  explicit Restless(std::uint32_t seed, std::vector<std::int64_t> waits_ms = {0, 1, 40, 250, 400, 900, 3'000, 12'000})
      : random_(seed), waits_ms_(std::move(waits_ms)) {}

  void act(Rig& rig) {
    auto [caller, command] = wish(rig);
    (void)rig.show().submit(std::move(caller), std::move(command));
  }

  /// What comes next, some time later.
  std::pair<Caller, Command> wish(Rig& rig) {
    rig.advance(waits_ms_[static_cast<std::size_t>(below(static_cast<int>(waits_ms_.size())))]);
    Caller caller{"op" + std::to_string(below(2)), std::nullopt};
    return {std::move(caller), command()};
  }

 private:
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  template <typename T>
  T pick(std::initializer_list<T> values) {
    return *(values.begin() + below(static_cast<int>(values.size())));
  }
  std::string contestant() { return "c" + std::to_string(1 + below(4)); }

  Command command() {
    switch (below(15)) {
      case 0:
      case 1:
      case 2:
        return take();
      case 3:
        return AirCommand{pick({AirVerb::out, AirVerb::next, AirVerb::clear}), place()};
      case 4:
        return AirCommand{pick({AirVerb::hold, AirVerb::release, AirVerb::release}), place()};
      case 5: {
        Json body = place();
        body["data"] = {{"tag", std::to_string(below(3))}, {"title", below(2) ? Json("改") : Json()}};
        return AirCommand{AirVerb::update, body};
      }
      case 6:
        return StageCommand{below(2) ? Json{{"next", true}} : stage()};
      case 7:
        return TimerCommand{pick({"clock", "stage"}), pick({"start", "pause", "resume", "reset"}), Json::object()};
      case 8:
        return PatchResource{"contestants", contestant(), Json{{"name", "人" + std::to_string(below(50))}}, {}};
      case 9:
        return rare();
      case 10:
        return telling();
      case 11:
        return UndoCommand{};
      case 12:
        return UndoCommand{below(2) ? UndoVerb::undo : UndoVerb::redo};
      default: {
        const std::string who = contestant(), judge = "j" + std::to_string(1 + below(2));
        return PutResource{"scores",
                           who + "-" + judge,
                           score_data(who, judge, std::to_string(below(11)), std::to_string(below(11))),
                           {}};
      }
    }
  }

  Json place() {
    Json body = Json::object();
    if (below(4) == 0) body["channel"] = "backstage";
    if (below(4) != 0) body["layer"] = pick({20, 30, 40, 50});
    return body;
  }

  Json stage() { return {{"round", "morning"}, {"contestant", contestant()}, {"segment", pick({"talk", "support"})}}; }

  Command take() {
    Json body = {{"template", pick({"lower-third", "timer", "ranking", "title"})}};
    if (below(4) == 0) body["channel"] = "backstage";
    if (below(3) == 0) body["duration_ms"] = pick({100, 1'000, 8'000});
    if (below(5) == 0) body["cue"] = pick({"a", "b"});
    const std::string id = body["template"];
    if (id == "lower-third") {
      body["bind"] = below(2) ? Json{{"contestant", contestant()}}
                              : Json{{pick({"contestant", "person"}), "@stage"}, {"follow", below(2) == 0}};
    } else if (id == "timer") {
      body["bind"] = {{"timer", "clock"}};
    } else if (id == "ranking") {
      body["bind"] = {{"round", "morning"}};
    }
    if (below(3) == 0 || id == "title") body["data"] = {{"title", "题" + std::to_string(below(3))}};
    return AirCommand{AirVerb::take, body};
  }

  /// What the audience is told, and when.
  Command telling() {
    switch (below(5)) {
      case 0:
        return PatchResource{
            "rounds", "morning", Json{{"visibility", pick({"live", "live", "sealed", "running"})}}, {}};
      case 1:
        return PatchResource{"rounds", "morning", Json{{"confirm", below(2) == 0}}, {}};
      case 2:
        return ConfirmCommand{"morning", below(2) ? Json{{"all", true}} : Json{{"contestant", contestant()}}};
      case 3:
        return RevealCommand{"morning", pick({Json{{"next", true}}, Json{{"back", true}},
                                              Json{{"contestant", contestant()}, {"force", true}}})};
      default:
        return ApplyEvents{
            {{"awards", "first", Json{{"citation", "一等奖"}, {"round", "morning"}, {"contestants", {contestant()}}}},
             {"messages", "m", below(3) ? Json{{"text", "稍后开始"}} : Json()}}};
    }
  }

  Command rare() {
    switch (below(4)) {
      case 0:
        return AirCommand{AirVerb::panic, Json::object()};
      case 1:
        return AirCommand{AirVerb::release, Json{{"automation", "release"}}};
      case 2:
        return DeleteResource{"timers", "clock", {}, true};
      default:
        return PutResource{
            "timers", "clock", Json{{"label", "钟"}, {"mode", pick({"up", "down"})}, {"duration_ms", 60'000}}, {}};
    }
  }

  std::mt19937 random_;
  std::vector<std::int64_t> waits_ms_;
};

}  // namespace leitai::show::test
