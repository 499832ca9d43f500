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

void read_track(ObjectReader&& reader, std::string_view needed, std::vector<Track>& tracks) {
  const std::vector<Property> properties = read_properties(reader);
  Track track;
  reader.require(needed);
  const Range range = properties.empty() ? Range{-8192, 8192} : range_of(properties.front());
  // An out starts where things are.
  if (needed == "from") track.from = reader.number("from", range.least, range.most);
  track.to = reader.number("to", range.least, range.most);
  reader.require("duration_ms");
  ObjectReader::set(track.duration_ms, reader.time_ms("duration_ms"));
  ObjectReader::set(track.delay_ms, reader.time_ms("delay_ms"));
  ObjectReader::set(track.easing, reader.easing("easing"));
  for (const Property property : properties) {
    track.property = property;
    tracks.push_back(track);
  }
}

/// `needed`: the end of the way that nothing else says. An in starts somewhere and ends at rest; an
/// out starts where things are.
void read_tracks(ObjectReader& reader, std::string_view key, std::string_view needed, std::vector<Track>& tracks) {
  const json::Json* value = reader.take(key);
  if (value == nullptr) return;
  const std::string pointer = reader.pointer_of(key);
  if (!value->is_array() || value->size() > kMaxTracks) {
    reader.report().add(
        pointer, "\"" + std::string(key) + "\" must be an array of at most " + std::to_string(kMaxTracks) + " tracks");
    return;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    read_track(ObjectReader((*value)[i], pointer + "/" + std::to_string(i), reader.tokens(), reader.report()), needed,
               tracks);
  }
}

}  // namespace

std::optional<Timing> read_timing(ObjectReader& reader, std::string_view key) {
  const json::Json* value = reader.take(key);
  if (value == nullptr) return std::nullopt;
  ObjectReader timing_reader(*value, reader.pointer_of(key), reader.tokens(), reader.report());
  Timing timing;
  timing_reader.require("duration_ms");
  ObjectReader::set(timing.duration_ms, timing_reader.time_ms("duration_ms"));
  ObjectReader::set(timing.delay_ms, timing_reader.time_ms("delay_ms"));
  ObjectReader::set(timing.easing, timing_reader.easing("easing"));
  return timing;
}

void read_motion(ObjectReader& reader, Motion& motion) {
  read_tracks(reader, "in", "from", motion.in);
  read_tracks(reader, "out", "to", motion.out);
  read_tracks(reader, "change", "from", motion.change);
  motion.move = read_timing(reader, "move");
}

}  // namespace leitai::overlays
