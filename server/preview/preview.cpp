// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/preview/preview.h"

#include <algorithm>
#include <atomic>
#include <map>
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

}  // namespace

std::vector<show::TemplateInfo> template_infos(const overlays::Theme& theme) {
  std::vector<show::TemplateInfo> infos;
  for (const auto& [id, each] : theme.templates) {
    infos.push_back({id, each->name, each->layer, each->steps, each->in_ms, each->out_ms, each->binds, each->fields});
  }
  return infos;
}

struct Preview::Impl {
  Impl(std::shared_ptr<const overlays::Theme> theme, const show::Show& its_show, FindTheme find)
      : painter(std::make_unique<StillPainter>(std::move(theme))), find_theme(std::move(find)), show(its_show) {}

  /// With the mutex held.
  StillPainter& painter_for(const std::string& theme_name) {
    if (theme_name.empty() || !find_theme) return *painter;
    auto theme = find_theme(theme_name);
    Other& other = others[theme_name];
    if (other.theme != theme) other = {theme, std::make_unique<StillPainter>(theme)};
    return *other.painter;
  }

  std::mutex mutex;
  std::unique_ptr<StillPainter> painter;  ///< under `mutex`
  struct Other {
    std::shared_ptr<const overlays::Theme> theme;
    std::unique_ptr<StillPainter> painter;
  };
  std::map<std::string, Other> others;  ///< by a theme's name; under `mutex`
  const FindTheme find_theme;
  std::atomic<int> waiting = 0;
  const show::Show& show;
};

Preview::Preview(std::shared_ptr<const overlays::Theme> theme, const show::Show& show, FindTheme find_theme)
    : impl_(std::make_unique<Impl>(std::move(theme), show, std::move(find_theme))) {}

Preview::~Preview() = default;

void Preview::use_theme(std::shared_ptr<const overlays::Theme> theme) {
  auto painter = std::make_unique<StillPainter>(std::move(theme));
  const std::lock_guard lock(impl_->mutex);
  impl_->painter.swap(painter);
}

tl::expected<std::string, contest::Refusal> Preview::png(const std::string& channel, int width, std::int64_t at_ms) {
  const Turn turn(impl_->waiting);
  if (turn.place() > kMaxWaiting) {
    return refuse(contest::RefusalKind::unavailable, "too many previews are asked for at once");
  }
  std::lock_guard lock(impl_->mutex);
  const auto air = impl_->show.snapshot()->air;
  const auto found = air->channels.find(channel);
  if (found == air->channels.end()) {
    return refuse(contest::RefusalKind::not_found, "there is no channel \"" + channel + "\"");
  }
  const int height = height_for(*found->second, width);
  if (width < 1 || width > kMaxSide || height > kMaxSide) {
    return refuse(contest::RefusalKind::invalid,
                  "previews are 1 to " + std::to_string(kMaxSide) + " pixels wide and high");
  }
  const auto picture = impl_->painter_for(found->second->theme).png(found->second, width, height, at_ms);
  if (!picture) return refuse(contest::RefusalKind::unavailable, "the picture cannot be drawn: " + picture.error());
  return **picture;
}

}  // namespace leitai::preview
