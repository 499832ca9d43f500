// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/scene.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "overlays/scene/activity.h"
#include "overlays/scene/evaluate.h"
#include "overlays/scene/film_cast.h"
#include "overlays/scene/rehearsal_mark.h"
#include "overlays/scene/timeline.h"

namespace leitai::overlays {
namespace {

class Scene : public PreparedScene {
 public:
  Scene(std::shared_ptr<const Theme> theme, int width, int height, std::uint64_t token)
      : theme_(std::move(theme)), width_(width), height_(height), token_(token) {}

  void add(ItemTimeline item) {
    activity_.add(item);
    right_ = {std::max(right_.begin_ns, item.right.begin_ns), std::min(right_.end_ns, item.right.end_ns)};
    items_.push_back(std::move(item));
  }

  void finish(std::vector<AtlasUpload> uploads, std::uint32_t generation, FilmCast& cast, std::int64_t time_ns) {
    films_ = cast.cast(items_, time_ns);
    right_.begin_ns = std::max(right_.begin_ns, films_.from_ns);
    for (const ItemTimeline& item : items_) add_films(item);
    activity_.seal();
    capacity_ = peak_quads(items_);
    uploads_ = std::move(uploads);
    generation_ = generation;
  }

  void evaluate(std::int64_t time_ns, DisplayList& list) const override {
    list.width = width_;
    list.height = height_;
    list.quads.clear();
    list.quads.reserve(capacity_);
    for (const ItemTimeline& item : items_) evaluate_item(item, time_ns, list);
  }

  std::size_t quad_capacity() const override { return capacity_; }
  std::int64_t next_change_ns(std::int64_t time_ns) const override { return activity_.next_change_ns(time_ns); }
  Interval right() const override { return right_; }
  std::uint64_t token() const override { return token_; }
  const std::vector<AtlasUpload>& uploads() const override { return uploads_; }
  std::uint32_t atlas_generation() const override { return generation_; }
  std::span<const std::shared_ptr<MovingPicture>> moving() const override { return films_.pictures; }
  std::span<const std::string> problems() const override { return films_.problems; }

 private:
  void add_films(const ItemTimeline& item) {
    if (item.motion == MotionLevel::reduced) return;
    for (const Instance& instance : item.instances) {
      for (const Content& content : instance.contents) {
        if (content.playing == nullptr) continue;
        const Interval shown{std::max(item.visible.begin_ns, content.shown.begin_ns),
                             std::min(item.visible.end_ns, content.shown.end_ns)};
        activity_.add_film(content.playing, content.film_start_ns, shown);
      }
    }
  }

  std::shared_ptr<const Theme> theme_;  ///< the instances point to its nodes
  int width_, height_;
  std::uint64_t token_;
  std::vector<ItemTimeline> items_;  ///< beneath first
  Interval right_{INT64_MIN, kForever};
  Activity activity_;
  std::size_t capacity_ = 0;
  PlayingFilms films_;
  std::vector<AtlasUpload> uploads_;
  std::uint32_t generation_ = 0;
};

/// What a layout depends on. The data's address says what it holds: layouts keep it alive, and what
/// is on air never changes. Data with timers in it is a copy for each phase, so its text is told.
struct LayoutKey {
  const Node* root;
  const json::Json* data;
  std::string text;
  int step;
  std::int64_t page;

  friend auto operator<=>(const LayoutKey&, const LayoutKey&) = default;  // NOLINT(modernize-use-nullptr)
};

struct CachedLayout {
  std::shared_ptr<const json::Json> data;
  std::shared_ptr<const LaidOut> tree;
  std::uint64_t used = 0;
};

struct KeptTimeline {
  std::unique_ptr<TimelineKeeper> keeper;
  MotionLevel motion = MotionLevel::full;
  std::uint64_t used = 0;
};

const std::shared_ptr<const json::Json>& no_data() {
  static const auto data = std::make_shared<const json::Json>(json::Json::object());
  return data;
}

std::int64_t newest_ns(const AirChannel& channel) {
  Millis newest = 0;
  for (const AirLayer& layer : channel.layers) {
    for (const auto* item : {&layer.leaving, &layer.current}) {
      if (!item->has_value()) continue;
      newest = std::max(newest, (*item)->taken_at);
      for (const AirVersion& version : (*item)->versions) newest = std::max(newest, version.at);
    }
  }
  return newest * kNsPerMs;
}

}  // namespace

struct ScenePreparer::Impl {
  Impl(std::shared_ptr<const Theme> its_theme, int its_width, int its_height, std::shared_ptr<TextEngine> its_engine,
       Reading reading)
      : theme(std::move(its_theme)),
        width(its_width),
        height(its_height),
        engine(std::move(its_engine)),
        glyphs(*engine),
        pictures(*engine, theme->folders),
        films(reading) {}

  std::shared_ptr<const LaidOut> layout(const Node& root, const CanvasScale& canvas, const ItemEvent& event) {
    const std::shared_ptr<const json::Json>& data = event.data != nullptr ? event.data : no_data();
    const LayoutKey key{&root, event.data_is_copied ? nullptr : data.get(),
                        event.data_is_copied ? json::dump(*data) : std::string(), event.step, event.page};
    CachedLayout& cached = layouts[key];
    if (cached.tree == nullptr) {
      const LayoutInput input{*data, theme->words, event.step, event.page};
      cached.tree = std::make_shared<const LaidOut>(lay_out(root, input, canvas, glyphs, pictures));
      cached.data = data;
    }
    cached.used = prepares;
    return cached.tree;
  }

  TimelineKeeper& keeper_of(const AirItem& item, const Node& root, const CanvasScale& canvas, MotionLevel motion) {
    KeptTimeline& kept = timelines[item.id];
    if (kept.keeper == nullptr || &kept.keeper->root() != &root || kept.motion != motion) {
      kept.keeper = std::make_unique<TimelineKeeper>(root, theme->words, canvas.scale, motion);
      kept.motion = motion;
    }
    kept.used = prepares;
    return *kept.keeper;
  }

  void add_item(const AirItem& item, MotionLevel motion, std::int64_t time_ns, Scene& scene) {
    const Template* graphic = theme->find(item.template_id);
    if (graphic != nullptr) add_item(*graphic, item, motion, time_ns, scene);
  }

  void add_item(const Template& graphic, const AirItem& item, MotionLevel motion, std::int64_t time_ns, Scene& scene) {
    const Node& root = graphic.tree_for(width, height);
    const CanvasScale canvas = CanvasScale::of(graphic, width, height);
    scene.add(keeper_of(item, root, canvas, motion).build(item, time_ns, [&](const ItemEvent& event) {
      return layout(root, canvas, event);
    }));
  }

  std::unique_ptr<Scene> build(const AirChannel& channel, std::uint64_t token, std::int64_t time_ns) {
    auto scene = std::make_unique<Scene>(theme, width, height, token);
    for (const AirLayer& layer : channel.layers) {
      const AirItem* current = layer.current ? &*layer.current : nullptr;
      // A take that resumed the leaving one shows it already.
      const bool resumed = current != nullptr && layer.leaving && current->resumed_from != nullptr &&
                           current->resumed_from->id == layer.leaving->id;
      if (layer.leaving && !resumed) add_item(*layer.leaving, channel.motion, time_ns, *scene);
      if (current != nullptr) add_item(*current, channel.motion, time_ns, *scene);
    }
    if (channel.rehearsal) add_item(rehearsal_mark(), rehearsal_item(), channel.motion, time_ns, *scene);
    return scene;
  }

  /// What was laid out shows the pictures that names meant then.
  void use_pictures(const std::shared_ptr<const AirPictures>& given) {
    if (given == shown_pictures) return;
    shown_pictures = given;
    pictures.use(given);
    layouts.clear();
    timelines.clear();
  }

  void forget_glyphs() {
    engine->reset_atlas();
    glyphs.clear();
    pictures.clear();
    layouts.clear();
    timelines.clear();
  }

  std::shared_ptr<const Theme> theme;
  int width, height;
  std::shared_ptr<TextEngine> engine;
  GlyphCache glyphs;
  PictureCache pictures;
  FilmCast films;
  std::shared_ptr<const AirPictures> shown_pictures;  ///< that `pictures` uses
  std::map<LayoutKey, CachedLayout> layouts;
  std::map<std::string, KeptTimeline> timelines;  ///< by item
  std::uint64_t prepares = 0;
};

ScenePreparer::ScenePreparer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ScenePreparer::~ScenePreparer() = default;

tl::expected<std::unique_ptr<ScenePreparer>, std::string> ScenePreparer::create(std::shared_ptr<const Theme> theme,
                                                                                int width, int height,
                                                                                Reading reading) {
  if (theme == nullptr) return tl::unexpected(std::string("no theme"));
  TextEngine::Options options;
  std::error_code ignored;
  for (const auto& folder : theme->folders) {
    if (std::filesystem::is_directory(folder / "fonts", ignored)) {
      options.font_folders.push_back((folder / "fonts").string());
    }
  }
  auto engine = TextEngine::create(options);
  if (!engine) return tl::unexpected(engine.error());
  return create(std::move(theme), width, height, std::move(*engine), reading);
}

tl::expected<std::unique_ptr<ScenePreparer>, std::string> ScenePreparer::create(std::shared_ptr<const Theme> theme,
                                                                                int width, int height,
                                                                                std::shared_ptr<TextEngine> engine,
                                                                                Reading reading) {
  constexpr int kMaxSide = 16'384;
  if (theme == nullptr) return tl::unexpected(std::string("no theme"));
  if (engine == nullptr) return tl::unexpected(std::string("no text engine"));
  if (width < 1 || height < 1 || width > kMaxSide || height > kMaxSide) {
    return tl::unexpected("a canvas of " + std::to_string(width) + "×" + std::to_string(height) + " pixels");
  }
  return std::unique_ptr<ScenePreparer>(
      new ScenePreparer(std::make_unique<Impl>(std::move(theme), width, height, std::move(engine), reading)));
}

std::unique_ptr<PreparedScene> ScenePreparer::prepare(const AirChannel& channel, std::uint64_t air_token) {
  return prepare(channel, air_token, newest_ns(channel));
}

std::unique_ptr<PreparedScene> ScenePreparer::prepare(const AirChannel& channel, std::uint64_t air_token,
                                                      std::int64_t time_ns) {
  ++impl_->prepares;
  impl_->glyphs.age();
  impl_->pictures.age();
  impl_->use_pictures(channel.pictures);
  std::unique_ptr<Scene> scene = impl_->build(channel, air_token, time_ns);
  if (impl_->engine->atlas_full()) {
    // Once, with only what this picture needs. What does not fit even then is not drawn.
    impl_->forget_glyphs();
    scene = impl_->build(channel, air_token, time_ns);
  }
  std::erase_if(impl_->timelines, [&](const auto& entry) { return entry.second.used != impl_->prepares; });
  // Those that a timeline was built from are asked for again when its oldest versions are dropped.
  std::erase_if(impl_->layouts, [&](const auto& entry) {
    return entry.second.used != impl_->prepares && entry.second.tree.use_count() == 1;
  });
  scene->finish(impl_->engine->take_uploads(), impl_->engine->atlas_generation(), impl_->films, time_ns);
  return scene;
}

TextEngine& ScenePreparer::text() {
  return *impl_->engine;
}

}  // namespace leitai::overlays
