// SPDX-License-Identifier: GPL-2.0-or-later
// Moving pictures on the card: which texture holds which picture, and when.
#include "plugin/moving_textures.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>

#include "plugin/graphics_scope.h"
#include "tests/plugin/harness/film_of_pages.h"
#include "tests/plugin/harness/obs_runtime.h"

namespace {

using leitai::overlays::DisplayList;
using leitai::overlays::MovingPicture;
using leitai::overlays::Quad;
using leitai::overlays::QuadKind;
using leitai::plugin::GraphicsScope;
using leitai::plugin::MovingTextures;
using leitai::test::FilmOfPages;
using leitai::test::ObsRuntime;

constexpr int kWidth = 5, kHeight = 3;
using Films = std::vector<std::shared_ptr<MovingPicture>>;

/// A film of pages of one value each, from `first` on.
std::shared_ptr<FilmOfPages> film_of(std::size_t count, int first) {
  struct Owner {
    std::vector<std::vector<std::uint8_t>> bytes;
    std::unique_ptr<FilmOfPages> film;
  };
  const auto owner = std::make_shared<Owner>();
  std::vector<leitai::overlays::AtlasPagePixels> pages;
  owner->bytes.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    owner->bytes.emplace_back(std::size_t{kWidth} * kHeight * 4,
                              static_cast<std::uint8_t>(first + static_cast<int>(i)));
    pages.push_back({kWidth, kHeight, owner->bytes.back()});
  }
  owner->film = std::make_unique<FilmOfPages>(std::move(pages));
  return {owner, owner->film.get()};
}

DisplayList list_of(const std::vector<std::pair<int, std::uint32_t>>& shown) {
  DisplayList list{100, 100, {}};
  for (const auto& [page, number] : shown) {
    Quad quad;
    quad.kind = QuadKind::moving;
    quad.page = static_cast<std::uint16_t>(page);
    quad.number = number;
    list.quads.push_back(quad);
  }
  return list;
}

/// The value in the middle of a page's texture; nothing where there is none. Its border must be empty.
std::optional<int> value_of(const MovingTextures& textures, std::size_t page) {
  gs_texture_t* texture = textures.texture(page);
  if (texture == nullptr) {
    return std::nullopt;
  }
  const auto pixels = leitai::test::read_texture(texture);
  REQUIRE(pixels.width == kWidth + 2);
  REQUIRE(pixels.height == kHeight + 2);
  for (int y = 0; y < pixels.height; ++y) {
    for (int x = 0; x < pixels.width; ++x) {
      const bool inside = x > 0 && y > 0 && x <= kWidth && y <= kHeight;
      CHECK(int{pixels.at(x, y)[3]} == (inside ? int{pixels.at(2, 2)[0]} : 0));
    }
  }
  return pixels.at(2, 2)[0];
}

}  // namespace

TEST_CASE("a moving picture that is nowhere, or not decoded, draws nothing") {
  const ObsRuntime obs;
  const GraphicsScope graphics;
  MovingTextures textures;
  textures.want(list_of({{0, 0}, {99, 0}}));
  CHECK_FALSE(textures.upload(UINT64_MAX));
  CHECK(textures.texture(0) == nullptr);
  CHECK(textures.texture(99) == nullptr);
  const auto film = film_of(3, 10);
  film->have_decoded(0);
  textures.use(Films{film, nullptr});
  textures.want(list_of({{0, 1}, {1, 0}, {65535, 0}}));
  CHECK_FALSE(textures.upload(UINT64_MAX));
  CHECK_FALSE(value_of(textures, 0).has_value());
  CHECK_FALSE(value_of(textures, 1).has_value());
}

TEST_CASE("a moving picture is brought to the card when its number changes, and not before") {
  const ObsRuntime obs;
  const GraphicsScope graphics;
  MovingTextures textures;
  const auto film = film_of(3, 10);
  textures.use(Films{film});
  CHECK_FALSE(textures.upload(UINT64_MAX));  // nobody shows it
  for (const std::uint32_t number : {0U, 1U, 2U}) {
    textures.want(list_of({{0, number}}));
    CHECK(textures.upload(UINT64_MAX));
    CHECK(value_of(textures, 0) == 10 + static_cast<int>(number));
    const int asked = film->times_asked();
    CHECK_FALSE(textures.upload(UINT64_MAX));
    CHECK(film->times_asked() == asked);
  }
}

TEST_CASE("a late picture is the last one that was there, and comes when it is decoded") {
  const ObsRuntime obs;
  const GraphicsScope graphics;
  MovingTextures textures;
  const auto film = film_of(4, 20);
  textures.use(Films{film});
  textures.want(list_of({{0, 1}}));
  film->have_decoded(2);
  CHECK(textures.upload(UINT64_MAX));
  textures.want(list_of({{0, 3}}));
  CHECK_FALSE(textures.upload(UINT64_MAX));
  CHECK(value_of(textures, 0) == 21);
  film->have_decoded(3);
  CHECK(textures.upload(UINT64_MAX));
  CHECK(value_of(textures, 0) == 22);
  film->have_decoded(4);
  CHECK(textures.upload(UINT64_MAX));
  CHECK(value_of(textures, 0) == 23);
}

TEST_CASE("where a frame has no time for all, each has its turn") {
  const ObsRuntime obs;
  const GraphicsScope graphics;
  MovingTextures textures;
  const Films films{film_of(3, 10), film_of(3, 20), film_of(3, 30)};
  textures.use(films);
  for (std::uint32_t number = 0; number < 3; ++number) {
    textures.want(list_of({{0, number}, {1, number}, {2, number}}));
    CHECK(textures.upload(0));
  }
  CHECK(value_of(textures, 0) == 10);
  CHECK(value_of(textures, 1) == 21);
  CHECK(value_of(textures, 2) == 32);
}

TEST_CASE("what plays on from scene to scene keeps its texture, and what is gone loses it") {
  const ObsRuntime obs;
  const GraphicsScope graphics;
  MovingTextures textures;
  const auto goes = film_of(1, 10), stays = film_of(2, 20), comes = film_of(1, 40);
  textures.use(Films{goes, stays});
  textures.want(list_of({{0, 0}, {1, 0}}));
  CHECK(textures.upload(UINT64_MAX));
  gs_texture_t* const kept = textures.texture(1);
  textures.use(Films{stays, comes});
  CHECK(textures.texture(0) == kept);
  CHECK(value_of(textures, 0) == 20);
  CHECK(textures.texture(1) == nullptr);
  // Scenes that are never drawn come and go, and every picture is met again and again.
  for (int i = 0; i < 100; ++i) {
    textures.use(i % 2 == 0 ? Films{} : Films(20, comes));
  }
  textures.use(Films{goes});
  textures.want(list_of({{0, 0}}));
  CHECK(textures.upload(UINT64_MAX));
  CHECK(value_of(textures, 0) == 10);
}

TEST_CASE("a card that was given as many moving pictures as a scene has, again and again, holds those of the last") {
  const ObsRuntime obs;
  const GraphicsScope graphics;
  MovingTextures textures;
  for (int scene = 0; scene < 3; ++scene) {
    Films films;
    std::vector<std::pair<int, std::uint32_t>> shown;
    for (int i = 0; i < static_cast<int>(leitai::overlays::kMaxMovingOfScene) + 4; ++i) {
      films.push_back(film_of(1, 10 * scene + i));
      shown.emplace_back(i, 0);
    }
    textures.use(films);
    textures.want(list_of(shown));
    CHECK(textures.upload(UINT64_MAX));
    CHECK(value_of(textures, 15) == 10 * scene + 15);
    CHECK(textures.texture(16) == nullptr);
    textures.use({});
  }
}
