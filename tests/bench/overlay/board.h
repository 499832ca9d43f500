// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "overlays/json/json.h"

/// The picture that every way of drawing draws: twenty rows that change places and totals every
/// second. board.json, page.html and the numbers below say the same.
namespace leitai::bench {

constexpr int kRows = 20;
constexpr int kRowsPerColumn = 10;
constexpr float kRowWidth = 816;
constexpr float kRowHeight = 72;
constexpr int kMoveMs = 700;
constexpr int kCanvasWidth = 1920;
constexpr int kCanvasHeight = 1080;

struct Place {
  float x = 0, y = 0;
};

/// The upper left corner of a rank's row. Ranks count from 1.
Place place_of(int rank);

/// A contestant's row in one second. They are named by their index, from 0.
struct RowState {
  int rank = 0;
  int hundredths = 0;  ///< of the total; no two are equal
};

std::string name_of(int contestant);
std::string organization_of(int contestant);
/// "93.05"
std::string total_text(int hundredths);

/// By contestant. The same second always shows the same.
std::vector<RowState> board_at(int second, int rows = kRows);

/// The rows of a `ranking`'s data, by rank.
json::Json ranking_rows(int second, int rows = kRows);

/// `seconds` of it for the page.
json::Json board_script(int seconds);

}  // namespace leitai::bench
