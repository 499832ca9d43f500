// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/saved_state.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "server/show/holdback.h"
#include "server/show/saved_air.h"
#include "server/show/saved_history.h"

namespace leitai::show {

namespace {

/// To be raised whenever the same records fold into another state, or the text of a state changes.
constexpr int kFold = 3;

constexpr std::size_t kPartBytes = 512UL * 1024;
static_assert(kPartBytes <= journal::kMostPartBytes);

/// A record's data may nest to 80, and lies a few levels deep here.
constexpr json::Limits kSaved{128};

/// Lines of JSON, cut into parts anywhere.
class Lines {
 public:
  void add(const Json& line) {
    parts_.back() += json::dump(line);
    parts_.back() += '\n';
    while (parts_.back().size() > kPartBytes) {
      std::string rest = parts_.back().substr(kPartBytes);
      parts_.back().resize(kPartBytes);
      parts_.push_back(std::move(rest));
    }
  }
  std::vector<std::string> take() { return std::move(parts_); }

 private:
  std::vector<std::string> parts_ = {""};
};

Json head_of(const State& state) {
  std::size_t resources = 0;
  for (const auto& [type, all] : state.store.types()) resources += all->size();
  return {{"token", state.token},
          {"time_ms", state.time_ms},
          {"show_id", state.show_id},
          {"last_start", state.last_start},
          {"theme", state.theme},
          {"automation_held", state.air.automation_held},
          {"resources", resources},
          {"channels", state.air.channels.size()},
          {"history", history_size(state.history)}};
}

/// Calls `take` with each line, until it answers false.
template <typename Take>
void for_each_line(const std::vector<std::string>& parts, const Take& take) {
  std::string begun;
  for (const std::string& part : parts) {
    std::string_view rest = part;
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(end + 1);
      const bool go_on = begun.empty() ? take(line) : take(std::string_view(begun.append(line)));
      if (!go_on) return;
      begun.clear();
    }
    begun.append(rest);
  }
}

/// Takes the lines of a state in their order: its head, its resources `[type, id, token, data]`, its channels,
/// its history.
class Reader {
 public:
  bool take(std::string_view text) {
    auto line = json::parse(text, kSaved);
    if (!line) return fail(line.error().detail);
    if (!has_head_) return take_head(*line);
    if (resources_ > 0) return take_resource(*line);
    if (channels_ > 0) return take_channel(*line);
    return take_history(*line);
  }

  tl::expected<State, std::string> finish() && {
    if (failure_.empty() && (!has_head_ || resources_ > 0 || channels_ > 0 || history_ > 0))
      failure_ = "it ends too soon";
    if (!failure_.empty()) return tl::unexpected(std::move(failure_));
    state_.instant = {state_.air, {}, state_.token, true};
    return std::move(state_);
  }

 private:
  bool fail(std::string why) {
    failure_ = std::move(why);
    return false;
  }

  bool take_head(Json& head) {
    if (!head.is_object()) return fail("it has no head");
    state_.token = head.value("token", std::uint64_t{0});
    state_.time_ms = head.value("time_ms", std::int64_t{0});
    state_.show_id = head.value("show_id", "");
    state_.last_start = head.value("last_start", Json());
    state_.theme = head.value("theme", Json());
    state_.air.automation_held = head.value("automation_held", false);
    resources_ = head.value("resources", std::size_t{0});
    channels_ = head.value("channels", std::size_t{0});
    history_ = head.value("history", std::size_t{0});
    has_head_ = true;
    return true;
  }

  bool take_resource(Json& line) {
    if (!line.is_array() || line.size() != 4 || !line[3].is_object()) return fail("a resource has the wrong shape");
    const auto& type = line[0].get_ref<const std::string&>();
    const auto& id = line[1].get_ref<const std::string&>();
    state_.store.put(type, id, std::move(line[3]), line[2].get<std::uint64_t>());
    --resources_;
    return true;
  }

  bool take_channel(const Json& line) {
    auto [id, channel] = channel_from(line);
    state_.air.channels.insert_or_assign(std::move(id), std::move(channel));
    --channels_;
    return true;
  }

  bool take_history(const Json& line) {
    if (history_ == 0) return fail("it goes on too long");
    add_history_line(state_.history, line);
    --history_;
    return true;
  }

  State state_;
  bool has_head_ = false;
  std::size_t resources_ = 0, channels_ = 0, history_ = 0;  ///< still to come
  std::string failure_;
};

/// Is it a state of this very journal, after the last record of a command? The error is a sentence.
tl::expected<void, std::string> belongs_to(const State& state, const journal::Journal& journal) {
  const auto first = journal.read(0, 1);
  const auto around = journal.read(state.token - 1, 2);
  if (!first || !around || first->empty() || around->empty())
    return tl::unexpected(std::string("its record is missing"));
  const journal::Record& last = around->front();
  if (last.token != state.token || last.time_ms != state.time_ms) {
    return tl::unexpected(std::string("its record is another"));
  }
  if (around->size() == 2 && around->back().command != around->back().token) {
    return tl::unexpected(std::string("it lies within a command"));
  }
  if (around->size() == 2 && around->back().time_ms == state.time_ms) {
    return tl::unexpected(std::string("it lies within a millisecond"));
  }
  const auto show = json::parse(first->front().data);
  const bool same = first->front().type == "show" && show && show->is_object() && state.show_id != "" &&
                    show->value("show_id", "") == state.show_id;
  if (!same) return tl::unexpected(std::string("it is of another show"));
  return {};
}

tl::expected<State, std::string> usable_state(const journal::Journal& journal, journal::Token token) {
  const auto saved = journal.saved_state(token);
  if (!saved) return tl::unexpected(saved.error().message);
  auto state = state_from(*saved);
  if (!state) return state;
  if (auto belongs = belongs_to(*state, journal); !belongs) return tl::unexpected(std::move(belongs.error()));
  return state;
}

}  // namespace

std::string saved_state_maker(const std::string& program_version) {
  return "leitai " + program_version + ", fold " + std::to_string(kFold);
}

std::optional<journal::SavedState> saved_state_of(const State& state, const std::string& maker,
                                                  const std::atomic<bool>& stop) {
  Lines lines;
  lines.add(head_of(state));
  for (const auto& [type, all] : state.store.types()) {
    for (const auto& [id, resource] : *all) {
      if (stop) return std::nullopt;
      Json line = Json::array();
      line.push_back(type);
      line.push_back(id);
      line.push_back(resource->token);
      line.push_back(resource->data);
      lines.add(line);
    }
  }
  for (const auto& [id, channel] : state.air.channels) {
    if (stop) return std::nullopt;
    lines.add(channel_line(id, channel));
  }
  const bool whole = for_each_history_line(state.history, [&](const Json& line) {
    if (!stop) lines.add(line);
    return !stop;
  });
  if (!whole) return std::nullopt;
  return journal::SavedState{state.token, state.time_ms, maker, lines.take()};
}

tl::expected<State, std::string> state_from(const journal::SavedState& saved) {
  try {
    Reader reader;
    for_each_line(saved.parts, [&](std::string_view line) { return reader.take(line); });
    auto state = std::move(reader).finish();
    if (state && (state->token != saved.token || state->time_ms != saved.time_ms)) {
      return tl::unexpected(std::string("it is listed as another"));
    }
    return state;
  } catch (const Json::exception& error) {
    return tl::unexpected(std::string(error.what()));
  }
}

State newest_saved_state(const journal::Journal& journal, const std::string& maker) {
  const auto saved = journal.saved_states();
  if (!saved) {
    spdlog::warn("show: {}", saved.error().message);
    return {};
  }
  for (const journal::SavedState& listed : *saved) {
    if (listed.maker != maker) {
      spdlog::info("show: the state saved at {} is another version's, {}", listed.token, listed.maker);
      continue;
    }
    auto state = usable_state(journal, listed.token);
    if (!state) {
      spdlog::warn("show: the state saved at {} is not used: {}", listed.token, state.error());
      continue;
    }
    const bool all_told = state->time_ms <= all_told_ms(journal.last_time_ms());
    if (all_told || contest::public_delay_ms(state->store) == 0) return std::move(*state);
  }
  return {};
}

std::vector<journal::Token> superfluous(const std::vector<journal::SavedState>& saved) {
  std::vector<journal::Token> tokens;
  if (saved.empty()) return tokens;
  const std::int64_t told_ms = all_told_ms(saved.front().time_ms);
  const auto is_told = [&](const journal::SavedState& state) { return state.time_ms <= told_ms; };
  const auto newest_told = std::find_if(saved.begin(), saved.end(), is_told);
  for (auto state = saved.begin(); state != saved.end(); ++state) {
    const auto place = state - saved.begin();
    const auto before_told = newest_told - state;
    const bool needed = place < 2 || before_told == 1 || state == newest_told;
    if (!needed) tokens.push_back(state->token);
  }
  return tokens;
}

}  // namespace leitai::show
