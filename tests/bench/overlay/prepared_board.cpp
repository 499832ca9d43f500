// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/overlay/prepared_board.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numbers>

#include "overlays/template/theme.h"
#include "tests/bench/overlay/board.h"

namespace leitai::bench {
namespace {

[[noreturn]] void give_up(const std::string& reason) {
  std::fprintf(stderr, "%s\n", reason.c_str());
  std::exit(1);
}

/// The shipped theme and the bench's template, where it is one.
std::shared_ptr<const overlays::Theme> theme_with(const std::string& template_id) {
  namespace fs = std::filesystem;
  const fs::path source = LEITAI_SOURCE_DIR;
  const fs::path folder = fs::path(LEITAI_BINARY_DIR) / "bench-overlay" / "theme";
  fs::remove_all(folder);
  fs::create_directories(folder.parent_path());
  fs::copy(source / "overlays/themes/arena", folder, fs::copy_options::recursive);
  const fs::path own = source / "tests/bench/overlay" / (template_id + ".json");
  if (fs::exists(own)) {
    fs::copy(own, folder / "templates", fs::copy_options::overwrite_existing);
  }
  auto theme = overlays::load_theme(folder);
  return theme ? *theme : nullptr;
}

}  // namespace

PreparedBoard prepare_board(const std::string& template_id) {
  auto preparer = overlays::ScenePreparer::create(theme_with(template_id), kCanvasWidth, kCanvasHeight);
  if (!preparer) {
    give_up(preparer.error());
  }
  overlays::AirItem item;
  item.id = template_id;
  item.template_id = template_id;
  item.versions.push_back({0, 0, std::make_shared<const json::Json>(json::Json{{"rows", ranking_rows(0)}})});
  overlays::AirChannel channel;
  channel.layers.push_back({1, std::nullopt, item});
  PreparedBoard board{std::move(*preparer), {}};
  constexpr std::int64_t kAtRest = 60'000'000'000;
  board.preparer->prepare(channel, 1)->evaluate(kAtRest, board.list);
  if (board.list.quads.empty()) {
    give_up("nothing to draw: " + template_id);
  }
  return board;
}

overlays::Quad row_box() {
  overlays::Quad box;
  box.rect = {0, 0, kRowWidth, kRowHeight};
  box.color = overlays::color_from_srgb(0x1c / 255.0F, 0x37 / 255.0F, 0x84 / 255.0F, 1);
  box.color2 = overlays::color_from_srgb(0x14 / 255.0F, 0x29 / 255.0F, 0x6a / 255.0F, 1);
  box.gradient_angle = std::numbers::pi_v<float> / 2;
  std::fill(box.radius, box.radius + 4, 8.0F);
  return box;
}

bool write_picture(const std::string& file, const overlays::DisplayList& list, const overlays::AtlasPixels& atlas) {
  const auto bytes = overlays::paint_srgb(list, atlas, overlays::AlphaMode::straight);
  const auto png = overlays::encode_png(bytes, list.width, list.height, 1);
  std::ofstream out(file, std::ios::binary);
  return png && out.write(reinterpret_cast<const char*>(png->data()), static_cast<std::streamsize>(png->size()));
}

}  // namespace leitai::bench
