// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/air_events.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <limits>

#include <util/threading.h>

#include "plugin/log.h"

namespace leitai::plugin {
namespace {

constexpr std::chrono::milliseconds kApart{50};
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
/// Longer waits are cut into such: the show's clock and the one that is waited by need not agree.
constexpr std::int64_t kLongestWaitMs = 60'000;

/// What a document says beside when it was asked for, and when it was first drawn.
json::Json essence(json::Json document) {
  document.erase("now");
  document.erase("token");
  for (auto& channel : document["channels"]) {
    for (auto& layer : channel["layers"]) {
      layer.erase("first_frame");
      if (layer["leaving"].is_object()) {
        layer["leaving"].erase("first_frame");
      }
    }
  }
  return document;
}

class Earliest {
 public:
  explicit Earliest(std::int64_t now_ms) : now_ms_(now_ms) {}
  void at(std::int64_t time_ms) {
    if (time_ms > now_ms_) {
      earliest_ = std::min(earliest_, time_ms);
    }
  }
  std::int64_t get() const { return earliest_; }

 private:
  std::int64_t now_ms_;
  std::int64_t earliest_ = kNever;
};

void note_item(Earliest& next, const overlays::AirItem& item, const std::vector<show::TemplateInfo>& templates) {
  const auto info =
      std::find_if(templates.begin(), templates.end(), [&](const auto& known) { return known.id == item.template_id; });
  next.at(item.taken_at + (info == templates.end() ? 0 : info->in_ms));
  if (item.out_at) {
    next.at(*item.out_at);
    next.at(*item.out_at + (info == templates.end() ? 0 : info->out_ms));
  }
  for (const overlays::AirVersion& version : item.versions) {
    next.at(version.at);
  }
}

}  // namespace

std::int64_t next_air_change_ms(const overlays::Air& air, const std::vector<show::TemplateInfo>& templates,
                                std::int64_t now_ms) {
  Earliest next(now_ms);
  for (const auto& [id, channel] : air.channels) {
    for (const overlays::AirLayer& layer : channel->layers) {
      for (const auto* item : {&layer.leaving, &layer.current}) {
        if (item->has_value()) {
          note_item(next, **item, templates);
        }
      }
    }
  }
  return next.get();
}

AirEvents::AirEvents(show::Show& show, Tell tell) : show_(show), tell_(std::move(tell)) {
  told_ = essence(show_.air_document(show_.now_ms()));
  subscription_ = show_.subscribe([this](const show::SnapshotPtr&) {
    const std::lock_guard lock(mutex_);
    published_ = true;
    changed_.notify_one();
  });
  thread_ = std::thread([this] { run(); });
}

AirEvents::~AirEvents() {
  show_.unsubscribe(subscription_);
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_one();
  }
  thread_.join();
}

void AirEvents::run() {
  os_set_thread_name("leitai events");
  std::int64_t next_ms = kNever;
  while (wait(next_ms)) {
    try {
      look();
    } catch (const std::exception& problem) {
      log_error(std::string("an event is not told: ") + problem.what());
    }
    next_ms = next_air_change_ms(*show_.snapshot()->air, show_.templates(), show_.now_ms());
  }
}

void AirEvents::look() {
  json::Json document = show_.air_document(show_.now_ms());
  json::Json now = essence(document);
  if (now == told_) {
    return;
  }
  told_ = std::move(now);
  tell_(json::dump(document));
}

/// False: it is over.
bool AirEvents::wait(std::int64_t next_ms) {
  std::unique_lock lock(mutex_);
  const std::int64_t left_ms = next_ms == kNever ? kLongestWaitMs : next_ms - show_.now_ms();
  const std::chrono::milliseconds longest(std::clamp<std::int64_t>(left_ms, 0, kLongestWaitMs));
  changed_.wait_for(lock, longest, [this] { return published_ || ended_; });
  // A burst is told once.
  changed_.wait_for(lock, kApart, [this] { return ended_; });
  published_ = false;
  return !ended_;
}

}  // namespace leitai::plugin
