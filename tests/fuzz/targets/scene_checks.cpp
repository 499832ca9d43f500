// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fuzz/targets/scene_checks.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

#include "tests/fuzz/targets/must.h"
#include "tests/scene/same_picture.h"

namespace fuzz {
namespace {

using namespace leitai::overlays;
using scene_test::same_picture;

constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kHour = 3'600'000 * kMs;

/// What takes long to make is made once, and again after so many stories: what fonts and families of hostile themes
/// leave behind stays bounded.
constexpr int kStoriesOfAnEngine = 256;
constexpr int kStoriesOfAnAtlas = 32;

std::shared_ptr<TextEngine> make_engine() {
  auto made = TextEngine::create({});
  must(made.has_value(), "there is a text engine");
  return std::move(*made);
}

/// Two, so that what one has kept from before is compared with what another has not.
struct Engines {
  std::shared_ptr<TextEngine> player, newcomer;
  int stories = 0;
};

Engines& engines() {
  static Engines kept;
  if (kept.player == nullptr || ++kept.stories >= kStoriesOfAnEngine) kept = {make_engine(), make_engine(), 0};
  if (kept.stories % kStoriesOfAnAtlas == 0) {
    kept.player->reset_atlas();
    kept.newcomer->reset_atlas();
  }
  return kept;
}

std::unique_ptr<ScenePreparer> preparer(const Story& story, const std::shared_ptr<TextEngine>& engine) {
  auto made = ScenePreparer::create(story.theme, story.width, story.height, engine);
  must(made.has_value(), "there is a preparer");
  return std::move(*made);
}

AirChannel channel(const AirItem& take) {
  AirChannel result;
  result.id = "program";
  result.layers.push_back({1, std::nullopt, take});
  return result;
}

/// What is known of a take at a time.
AirItem known_at(const AirItem& take, std::int64_t time_ns) {
  const Millis now = time_ns / kMs;
  AirItem known = take;
  std::erase_if(known.versions, [&](const AirVersion& version) { return version.at > now; });
  if (known.versions.empty()) known.versions.push_back(take.versions.front());
  if (known.out_at && *known.out_at > now) known.out_at.reset();
  return known;
}

bool is_finite(const Rect& rect) {
  return std::isfinite(rect.x0) && std::isfinite(rect.y0) && std::isfinite(rect.x1) && std::isfinite(rect.y1);
}

bool is_finite(const Color& color) {
  return std::isfinite(color.r) && std::isfinite(color.g) && std::isfinite(color.b) && std::isfinite(color.a);
}

bool is_finite(const Affine& t) {
  return std::isfinite(t.xx) && std::isfinite(t.xy) && std::isfinite(t.yx) && std::isfinite(t.yy) &&
         std::isfinite(t.x0) && std::isfinite(t.y0);
}

bool is_finite(const Quad& quad) {
  return is_finite(quad.rect) && is_finite(quad.transform) && is_finite(quad.clip) && std::isfinite(quad.opacity) &&
         is_finite(quad.color) && is_finite(quad.color2) && is_finite(quad.border) &&
         std::isfinite(quad.gradient_angle) && std::isfinite(quad.border_width) && std::isfinite(quad.blur) &&
         std::all_of(std::begin(quad.radius), std::end(quad.radius), [](float r) { return std::isfinite(r); }) &&
         is_finite(quad.texels);
}

DisplayList picture(const PreparedScene& scene, std::int64_t time_ns) {
  DisplayList list;
  scene.evaluate(time_ns, list);
  return list;
}

DisplayList checked_picture(const PreparedScene& scene, std::int64_t time_ns) {
  DisplayList list = picture(scene, time_ns);
  must(list.quads.size() <= scene.quad_capacity(), "a picture is within its capacity");
  for (const Quad& quad : list.quads) must(is_finite(quad), "a quad's numbers are finite");
  const DisplayList again = picture(scene, time_ns);
  must(same_picture(list, again), "a picture is the same twice");
  const std::int64_t next = scene.next_change_ns(time_ns);
  must(next > time_ns, "a picture changes later than now");
  if (next > time_ns + 1) {
    const std::int64_t last = next == INT64_MAX ? time_ns + kHour : next - 1;
    must(same_picture(list, picture(scene, last)), "a picture stands until it is said to change");
  }
  return list;
}

void check_painted(const DisplayList& list, TextEngine& engine) {
  Canvas canvas(list.width, list.height);
  paint(list, engine.atlas_pixels(), canvas);
  must(encode_srgb(canvas, AlphaMode::straight) == paint_srgb(list, engine.atlas_pixels(), AlphaMode::straight),
       "a picture is the same whichever way it is painted");
}

/// Somebody who prepares every change as it comes.
void follow(const Story& story, const std::shared_ptr<TextEngine>& engine, const std::vector<DisplayList>& played) {
  const auto follower = preparer(story, engine);
  for (std::size_t i = 0; i < played.size(); ++i) {
    const std::int64_t time_ns = story.times_ns[i];
    const auto scene = follower->prepare(channel(known_at(story.take, time_ns)), 1);
    if (follower->text().atlas_full()) return;
    must(same_picture(played[i], checked_picture(*scene, time_ns)), "who follows sees what who knows all sees");
  }
}

/// Somebody who starts in the middle.
void join(const Story& story, const std::shared_ptr<TextEngine>& engine, const std::vector<DisplayList>& played) {
  const std::size_t middle = played.size() / 2;
  const std::int64_t time_ns = story.times_ns[middle];
  const auto newcomer = preparer(story, engine);
  const auto scene = newcomer->prepare(channel(known_at(story.take, time_ns)), 1);
  if (newcomer->text().atlas_full()) return;
  must(same_picture(played[middle], picture(*scene, time_ns)), "who comes later sees the same picture");
}

}  // namespace

void check_story(const Story& story) {
  Engines& kept = engines();
  must(!story.times_ns.empty(), "a story is looked at");
  const auto player = preparer(story, kept.player);
  const auto whole = player->prepare(channel(story.take), 1);
  // What has no room in an atlas of its own is not drawn: which glyphs those are depends on who came first.
  if (player->text().atlas_full()) return;

  std::vector<DisplayList> played;
  for (const std::int64_t time_ns : story.times_ns) played.push_back(checked_picture(*whole, time_ns));
  for (std::size_t i = 0; i < played.size(); i += 1 + played.size() / 3) check_painted(played[i], player->text());

  follow(story, kept.newcomer, played);
  join(story, kept.newcomer, played);
}

}  // namespace fuzz
