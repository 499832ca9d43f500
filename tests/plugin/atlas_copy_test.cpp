// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <algorithm>

#include "plugin/atlas_copy.h"
#include "plugin/graphics_scope.h"
#include "tests/plugin/harness/obs_runtime.h"

namespace {

using leitai::overlays::AtlasUpload;
using leitai::overlays::kAtlasPageSize;
using leitai::overlays::kMaxGlyphPages;
using leitai::plugin::AtlasCopy;
using leitai::plugin::GraphicsScope;
using leitai::test::ObsRuntime;
using leitai::test::Pixels;

AtlasUpload upload_of(bool color, int page, int x, int y, int width, int height) {
  AtlasUpload upload;
  upload.color = color;
  upload.page = static_cast<std::uint16_t>(page);
  upload.x = static_cast<std::uint16_t>(x);
  upload.y = static_cast<std::uint16_t>(y);
  upload.width = static_cast<std::uint16_t>(width);
  upload.height = static_cast<std::uint16_t>(height);
  upload.bytes.resize(std::size_t{upload.width} * upload.height * (color ? 4 : 1));
  for (std::size_t i = 0; i < upload.bytes.size(); ++i) {
    upload.bytes[i] = static_cast<std::uint8_t>(1 + (i * 7 + static_cast<std::size_t>(x * 31 + y * 17)) % 255);
  }
  return upload;
}

void put_into(Pixels& page, const AtlasUpload& upload) {
  const std::size_t row = std::size_t{upload.width} * 4;
  for (std::size_t y = 0; y < upload.height; ++y) {
    std::copy_n(upload.bytes.begin() + static_cast<std::ptrdiff_t>(y * row), row,
                page.bytes.begin() +
                    static_cast<std::ptrdiff_t>(((upload.y + y) * std::size_t{kAtlasPageSize} + upload.x) * 4));
  }
}

}  // namespace

TEST_CASE("an upload that lies beyond its page, or has too few bytes, is left out") {
  const ObsRuntime obs;
  const GraphicsScope graphics;
  AtlasCopy atlas;
  atlas.add(upload_of(true, 0, kAtlasPageSize - 10, 0, 11, 4));
  atlas.add(upload_of(false, kMaxGlyphPages, 0, 0, 4, 4));
  AtlasUpload short_one = upload_of(true, 0, 0, 0, 8, 8);
  short_one.bytes.pop_back();
  atlas.add(short_one);
  atlas.flush();
  CHECK(atlas.page(true, 0) == nullptr);
}

TEST_CASE("uploads reach their places, however many come at once") {
  // More than is on its way to the card at once, in pieces of many sizes; and the texels between stay empty.
  const ObsRuntime obs;
  const GraphicsScope graphics;
  AtlasCopy atlas;
  Pixels expected{kAtlasPageSize, kAtlasPageSize,
                  std::vector<std::uint8_t>(std::size_t{kAtlasPageSize} * kAtlasPageSize * 4)};
  int sizes = 0;
  for (int y = 1; y + 40 < 600; y += 41) {
    for (int x = 1; x + 90 < kAtlasPageSize;) {
      const int width = 5 + ++sizes * 13 % 84;
      const AtlasUpload upload = upload_of(true, 0, x, y, width, 10 + sizes * 7 % 30);
      atlas.add(upload);
      put_into(expected, upload);
      x += width + 1;
    }
  }
  const AtlasUpload large = upload_of(true, 0, 3, 610, 1000, 400);
  atlas.add(large);
  put_into(expected, large);
  atlas.flush();
  CHECK(leitai::test::read_texture(atlas.page(true, 0)).bytes == expected.bytes);

  const AtlasUpload late = upload_of(true, 0, 1, 1, 20, 20);
  atlas.add(late);
  put_into(expected, late);
  atlas.flush();
  CHECK(leitai::test::read_texture(atlas.page(true, 0)).bytes == expected.bytes);
}

TEST_CASE("the spare page is the one after the last in use, once that is half full, and the last page has none") {
  const ObsRuntime obs;
  const GraphicsScope graphics;
  AtlasCopy atlas;
  atlas.settle();
  CHECK(atlas.page(false, 0) == nullptr);
  atlas.add(upload_of(false, 0, 0, kAtlasPageSize / 2 - 4, 4, 4));
  atlas.settle();
  CHECK(atlas.page(false, 1) == nullptr);
  atlas.add(upload_of(false, 0, 0, kAtlasPageSize / 2, 4, 4));
  atlas.settle();
  gs_texture_t* const spare = atlas.page(false, 1);
  CHECK(spare != nullptr);
  atlas.settle();
  CHECK(atlas.page(false, 1) == spare);
  CHECK(atlas.page(false, 2) == nullptr);
  // The next page begins, and the first is written to again.
  atlas.add(upload_of(false, 1, 0, 0, 4, 4));
  atlas.add(upload_of(false, 0, 0, kAtlasPageSize - 4, 4, 4));
  atlas.settle();
  CHECK(atlas.page(false, 2) == nullptr);
  atlas.add(upload_of(false, kMaxGlyphPages - 1, 0, kAtlasPageSize - 4, 4, 4));
  atlas.settle();
  CHECK(atlas.page(true, 0) == nullptr);
  atlas.flush();
}

TEST_CASE("uploads after a quiet time arrive as those before it") {
  const ObsRuntime obs;
  const GraphicsScope graphics;
  AtlasCopy atlas;
  Pixels expected{kAtlasPageSize, kAtlasPageSize,
                  std::vector<std::uint8_t>(std::size_t{kAtlasPageSize} * kAtlasPageSize * 4)};
  for (const int y : {0, 512}) {
    // More than the small texture on the way has room for.
    for (int x = 0; x < kAtlasPageSize; x += 256) {
      const AtlasUpload upload = upload_of(true, 0, x, y, 256, 256);
      atlas.add(upload);
      put_into(expected, upload);
    }
    atlas.flush();
    CHECK(leitai::test::read_texture(atlas.page(true, 0)).bytes == expected.bytes);
    for (int frame = 0; frame < 200; ++frame) {
      atlas.settle();
    }
  }
}
