// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/node.h"

#include <algorithm>

namespace leitai::overlays {
namespace {

int tracks_ms(const std::vector<Track>& tracks) {
  int longest = 0;
  for (const Track& track : tracks) longest = std::max(longest, track.delay_ms + track.duration_ms);
  return longest;
}

int duration_ms(const Node& node, std::vector<Track> Motion::*tracks, int Motion::*stagger) {
  int longest = tracks_ms(node.motion.*tracks);
  int delay = 0;
  for (const auto& child : node.children) {
    longest = std::max(longest, delay + duration_ms(*child, tracks, stagger));
    delay += node.motion.*stagger;
  }
  if (node.list.row != nullptr) {
    longest = std::max(longest,
                       duration_ms(*node.list.row, tracks, stagger) + (node.list.max_rows - 1) * node.motion.*stagger);
  }
  return longest;
}

void collect_timers(const Node& node, std::vector<Path>& paths) {
  if (node.kind == NodeKind::clock && std::find(paths.begin(), paths.end(), node.timer) == paths.end()) {
    paths.push_back(node.timer);
  }
  for (const auto& child : node.children) collect_timers(*child, paths);
  if (node.list.row != nullptr) collect_timers(*node.list.row, paths);
}

}  // namespace

int in_duration_ms(const Node& node) {
  return duration_ms(node, &Motion::in, &Motion::in_stagger_ms);
}

int out_duration_ms(const Node& node) {
  return duration_ms(node, &Motion::out, &Motion::out_stagger_ms);
}

const ListSpec* paged_list(const Node& node) {
  if (node.kind == NodeKind::list && node.list.page_ms > 0) return &node.list;
  for (const auto& child : node.children) {
    if (const ListSpec* found = paged_list(*child)) return found;
  }
  return nullptr;
}

std::size_t most_laid_out(const Node& node) {
  std::size_t count = 1;
  for (const auto& child : node.children) count += most_laid_out(*child);
  if (node.list.row != nullptr) count += static_cast<std::size_t>(node.list.max_rows) * most_laid_out(*node.list.row);
  return std::min(count, kMaxLaidOut + 1);
}

std::vector<Path> timer_paths(const Node& node) {
  std::vector<Path> paths;
  collect_timers(node, paths);
  return paths;
}

}  // namespace leitai::overlays
