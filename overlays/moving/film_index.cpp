// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/film_index.h"

extern "C" {
#include <libavutil/avutil.h>
#include <libavutil/mathematics.h>
}

#include <algorithm>

#include "overlays/moving/kinds.h"

namespace leitai::overlays {
namespace {

constexpr AVRational kNanoseconds{1, 1'000'000'000};

/// Times of packets that say none are those of their decoding, or follow the one before.
std::vector<std::int64_t> shown_times(const std::vector<FilmPacket>& packets) {
  std::vector<std::int64_t> times;
  times.reserve(packets.size());
  for (const FilmPacket& packet : packets) {
    std::int64_t time = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
    if (time == AV_NOPTS_VALUE) {
      const std::size_t before = times.size() - 1;
      time = times.empty() ? 0 : av_sat_add64(times.back(), std::max<std::int64_t>(1, packets[before].duration));
    }
    times.push_back(time);
  }
  return times;
}

/// Packets that begin a group: keys whose times rise with their places.
std::vector<std::size_t> group_keys(const std::vector<FilmPacket>& packets, const std::vector<std::int64_t>& times) {
  std::vector<std::size_t> keys;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (packets[i].is_key && (keys.empty() || times[i] > times[keys.back()])) keys.push_back(i);
  }
  if (keys.empty()) keys.push_back(0);
  return keys;
}

}  // namespace

tl::expected<FilmIndex, std::string> index_of(const std::vector<FilmPacket>& packets, AVRational time_base,
                                              std::int64_t picture_duration) {
  if (packets.empty()) return tl::unexpected(std::string("has no pictures"));
  const std::vector<std::int64_t> times = shown_times(packets);
  const std::vector<std::size_t> keys = group_keys(packets, times);
  // What is shown before the first key cannot be decoded.
  std::vector<std::size_t> shown;
  for (std::size_t i = keys.front(); i < packets.size(); ++i) {
    if (!packets[i].is_hidden && times[i] >= times[keys.front()]) shown.push_back(i);
  }
  if (shown.empty()) return tl::unexpected(std::string("has no pictures"));
  std::stable_sort(shown.begin(), shown.end(), [&](std::size_t a, std::size_t b) { return times[a] < times[b]; });

  FilmIndex index;
  index.picture_of.assign(packets.size(), -1);
  for (const std::size_t key : keys) index.groups.push_back({key, key});
  const auto group_of = [&](std::size_t packet) {
    const auto by_place = std::upper_bound(keys.begin(), keys.end(), packet) - keys.begin();
    const auto by_time = std::upper_bound(keys.begin(), keys.end(), times[packet],
                                          [&](std::int64_t time, std::size_t key) { return time < times[key]; }) -
                         keys.begin();
    return static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, std::min(by_place, by_time)) - 1);
  };
  auto& begins = index.times.begins_ns;
  std::size_t last = shown.front();
  std::int64_t last_step = picture_duration;
  for (const std::size_t packet : shown) {
    const std::int64_t since = av_sat_sub64(times[packet], times[shown.front()]);
    const std::int64_t ns = av_rescale_q(since, time_base, kNanoseconds);
    if (ns < 0 || ns > kMaxMovingNs) return tl::unexpected(std::string("lasts longer than a day"));
    if (!begins.empty() && ns <= begins.back()) continue;
    if (!begins.empty()) last_step = times[packet] - times[last];
    last = packet;
    const std::size_t group = group_of(packet);
    index.picture_of[packet] = static_cast<std::int64_t>(begins.size());
    index.group_of.push_back(static_cast<std::uint32_t>(group));
    index.groups[group].last = std::max(index.groups[group].last, packet);
    begins.push_back(ns);
  }
  const std::int64_t stands = packets[last].duration > 0 ? packets[last].duration : last_step;
  const std::int64_t stands_ns =
      std::clamp<std::int64_t>(av_rescale_q(stands, time_base, kNanoseconds), 1, kMaxMovingNs);
  index.times.end_ns = begins.back() + stands_ns;
  return index;
}

}  // namespace leitai::overlays
