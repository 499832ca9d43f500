// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "overlays/air.h"
#include "server/contest/contest.h"
#include "server/show/bind.h"
#include "server/show/touched.h"

/// What is on air, as a fold over the journal's `air` and `automation` records. A value: the same
/// records give the same state, live and after a restart, whatever the theme.
namespace leitai::show {

using contest::Json;

/// One take of one template.
struct AirItem {
  // What the record says.
  std::uint64_t take = 0;  ///< token of the record that took it: the item's name
  std::string template_id;
  Json bind;                                ///< null, or resolved: no "@stage" unless it follows
  Json data = Json::object();               ///< merge patch (RFC 7396) over what is bound; nulls are kept
  std::optional<std::int64_t> duration_ms;  ///< as last given
  std::int64_t taken_at = 0;
  std::optional<std::int64_t> out_at;  ///< may lie ahead (a duration)
  int step = 0;
  std::string cue;
  std::int64_t last_take_at = 0;      ///< a repeated take updates in place
  std::uint64_t last_take_token = 0;  ///< what it was answered with
  bool by_rule = false;               ///< that take was an automation rule's
  std::uint64_t resumes = 0;          ///< the take from whose pose its in starts; 0: none
  std::uint64_t origin = 0;           ///< the take that an undo or redo brought back with it; 0: none

  // What follows from the records.
  std::shared_ptr<const Json> bound;   ///< last data of the bind
  std::vector<DatedData> bound_ahead;  ///< what that becomes by the clock alone
  bool missing = false;                ///< the bound target is gone; its last data stays
  std::vector<overlays::AirVersion> versions;
  std::vector<overlays::AirVersion> ahead;  ///< those to come by the clock alone, by time
  std::shared_ptr<const overlays::AirItem> resumed_from;
  std::uint64_t changed_token = 0;  ///< newest change that a viewer can see
  std::int64_t changed_at = 0;

  const Json& shown(std::int64_t now_ms) const;  ///< the data of the newest version
};

struct Layer {
  bool held = false;
  std::optional<AirItem> current;
  std::optional<AirItem> leaving;  ///< replaced while it was on
};

struct Channel {
  bool held = false;
  std::uint64_t changed_token = 0;  ///< newest `air` record of the channel as a whole, which means each of its layers
  std::map<int, std::shared_ptr<const Layer>> layers;
  std::map<int, std::uint64_t> layer_tokens;  ///< newest `air` record of each layer, also of one that is empty again
};

struct AirState {
  std::map<std::string, Channel, std::less<>> channels;
  bool automation_held = false;
};

/// The record of a layer: type `air`, id `<channel>.<layer>`. A layer of "*" is the channel's hold.
std::string air_id(std::string_view channel, int layer);
std::string channel_air_id(std::string_view channel);

/// Null where the layer is empty and not held.
Json layer_record(const Layer& layer);
Layer layer_from_record(const Json& record);

/// The present record of an id, as it would stand in `before`.
Json air_record(const AirState& state, std::string_view id);

/// The newest record that changed the layer, or its whole channel; 0: there is none.
std::uint64_t layer_token(const AirState& state, std::string_view channel, int layer);

/// Takes in one record of type `air`. refresh() must follow once its command is complete.
void fold_air(AirState& state, std::string_view id, const Json& data, std::uint64_t token, std::int64_t time_ms);

/// Resolves again what is bound to data that a command has changed; a change is a new version at
/// the command's time. What the clock alone will change is a version ahead.
void refresh(AirState& state, const contest::Store& store, const Touched& touched, std::uint64_t token,
             std::int64_t time_ms);

/// The take under which an item first went on air, however often it was brought back.
std::uint64_t origin_of(const AirItem& item);

/// Where a record of type `air` belongs; channel ids may hold dots themselves. None: it is no such id.
struct AirId {
  std::string channel;
  std::optional<int> layer;  ///< none: the channel's hold
};
std::optional<AirId> parse_air_id(std::string_view id);

/// Empties layers at once: all of them, a channel's, or one. Holds stay.
struct Cut {
  std::optional<std::string> channel;  ///< none: everything, automation held too
  std::optional<int> layer;
};
void apply_cut(AirState& state, const Cut& cut);

overlays::AirItem to_air_item(const AirItem& item);

}  // namespace leitai::show
