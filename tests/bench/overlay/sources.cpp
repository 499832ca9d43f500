// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include <util/platform.h>

#include "tests/bench/overlay/board.h"
#include "tests/bench/overlay/others.h"
#include "tests/bench/overlay/prepared_board.h"

namespace leitai::bench {
namespace {

/// obs_data's colours: alpha, blue, green, red.
constexpr std::uint32_t kWhite = 0xFFFFFFFF;
constexpr std::uint32_t kMist = 0xFFEAC8B9;

json::Json text_settings(const std::string& text, const char* face, bool bold, int size, std::uint32_t color) {
  return {{"text", text},
          {"font", {{"face", face}, {"style", bold ? "Bold" : "Regular"}, {"size", size}, {"flags", bold ? 1 : 0}}},
          {"color1", color},
          {"color2", color}};
}

void set_text(obs_source_t* source, const std::string& text) {
  obs_data_t* settings = obs_data_create();
  obs_data_set_string(settings, "text", text.c_str());
  obs_source_update(source, settings);
  obs_data_release(settings);
}

float ease_in_out_cubic(float t) {
  return t < 0.5F ? 4 * t * t * t : 1 - 4 * (1 - t) * (1 - t) * (1 - t);
}

/// A part of a row, and where it stands in it.
struct Part {
  Source source;
  obs_sceneitem_t* item = nullptr;
  vec2 offset{};
};

struct Row {
  Part background, rank, name, organization, total;
  RowState state;
  Place from, to;
};

/// The board as a user builds it from OBS's own sources.
class SourceBoard {
 public:
  SourceBoard(const std::string& row_picture, int second) : scene_(obs_scene_create("board")) {
    const auto board = board_at(second);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      add_row(rows_[i], static_cast<int>(i), board[i], row_picture);
    }
    place_rows(0);
    obs_set_output_source(0, obs_scene_get_source(scene_));
    obs_add_tick_callback(&SourceBoard::on_tick, this);
  }
  ~SourceBoard() {
    obs_remove_tick_callback(&SourceBoard::on_tick, this);
    obs_set_output_source(0, nullptr);
    obs_scene_release(scene_);
  }
  SourceBoard(const SourceBoard&) = delete;
  SourceBoard& operator=(const SourceBoard&) = delete;

  void show(int second) {
    const auto board = board_at(second);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      Row& row = rows_[i];
      if (row.state.rank != board[i].rank) {
        set_text(row.rank.source.get(), std::to_string(board[i].rank));
      }
      if (row.state.hundredths != board[i].hundredths) {
        set_text(row.total.source.get(), total_text(board[i].hundredths));
      }
    }
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      rows_[i].state = board[i];
      rows_[i].from = rows_[i].to;
      rows_[i].to = place_of(board[i].rank);
    }
    moved_ns_ = os_gettime_ns();
    moving_ = true;
  }

 private:
  void add_row(Row& row, int contestant, const RowState& state, const std::string& picture) {
    constexpr float kMiddle = kRowHeight / 2;
    row.state = state;
    row.from = row.to = place_of(state.rank);
    add(row.background, "image_source", {{"file", picture}}, {0, 0}, OBS_ALIGN_LEFT | OBS_ALIGN_TOP);
    add(row.rank, "text_ft2_source_v2", text_settings(std::to_string(state.rank), "Inter", true, 34, kWhite),
        {36, kMiddle}, OBS_ALIGN_CENTER);
    add(row.name, "text_ft2_source_v2", text_settings(name_of(contestant), "Noto Sans CJK SC", true, 34, kWhite),
        {84, kMiddle}, OBS_ALIGN_LEFT);
    add(row.organization, "text_ft2_source_v2",
        text_settings(organization_of(contestant), "Noto Sans CJK SC", false, 24, kMist), {300, kMiddle},
        OBS_ALIGN_LEFT);
    add(row.total, "text_ft2_source_v2", text_settings(total_text(state.hundredths), "Inter", true, 34, kWhite),
        {kRowWidth - 20, kMiddle}, OBS_ALIGN_RIGHT);
  }

  void add(Part& part, const char* id, const json::Json& settings, Place offset, std::uint32_t alignment) {
    part.source = make_source(id, id, settings);
    part.item = obs_scene_add(scene_, part.source.get());
    vec2_set(&part.offset, offset.x, offset.y);
    obs_sceneitem_set_alignment(part.item, alignment);
  }

  static void on_tick(void* self, float /*seconds*/) { static_cast<SourceBoard*>(self)->tick(); }

  void tick() {
    const std::lock_guard lock(mutex_);
    if (moving_) {
      const float t = static_cast<float>(os_gettime_ns() - moved_ns_) / 1e6F / kMoveMs;
      moving_ = t < 1;
      place_rows(ease_in_out_cubic(std::min(t, 1.0F)));
    }
  }

  void place_rows(float share) {
    for (const Row& row : rows_) {
      const float x = row.from.x + share * (row.to.x - row.from.x);
      const float y = row.from.y + share * (row.to.y - row.from.y);
      for (const Part* part : {&row.background, &row.rank, &row.name, &row.organization, &row.total}) {
        vec2 place;
        vec2_set(&place, x + part->offset.x, y + part->offset.y);
        obs_sceneitem_set_pos(part->item, &place);
      }
    }
  }

  obs_scene_t* scene_;
  std::array<Row, kRows> rows_;
  std::mutex mutex_;
  std::uint64_t moved_ns_ = 0;
  bool moving_ = false;
};

void need_picture(bool written) {
  if (!written) {
    std::fprintf(stderr, "cannot write a picture\n");
    std::exit(1);
  }
}

}  // namespace

json::Json measure_empty(Stage& stage, const Spans& spans) {
  return measure(stage, spans, [](int) {});
}

json::Json measure_sources(Stage& stage, const Spans& spans) {
  open_module_of_obs("image-source");
  open_module_of_obs("text-freetype2");
  obs_post_load_modules();
  const std::string picture = stage.folder() / "row.png";
  need_picture(write_picture(picture, {static_cast<int>(kRowWidth), static_cast<int>(kRowHeight), {row_box()}}, {}));
  SourceBoard board(picture, 0);
  return measure(stage, spans, [&](int second) { board.show(second); });
}

json::Json measure_quad(Stage& stage, const Spans& spans) {
  open_module_of_obs("image-source");
  obs_post_load_modules();
  // The board lies in the middle of the canvas: its picture is cut at both ends alike.
  PreparedBoard board = prepare_board("board");
  const Place first = place_of(1), last = place_of(kRows);
  for (overlays::Quad& quad : board.list.quads) {
    quad.transform.x0 -= first.x;
    quad.transform.y0 -= first.y;
    quad.clip = {-1e9F, -1e9F, 1e9F, 1e9F};
  }
  board.list.width = static_cast<int>(last.x + kRowWidth - first.x);
  board.list.height = static_cast<int>(last.y + kRowHeight - first.y);
  const std::string picture = stage.folder() / "board.png";
  need_picture(write_picture(picture, board.list, board.atlas()));
  const Source image = make_source("image_source", "board", {{"file", picture}});
  obs_scene_t* scene = obs_scene_create("board");
  vec2 place;
  vec2_set(&place, first.x, first.y);
  obs_sceneitem_set_pos(obs_scene_add(scene, image.get()), &place);
  obs_set_output_source(0, obs_scene_get_source(scene));
  json::Json figures = measure(stage, spans, [](int) {});
  obs_set_output_source(0, nullptr);
  obs_scene_release(scene);
  return figures;
}

}  // namespace leitai::bench
