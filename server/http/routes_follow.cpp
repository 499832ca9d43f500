// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/app.h"
#include "server/http/feed_loop.h"
#include "server/http/problem.h"
#include "server/show/air_wire.h"

namespace leitai::http {
namespace {

using contest::Json;

/// What is on air for somebody who draws it elsewhere: all of it, then the channels that have changed.
class AirFeed {
 public:
  AirFeed(const App& app, Identity who) : app_(app), who_(std::move(who)) {}

  bool follow(StreamWriter& writer) {
    return run_feed({app_.publication.publications(), app_.options.limits.heartbeat}, writer, [&](bool is_due) {
      if (!is_valid(who_, app_.show.snapshot()->store)) {
        return FeedState::cut_off;
      }
      std::string text = changes();
      if (text.empty() && is_due) {
        text = line(Json::object());
      }
      return text.empty() || writer.write(text) ? FeedState::goes_on : FeedState::cut_off;
    });
  }

 private:
  /// What is another now, as a line; empty where nothing is.
  std::string changes() {
    const std::shared_ptr<const overlays::Air> air = app_.show.snapshot()->air;
    const bool first = sent_ == nullptr;
    Json told = Json::object();
    if (first) {
      told["show_id"] = app_.show.show_id();
    }
    const show::Show::ThemeName theme = app_.show.theme();
    if (first || theme.hash != theme_.hash || theme.name != theme_.name) {
      told["theme"] = {{"name", theme.name}, {"hash", theme.hash}};
      theme_ = theme;
    }
    if (Json pictures = changed_pictures(*air); !pictures.empty()) {
      told["pictures"] = std::move(pictures);
    }
    if (Json channels = changed_channels(*air); first || !channels.empty()) {
      told["channels"] = std::move(channels);
    }
    sent_ = air;
    return told.empty() ? std::string() : line(std::move(told));
  }

  Json changed_channels(const overlays::Air& air) const {
    static const overlays::Air kNothing;
    const overlays::Air& before = sent_ == nullptr ? kNothing : *sent_;
    Json channels = Json::object();
    for (const auto& [id, channel] : air.channels) {
      if (find(before, id) != channel) {
        channels[id] = show::air_channel_json(*channel);
      }
    }
    for (const auto& [id, channel] : before.channels) {
      if (find(air, id) == nullptr) {
        channels[id] = nullptr;
      }
    }
    return channels;
  }

  /// Of each name the hash of the upload that it means now; a picture is fetched by its name.
  Json changed_pictures(const overlays::Air& air) const {
    const auto now = pictures_of(air);
    const auto before = sent_ == nullptr ? nullptr : pictures_of(*sent_);
    static const overlays::AirPictures kNone;
    return now == before ? Json::object() : changed_files(before ? *before : kNone, now ? *now : kNone);
  }

  static Json changed_files(const overlays::AirPictures& before, const overlays::AirPictures& now) {
    Json changed = Json::object();
    for (const auto& [name, file] : now.files) {
      const auto known = before.files.find(name);
      if (known == before.files.end() || known->second != file) {
        changed[name] = file.filename().string();
      }
    }
    for (const auto& [name, file] : before.files) {
      if (!now.files.contains(name)) {
        changed[name] = nullptr;
      }
    }
    return changed;
  }

  /// A show has the same for all of its channels.
  static std::shared_ptr<const overlays::AirPictures> pictures_of(const overlays::Air& air) {
    return air.channels.empty() ? nullptr : air.channels.begin()->second->pictures;
  }

  std::string line(Json told) const {
    told["now"] = contest::format_time(app_.show.now_ms());
    told["token"] = sent_->token;
    return json::dump(told) + "\n";
  }

  static std::shared_ptr<const overlays::AirChannel> find(const overlays::Air& air, const std::string& id) {
    const auto found = air.channels.find(id);
    return found == air.channels.end() ? nullptr : found->second;
  }

  const App& app_;
  const Identity who_;
  std::shared_ptr<const overlays::Air> sent_;  ///< null: nothing yet
  show::Show::ThemeName theme_;
};

}  // namespace

Response get_air_feed(App& app, const Request& request) {
  return feed_response("application/x-ndjson", {StreamKind::feed, [&app, who = *request.who](StreamWriter& writer) {
                                                  return AirFeed(app, who).follow(writer);
                                                }});
}

}  // namespace leitai::http
