// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/style_reader.h"

namespace leitai::overlays {
namespace {

/// The properties a word stands for: `scale` is both of its directions.
std::vector<Property> read_properties(ObjectReader& reader) {
  reader.require("property");
  const auto properties =
      reader.choice<std::vector<Property>>("property", {{"opacity", {Property::opacity}},
                                                        {"x", {Property::x}},
                                                        {"y", {Property::y}},
                                                        {"scale", {Property::scale_x, Property::scale_y}},
                                                        {"scale_x", {Property::scale_x}},
                                                        {"scale_y", {Property::scale_y}},
                                                        {"clip_left", {Property::clip_left}},
                                                        {"clip_top", {Property::clip_top}},
                                                        {"clip_right", {Property::clip_right}},
                                                        {"clip_bottom", {Property::clip_bottom}}});
  return properties.value_or(std::vector<Property>{});
}

/// Nothing on air may flicker: three flashes a second are the most that WCAG 2.1 (2.3.1) allows.
constexpr int kMinLoopMs = 400;

struct Range {
  double least, most;
};

Range range_of(Property property) {
  switch (property) {
    case Property::x:
    case Property::y:
      return {-8192, 8192};
    case Property::scale_x:
    case Property::scale_y:
      return {0, 16};
    default:
      return {0, 1};
  }
}

/// What a track must say of its way: an in starts somewhere and ends at rest, an out starts where
/// things are, a loop goes from one place to another.
enum class Way { from, to, both };

void read_track(ObjectReader&& reader, Way way, std::vector<Track>& tracks) {
  const std::vector<Property> properties = read_properties(reader);
  Track track;
  if (way != Way::to) reader.require("from");
  if (way != Way::from) reader.require("to");
  const Range range = properties.empty() ? Range{-8192, 8192} : range_of(properties.front());
  if (way != Way::to) track.from = reader.number("from", range.least, range.most);
  if (way == Way::both) {
    track.easing = Easing::linear;
    ObjectReader::set(track.alternate, reader.boolean("alternate"));
  }
  track.to = reader.number("to", range.least, range.most);
  reader.require("duration_ms");
  ObjectReader::set(track.duration_ms, reader.time_ms("duration_ms"));
  ObjectReader::set(track.delay_ms, reader.time_ms("delay_ms"));
  ObjectReader::set(track.easing, reader.easing("easing"));
  if (way == Way::both && track.duration_ms < kMinLoopMs) {
    reader.report().add(reader.pointer_of("duration_ms"),
                        "a loop lasts at least " + std::to_string(kMinLoopMs) + " ms");
    track.duration_ms = kMinLoopMs;
  }
  for (const Property property : properties) {
    track.property = property;
    tracks.push_back(track);
  }
}

void read_tracks(ObjectReader& reader, std::string_view key, Way way, std::vector<Track>& tracks) {
  const json::Json* value = reader.take(key);
  if (value == nullptr) return;
  const std::string pointer = reader.pointer_of(key);
  if (!value->is_array() || value->size() > kMaxTracks) {
    reader.report().add(
        pointer, "\"" + std::string(key) + "\" must be an array of at most " + std::to_string(kMaxTracks) + " tracks");
    return;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    read_track(ObjectReader((*value)[i], pointer + "/" + std::to_string(i), reader.tokens(), reader.report()), way,
               tracks);
  }
}

}  // namespace

void read_timing_keys(ObjectReader& reader, Timing& timing) {
  ObjectReader::set(timing.duration_ms, reader.time_ms("duration_ms"));
  ObjectReader::set(timing.delay_ms, reader.time_ms("delay_ms"));
  ObjectReader::set(timing.easing, reader.easing("easing"));
}

std::optional<Timing> read_timing(ObjectReader& reader, std::string_view key) {
  const json::Json* value = reader.take(key);
  if (value == nullptr) return std::nullopt;
  ObjectReader timing_reader(*value, reader.pointer_of(key), reader.tokens(), reader.report());
  Timing timing;
  timing_reader.require("duration_ms");
  read_timing_keys(timing_reader, timing);
  return timing;
}

void read_motion(ObjectReader& reader, Motion& motion) {
  read_tracks(reader, "in", Way::from, motion.in);
  read_tracks(reader, "out", Way::to, motion.out);
  read_tracks(reader, "change", Way::from, motion.change);
  read_tracks(reader, "loop", Way::both, motion.loop);
  motion.move = read_timing(reader, "move");
  ObjectReader::set(motion.in_stagger_ms, reader.time_ms("in_stagger_ms"));
  ObjectReader::set(motion.out_stagger_ms, reader.time_ms("out_stagger_ms"));
}

}  // namespace leitai::overlays
