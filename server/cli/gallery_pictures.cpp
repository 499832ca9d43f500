// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

#include "overlays/scene/moving_pixels.h"
#include "overlays/scene/scene.h"
#include "server/cli/files.h"
#include "server/cli/gallery.h"

namespace leitai::cli {

namespace {

using overlays::Template;
using overlays::Theme;

/// When samples are taken, so that clocks always read the same: 31 July 2022, 09:00 in China.
constexpr std::int64_t kTakenMs = 1'659'229'200'000;
constexpr std::int64_t kNsPerMs = 1'000'000;

/// A 4K picture of 13 templates takes minutes at zlib's default level.
constexpr int kCompression = 1;

/// A thread at work on a 4K picture holds about 130 MB.
constexpr unsigned kMostThreads = 16;

/// How long each step is on: until it has come in, and where that leaves time, until just before a list
/// would turn to its second page.
std::int64_t step_ms(const Template& graphic) {
  constexpr std::int64_t kUsual = 7'500;
  return std::max<std::int64_t>(kUsual, graphic.in_ms + 500);
}

struct Moment {
  std::string state;
  std::int64_t time_ms = 0;
};

std::vector<Moment> moments_of(const Template& graphic) {
  const std::int64_t out_ms = kTakenMs + graphic.steps * step_ms(graphic);
  std::vector<Moment> moments = {{"in", kTakenMs + graphic.in_ms / 2}, {"on", kTakenMs + step_ms(graphic) - 1}};
  for (int step = 2; step <= graphic.steps; ++step) {
    moments.push_back({"step-" + std::to_string(step), kTakenMs + step * step_ms(graphic) - 1});
  }
  moments.push_back({"out", out_ms + graphic.out_ms / 2});
  return moments;
}

overlays::AirChannel channel_with(const Template& graphic, const GallerySize& size) {
  overlays::AirItem item;
  item.id = "sample";
  item.template_id = graphic.id;
  item.taken_at = kTakenMs;
  item.out_at = kTakenMs + graphic.steps * step_ms(graphic);
  const auto sample = std::make_shared<const json::Json>(graphic.sample);
  for (int step = 0; step < graphic.steps; ++step)
    item.versions.push_back({kTakenMs + step * step_ms(graphic), step, sample});
  overlays::AirChannel channel;
  channel.id = "program";
  channel.width = size.width;
  channel.height = size.height;
  channel.layers.push_back({graphic.layer, std::nullopt, std::move(item)});
  return channel;
}

/// What is drawn behind a job's graphics.
struct Scenery {
  const GalleryBackdrop* backdrop = nullptr;
  overlays::Canvas canvas;
};

/// One template over one backdrop at one size: its states, by a preparer of its own. One that had drawn something
/// else before would keep its glyphs in other places, and a sampled edge could come out a rounding apart.
struct Job {
  const Template* graphic = nullptr;
  const Scenery* scenery = nullptr;
  GallerySize size;
};

tl::expected<void, std::string> draw(const std::shared_ptr<const Theme>& theme, const Job& job,
                                     const std::filesystem::path& folder, const std::function<void()>& drawn) {
  auto preparer = overlays::ScenePreparer::create(theme, job.size.width, job.size.height);
  if (!preparer) return tl::unexpected(preparer.error());
  const auto scene = (*preparer)->prepare(channel_with(*job.graphic, job.size), 1);
  overlays::Canvas canvas;
  for (const Moment& moment : moments_of(*job.graphic)) {
    overlays::DisplayList list;
    scene->evaluate(moment.time_ms * kNsPerMs, list);
    canvas = job.scenery->canvas;
    overlays::AtlasPixels atlas = (*preparer)->text().atlas_pixels();
    atlas.moving = overlays::moving_pixels(*scene, list);
    overlays::paint(list, atlas, canvas);
    const auto rgba = overlays::encode_srgb(canvas, overlays::AlphaMode::straight);
    const auto png = overlays::encode_png(rgba, job.size.width, job.size.height, kCompression);
    if (!png) return tl::unexpected(png.error());
    const auto file = folder / gallery_file(job.graphic->id, moment.state, *job.scenery->backdrop, job.size);
    const std::string_view bytes(reinterpret_cast<const char*>(png->data()), png->size());
    if (auto written = write_whole(file, bytes); !written) return written;
    drawn();
  }
  return {};
}

/// Does jobs 0 … `count` − 1, on several threads; after a failure no more are begun. The error of the first that
/// failed.
tl::expected<void, std::string> on_all_cores(std::size_t count,
                                             const std::function<tl::expected<void, std::string>(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  std::mutex mutex;
  std::string why;
  const auto fail_with = [&](const std::string& message) {
    const std::lock_guard lock(mutex);
    if (!failed.exchange(true)) why = message;
  };
  const auto run = [&] {
    try {
      for (std::size_t i = next++; i < count && !failed; i = next++) {
        if (const auto done = work(i); !done) fail_with(done.error());
      }
    } catch (const std::exception& error) {
      fail_with(error.what());
    }
  };
  const std::size_t cores = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(cores, count); ++i) threads.emplace_back(run);
    run();
  }
  if (failed) return tl::unexpected(why);
  return {};
}

}  // namespace

std::vector<GalleryTemplate> gallery_templates(const Theme& theme, const std::string& only) {
  std::vector<GalleryTemplate> templates;
  for (const auto& [id, graphic] : theme.templates) {
    if (!only.empty() && id != only) continue;
    auto& entry = templates.emplace_back(GalleryTemplate{id, graphic->name, {}});
    for (auto& moment : moments_of(*graphic)) entry.states.push_back(std::move(moment.state));
  }
  return templates;
}

std::string gallery_file(const std::string& template_id, const std::string& state, const GalleryBackdrop& backdrop,
                         const GallerySize& size) {
  return template_id + "-" + state + "-" + backdrop.name + "-" + std::to_string(size.width) + "x" +
         std::to_string(size.height) + ".png";
}

tl::expected<void, std::string> draw_gallery(const std::shared_ptr<const Theme>& theme,
                                             const std::vector<GalleryTemplate>& templates,
                                             const std::filesystem::path& folder,
                                             const std::function<void(std::size_t done, std::size_t all)>& drawn) {
  std::size_t all = 0;
  for (const auto& entry : templates) all += entry.states.size() * kGallerySizes.size() * kGalleryBackdrops.size();
  std::size_t done = 0;
  std::mutex mutex;
  const auto count_one = [&] {
    const std::lock_guard lock(mutex);
    drawn(++done, all);
  };
  // Size by size: only one size's backdrops are held.
  for (const GallerySize& size : kGallerySizes) {
    std::vector<Scenery> sceneries;
    sceneries.reserve(std::size(kGalleryBackdrops));
    for (const auto& backdrop : kGalleryBackdrops) {
      sceneries.push_back({&backdrop, draw_backdrop(backdrop.backdrop, size.width, size.height)});
    }
    std::vector<Job> jobs;
    for (const auto& entry : templates) {
      for (const Scenery& scenery : sceneries) jobs.push_back({theme->find(entry.id), &scenery, size});
    }
    const auto work = [&](std::size_t i) { return draw(theme, jobs[i], folder, count_one); };
    if (auto finished = on_all_cores(jobs.size(), work); !finished) return finished;
  }
  return {};
}

}  // namespace leitai::cli
