// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/followed_air.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>

#include <httplib.h>

#include "plugin/guarded.h"
#include "plugin/log.h"
#include "server/contest/contest.h"
#include "server/platform/platform.h"
#include "server/show/air_wire.h"

namespace leitai::plugin {
namespace {

using json::Json;
using std::chrono::milliseconds;

constexpr std::size_t kHeard = 8;
constexpr std::int64_t kFarNs = 100'000'000;
constexpr std::int64_t kNsPerMs = 1'000'000;
/// Of one line: everything that may be on air.
constexpr std::size_t kMaxLine = 32 * 1024 * 1024;
constexpr std::size_t kMaxChannels = 1'000;
constexpr json::Limits kDepth{80};

/// The server's heartbeats come every 10 s.
constexpr milliseconds kSilence{25'000};
constexpr milliseconds kFirstWait{250};
constexpr milliseconds kLongestWait{5'000};

/// Why a feed is not there; `status` is 0 where there was no answer.
std::string reason(int status, httplib::Error error) {
  switch (status) {
    case 0:
      return httplib::to_string(error);
    case 200:
      return "the connection ended";
    case 401:
      return "it does not take the token of config.json";
    case 403:
      return "it does not let this OBS in: is its address among its hosts?";
    case 404:
      return "it has no air feed: its version is older";
    default:
      return "it answers " + std::to_string(status);
  }
}

}  // namespace

FollowedClock::FollowedClock() : offset_ns_(platform::wall_clock_ms() * kNsPerMs - platform::boot_clock_ns()) {}

void FollowedClock::hear(std::int64_t now_ns, std::int64_t boot_ns) {
  const std::int64_t offset_ns = now_ns - boot_ns;
  const bool first = heard_.empty();
  const bool far = std::llabs(offset_ns - offset_ns_.load(std::memory_order_relaxed)) > kFarNs;
  heard_.push_back(offset_ns);
  if (heard_.size() > kHeard) {
    heard_.pop_front();
  }
  offset_ns_.store(*std::max_element(heard_.begin(), heard_.end()), std::memory_order_relaxed);
  if (first && far) {
    number_.fetch_add(1, std::memory_order_relaxed);
  }
}

FollowedAir::FollowedAir(Options options)
    : options_(std::move(options)),
      backoff_(kFirstWait, kLongestWait),
      fetched_({options_.url, options_.pictures},
               [this](std::shared_ptr<const overlays::AirPictures> pictures) { take_pictures(std::move(pictures)); }),
      thread_({"leitai follow", options_.url, kSilence}) {
  thread_.start([this] { run(); });
}

FollowedAir::~FollowedAir() {
  thread_.stop();
}

std::shared_ptr<const overlays::Air> FollowedAir::air() const {
  const std::lock_guard lock(air_mutex_);
  return air_;
}

int FollowedAir::subscribe(std::function<void()> changed) {
  const std::lock_guard lock(listeners_mutex_);
  listeners_[++last_listener_] = std::move(changed);
  return last_listener_;
}

void FollowedAir::unsubscribe(int subscription) {
  const std::lock_guard lock(listeners_mutex_);
  listeners_.erase(subscription);
}

std::int64_t FollowedAir::now_ns() const {
  return clock_.at(platform::boot_clock_ns());
}

void FollowedAir::run() {
  while (!thread_.stopping()) {
    std::string why;
    try {
      why = follow_once();
    } catch (const std::exception& problem) {
      why = problem.what();
    }
    connected_ = false;
    if (!thread_.stopping()) {
      tell_cut_off(why);
      thread_.wait(backoff_.next());
    }
  }
}

/// Returns why it ended.
std::string FollowedAir::follow_once() {
  unread_.clear();
  fault_.clear();
  fresh_ = true;
  const httplib::Headers headers = {{"Authorization", "Bearer " + options_.token}};
  int status = 0;
  const auto result = thread_.client().Get(
      "/api/v1/air-feed", headers,
      [&](const httplib::Response& response) {
        status = response.status;
        return status == 200;  // what a refusal says is not a feed
      },
      [&](const char* bytes, std::size_t size) {
        // The library is not made for exceptions that pass through it.
        bool taken = false;
        guarded("follow", [&] {
          take({bytes, size});
          taken = true;
        });
        // It is all asked for anew: half a line must not lie there for ever.
        if (!taken) fault_ = "what it sent could not be taken";
        return !thread_.stopping() && fault_.empty();
      });
  return fault_.empty() ? reason(status, result.error()) : fault_;
}

void FollowedAir::take(std::string_view bytes) {
  unread_.append(bytes);
  std::size_t begin = 0;
  for (std::size_t end = unread_.find('\n'); end != std::string::npos; end = unread_.find('\n', begin)) {
    if (!take_line(std::string_view(unread_).substr(begin, end - begin))) {
      return;
    }
    begin = end + 1;
  }
  unread_.erase(0, begin);
  if (unread_.size() > kMaxLine) {
    fault_ = "it sends a line without an end";
  }
}

/// False, with `fault_`: the connection is to end.
bool FollowedAir::take_line(std::string_view text) {
  const std::int64_t boot_ns = platform::boot_clock_ns();
  const auto line = json::parse(text, kDepth);
  if (!line || !line->is_object()) {
    fault_ = "it does not speak as a Leitai does";
    return false;
  }
  const auto now = line->find("now");
  const auto now_ms =
      now != line->end() && now->is_string() ? contest::parse_time(now->get<std::string>()) : std::nullopt;
  if (!now_ms) {
    fault_ = "it does not tell its time";
    return false;
  }
  if (fresh_) {
    clock_.forget();
  }
  clock_.hear(*now_ms * kNsPerMs, boot_ns);
  if (const auto theme = line->find("theme"); theme != line->end()) {
    compare_themes(*theme);
  }
  if (const auto pictures = line->find("pictures"); fresh_ || pictures != line->end()) {
    if (auto heard = fetched_.announce(pictures == line->end() ? Json::object() : *pictures, fresh_); !heard) {
      fault_ = std::move(heard.error());
      return false;
    }
  }
  if (line->contains("channels") && !take_channels(*line, fresh_)) {
    return false;
  }
  if (std::exchange(fresh_, false)) {
    connected_ = true;
    backoff_.reset();
    told_.clear();
    log_info("following " + options_.url);
  }
  return true;
}

/// `whole`: channels that are not named are gone.
bool FollowedAir::take_channels(const Json& line, bool whole) {
  const std::lock_guard lock(change_mutex_);
  auto next = std::make_shared<overlays::Air>();
  const auto before = air();
  if (before != nullptr && !whole) {
    next->channels = before->channels;
  }
  const auto token = line.find("token");
  if (token == line.end() || !token->is_number_unsigned() || !line["channels"].is_object()) {
    fault_ = "it does not speak as a Leitai does";
    return false;
  }
  next->token = token->get<std::uint64_t>();
  for (const auto& [id, value] : line["channels"].items()) {
    if (value.is_null()) {
      next->channels.erase(id);
      continue;
    }
    auto channel = show::air_channel_from(id, value);
    if (!channel || next->channels.size() >= kMaxChannels) {
      fault_ = channel ? "it has more channels than can be followed" : channel.error();
      return false;
    }
    channel->pictures = pictures_;
    next->channels[id] = std::make_shared<const overlays::AirChannel>(std::move(*channel));
  }
  publish(std::move(next));
  return true;
}

/// The same on air, with other pictures.
void FollowedAir::take_pictures(std::shared_ptr<const overlays::AirPictures> pictures) {
  const std::lock_guard lock(change_mutex_);
  pictures_ = std::move(pictures);
  const auto before = air();
  if (before == nullptr) {
    return;
  }
  auto next = std::make_shared<overlays::Air>(*before);
  for (auto& [id, channel] : next->channels) {
    auto changed = std::make_shared<overlays::AirChannel>(*channel);
    changed->pictures = pictures_;
    channel = std::move(changed);
  }
  publish(std::move(next));
}

void FollowedAir::publish(std::shared_ptr<const overlays::Air> air) {
  {
    const std::lock_guard lock(air_mutex_);
    air_ = std::move(air);
  }
  const std::lock_guard lock(listeners_mutex_);
  for (const auto& [number, changed] : listeners_) {
    changed();
  }
}

void FollowedAir::compare_themes(const Json& theme) {
  const std::string hash = theme.is_object() && theme.contains("hash") && theme["hash"].is_string()
                               ? theme["hash"].get<std::string>()
                               : std::string();
  if (hash == options_.own_theme_hash() || hash == other_theme_) {
    return;
  }
  other_theme_ = hash;
  log_warning("the theme here is not the one of " + options_.url +
              ": its pictures look otherwise there; copy its folder, or name it in config.json");
}

/// Once, until it is connected again or the reason is another.
void FollowedAir::tell_cut_off(const std::string& why) {
  if (why != told_) {
    log_warning("cut off from " + options_.url + " (" + why + "): the last picture stays, and it is tried again");
    told_ = why;
  }
}

}  // namespace leitai::plugin
