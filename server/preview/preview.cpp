// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/preview/preview.h"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace leitai::preview {

namespace {

tl::unexpected<contest::Refusal> refuse(contest::RefusalKind kind, std::string detail) {
  return tl::unexpected(contest::Refusal{kind, std::move(detail), {}, contest::Json::object()});
}

int height_for(const overlays::AirChannel& channel, int width) {
  const std::int64_t exact = static_cast<std::int64_t>(width) * channel.height;
  return static_cast<int>(std::max<std::int64_t>(1, (exact + channel.width / 2) / channel.width));
}

/// Counts who is inside while it lives.
class Turn {
 public:
  explicit Turn(std::atomic<int>& waiting) : waiting_(waiting), place_(++waiting) {}
  ~Turn() { --waiting_; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  int place() const { return place_; }

 private:
  std::atomic<int>& waiting_;
  int place_;
};

/// A painter and who has it at the moment.
struct Easel {
  explicit Easel(std::string its_kind) : kind(std::move(its_kind)) {}

  /// With the mutex held.
  StillPainter& painter_for(std::shared_ptr<const overlays::Theme> wanted) {
    if (theme != wanted) {
      painter = std::make_unique<StillPainter>(wanted);
      theme = std::move(wanted);
    }
    return *painter;
  }

  const std::string kind;
  std::mutex mutex;
  std::shared_ptr<const overlays::Theme> theme;  ///< under `mutex`; what the painter draws with
  std::unique_ptr<StillPainter> painter;
};

}  // namespace

std::vector<show::TemplateInfo> template_infos(const overlays::Theme& theme) {
  std::vector<show::TemplateInfo> infos;
  for (const auto& [id, each] : theme.templates) {
    infos.push_back({id, each->name, each->layer, each->steps, each->in_ms, each->out_ms, each->binds, each->fields});
  }
  return infos;
}

struct Preview::Impl {
  Impl(std::shared_ptr<const overlays::Theme> its_theme, const show::Show& its_show, FindTheme find)
      : theme(std::move(its_theme)), find_theme(std::move(find)), show(its_show) {}

  /// The one that draws this kind of picture; the one used longest ago makes room for a new one.
  std::shared_ptr<Easel> easel_for(const std::string& kind) {
    const std::lock_guard lock(mutex);
    const auto found =
        std::find_if(easels.begin(), easels.end(), [&](const auto& easel) { return easel->kind == kind; });
    if (found != easels.end()) {
      std::rotate(easels.begin(), found, found + 1);
    } else {
      if (easels.size() == kMaxPainters) easels.pop_back();
      easels.insert(easels.begin(), std::make_shared<Easel>(kind));
    }
    return easels.front();
  }

  std::shared_ptr<const overlays::Theme> theme_of(const overlays::AirChannel& channel) {
    if (!channel.theme.empty() && find_theme) return find_theme(channel.theme);
    const std::lock_guard lock(mutex);
    return theme;
  }

  tl::expected<std::shared_ptr<const overlays::AirChannel>, contest::Refusal> channel_of(const std::string& channel,
                                                                                         const contest::Json& take) {
    const show::SnapshotPtr now = show.snapshot();
    if (take.is_null()) {
      const auto found = now->air->channels.find(channel);
      if (found != now->air->channels.end()) return found->second;
      return refuse(contest::RefusalKind::not_found, "there is no channel \"" + channel + "\"");
    }
    const std::lock_guard lock(mutex);
    if (trial && trial_of == now && trial_channel == channel && trial_take == take) return trial;
    auto after = show.channel_after(*now, take, channel);
    if (!after) return after;
    trial_of = now;
    trial_channel = channel;
    trial_take = take;
    trial = *after;
    return trial;
  }

  std::mutex mutex;
  std::shared_ptr<const overlays::Theme> theme;  ///< under `mutex`, as what follows
  std::vector<std::shared_ptr<Easel>> easels;    ///< the one used last is first

  // The newest trial: asked for again, it is the same value, which its painter has laid out.
  show::SnapshotPtr trial_of;
  std::string trial_channel;
  contest::Json trial_take;
  std::shared_ptr<const overlays::AirChannel> trial;

  const FindTheme find_theme;
  std::atomic<int> waiting = 0;
  const show::Show& show;
};

Preview::Preview(std::shared_ptr<const overlays::Theme> theme, const show::Show& show, FindTheme find_theme)
    : impl_(std::make_unique<Impl>(std::move(theme), show, std::move(find_theme))) {}

Preview::~Preview() = default;

void Preview::use_theme(std::shared_ptr<const overlays::Theme> theme) {
  const std::lock_guard lock(impl_->mutex);
  impl_->theme = std::move(theme);
  impl_->easels.clear();
  impl_->trial = nullptr;
}

tl::expected<Still, contest::Refusal> Preview::still(const std::string& channel, int width, std::int64_t at_ms,
                                                     const contest::Json& take) {
  const Turn turn(impl_->waiting);
  if (turn.place() > kMaxWaiting) {
    return refuse(contest::RefusalKind::unavailable, "too many previews are asked for at once");
  }
  const auto invalid = [] {
    return refuse(contest::RefusalKind::invalid,
                  "previews are 1 to " + std::to_string(kMaxSide) + " pixels wide and high");
  };
  if (width < 1 || width > kMaxSide) return invalid();
  const auto easel = impl_->easel_for(channel + (take.is_null() ? " " : " trial ") + std::to_string(width));
  // Whoever has waited for the easel draws the newest, not what was there when he came.
  const std::lock_guard lock(easel->mutex);
  const auto shown = impl_->channel_of(channel, take);
  if (!shown) return tl::unexpected(shown.error());
  const int height = height_for(**shown, width);
  if (height > kMaxSide) return invalid();
  const auto picture = easel->painter_for(impl_->theme_of(**shown)).still(*shown, width, height, at_ms);
  if (!picture) return refuse(contest::RefusalKind::unavailable, "the picture cannot be drawn: " + picture.error());
  return *picture;
}

tl::expected<std::string, contest::Refusal> Preview::png(const std::string& channel, int width, std::int64_t at_ms,
                                                         const contest::Json& take) {
  return still(channel, width, at_ms, take).map([](const Still& picture) { return *picture.png; });
}

}  // namespace leitai::preview
