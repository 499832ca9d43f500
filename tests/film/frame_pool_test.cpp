// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/frame_pool.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace leitai::overlays;

namespace {

av::Frame picture_of(int width, int height, std::uint8_t level) {
  av::Frame picture(av_frame_alloc());
  picture->format = AV_PIX_FMT_YUV420P;
  picture->width = width;
  picture->height = height;
  picture->pts = 7;
  REQUIRE(av_frame_get_buffer(picture.get(), 0) == 0);
  for (int row = 0; row < height; ++row) std::fill_n(picture->data[0] + row * picture->linesize[0], width, level);
  for (int plane = 1; plane < 3; ++plane) {
    for (int row = 0; row < height / 2; ++row) {
      std::fill_n(picture->data[plane] + row * picture->linesize[plane], width / 2, level);
    }
  }
  return picture;
}

}  // namespace

TEST_CASE("A picture without a size cannot be copied, and stays as it was") {
  const auto first = picture_of(64, 32, 9);
  const av::Frame second(av_frame_clone(first.get()));
  second->width = 0;
  FramePool pool;
  CHECK_FALSE(pool.make_writable(*second));
  CHECK(second->data[0] == first->data[0]);
}

TEST_CASE("A picture that somebody else looks at is copied, and one's own is not") {
  FramePool pool;
  const auto own = picture_of(66, 34, 3);
  const auto* const before = own->data[0];
  REQUIRE(pool.make_writable(*own));
  CHECK(own->data[0] == before);

  for (const int width : {66, 128}) {
    const auto first = picture_of(width, 34, 40);
    const av::Frame second(av_frame_clone(first.get()));
    REQUIRE(pool.make_writable(*second));
    REQUIRE(av_frame_is_writable(second.get()) > 0);
    REQUIRE(second->data[0] != first->data[0]);
    CHECK(second->pts == 7);
    for (int plane = 0; plane < 3; ++plane) {
      const int rows = plane == 0 ? 34 : 17, columns = plane == 0 ? width : width / 2;
      for (int row = 0; row < rows; ++row) {
        auto* const levels = second->data[plane] + row * second->linesize[plane];
        REQUIRE(std::count(levels, levels + columns, 40) == columns);
        std::fill_n(levels, columns, std::uint8_t{200});
      }
    }
    CHECK(first->data[0][0] == 40);
    CHECK(first->data[2][16 * first->linesize[2]] == 40);
  }
}

TEST_CASE("Memory that was given back is used again, and outlives the pool") {
  const auto film = picture_of(64, 32, 40);
  av::Frame kept(av_frame_clone(film.get()));
  {
    FramePool pool;
    const std::uint8_t* first = nullptr;
    for (int i = 0; i < 5; ++i) {
      const av::Frame picture(av_frame_clone(film.get()));
      REQUIRE(pool.make_writable(*picture));
      if (first == nullptr) first = picture->data[0];
      CHECK(picture->data[0] == first);
    }
    REQUIRE(pool.make_writable(*kept));
  }
  CHECK(kept->data[1][0] == 40);
}
