// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/overlay/board.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <random>

namespace leitai::bench {
namespace {

constexpr float kLeft = 128;
constexpr float kTop = 144;
constexpr float kColumnStep = kRowWidth + 32;
constexpr float kRowStep = kRowHeight + 8;

}  // namespace

Place place_of(int rank) {
  const int index = rank - 1;
  return {kLeft + kColumnStep * static_cast<float>(index / kRowsPerColumn),
          kTop + kRowStep * static_cast<float>(index % kRowsPerColumn)};
}

std::string name_of(int contestant) {
  return std::to_string(contestant + 1) + "号选手";
}

std::string organization_of(int contestant) {
  static const char* const kNames[] = {"党建工作办公室", "经济发展办公室", "社会事务办公室", "农业发展中心",
                                       "财政审计所",     "便民服务中心",   "平安法治办公室", "规划建设办公室",
                                       "东部片区",       "西部片区"};
  return kNames[static_cast<std::size_t>(contestant) % std::size(kNames)];
}

std::string total_text(int hundredths) {
  char text[16];
  std::snprintf(text, sizeof(text), "%d.%02d", hundredths / 100, hundredths % 100);
  return text;
}

std::vector<RowState> board_at(int second, int rows) {
  std::mt19937 random(static_cast<std::uint32_t>(second) + 1);
  std::vector<int> order(static_cast<std::size_t>(rows));
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[random() % i]);
  }
  std::vector<RowState> board(order.size());
  int hundredths = 9950;
  for (std::size_t i = 0; i < order.size(); ++i) {
    hundredths -= 1 + static_cast<int>(random() % 20);
    board[static_cast<std::size_t>(order[i])] = {static_cast<int>(i) + 1, hundredths};
  }
  return board;
}

json::Json ranking_rows(int second, int rows) {
  const std::vector<RowState> board = board_at(second, rows);
  json::Json list(board.size(), json::Json());
  for (std::size_t i = 0; i < board.size(); ++i) {
    const int contestant = static_cast<int>(i);
    list[static_cast<std::size_t>(board[i].rank - 1)] = {{"id", "c" + std::to_string(contestant + 1)},
                                                         {"rank", board[i].rank},
                                                         {"name", name_of(contestant)},
                                                         {"organization", organization_of(contestant)},
                                                         {"total", total_text(board[i].hundredths)}};
  }
  return list;
}

json::Json board_script(int seconds) {
  json::Json script = {{"contestants", json::Json::array()}, {"seconds", json::Json::array()}};
  for (int i = 0; i < kRows; ++i) {
    script["contestants"].push_back({{"name", name_of(i)}, {"organization", organization_of(i)}});
  }
  for (int second = 0; second < seconds; ++second) {
    json::Json states = json::Json::array();
    for (const RowState& row : board_at(second)) {
      const Place place = place_of(row.rank);
      states.push_back({{"rank", row.rank}, {"total", total_text(row.hundredths)}, {"x", place.x}, {"y", place.y}});
    }
    script["seconds"].push_back(std::move(states));
  }
  return script;
}

}  // namespace leitai::bench
