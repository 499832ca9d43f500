// SPDX-License-Identifier: GPL-2.0-or-later
// What the overlay costs: beside OBS's own sources and a page in a browser, on the graphics thread, on
// the CPU painter, with text that was never seen, and as pictures grow. Each thing is measured in a
// process of its own, which is this program again; what is compared is measured by turns.
//
//   bench_overlay          about five minutes
//   bench_overlay quick    under one, to try it out: its figures are rough
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "overlays/json/json.h"
#include "tests/bench/figures.h"
#include "tests/bench/overlay/others.h"
#include "tests/bench/overlay/overlay_scenarios.h"
#include "tests/bench/overlay/painters_bench.h"
#include "tests/bench/overlay/process_tree.h"
#include "tests/bench/report.h"

namespace {

namespace fs = std::filesystem;
using namespace leitai::bench;
using leitai::json::Json;
using std::chrono::milliseconds;

/// How much of everything.
struct Extent {
  int turns;
  Spans turn;
  int still_turns;
  Spans still;
  Spans frames;
  Spans calls;
  int takes;
  Spans growth;
  int painter_rounds;
};

constexpr Extent kFull{3,
                       {milliseconds(2500), milliseconds(5000)},
                       2,
                       {milliseconds(3000), milliseconds(3000)},
                       {milliseconds(3000), milliseconds(10000)},
                       {milliseconds(2000), milliseconds(4000)},
                       12,
                       {milliseconds(1200), milliseconds(3000)},
                       25};
constexpr Extent kQuick{1,
                        {milliseconds(1000), milliseconds(1500)},
                        1,
                        {milliseconds(1500), milliseconds(800)},
                        {milliseconds(1000), milliseconds(1500)},
                        {milliseconds(400), milliseconds(1000)},
                        2,
                        {milliseconds(200), milliseconds(300)},
                        3};

/// What a process of this program measures, by its first argument.
std::optional<Json> run_scenario(const std::string& name, const Extent& extent) {
  const fs::path folder = fs::path(LEITAI_BINARY_DIR) / "bench-overlay" / name;
  if (name == "painters") {
    fs::create_directories(folder);
    return measure_painters(folder, extent.painter_rounds);
  }
  Stage stage(folder);
  if (name == "empty") return measure_empty(stage, extent.turn);
  if (name == "board") return measure_overlay(stage, extent.turn, "board");
  if (name == "ranking") return measure_overlay(stage, extent.turn, "ranking");
  if (name == "sources") return measure_sources(stage, extent.turn);
  if (name == "page") return measure_page(stage, extent.turn);
  if (name == "still-empty") return measure_empty(stage, extent.still);
  if (name == "still") return measure_still(stage, extent.still);
  if (name == "quad") return measure_quad(stage, extent.still);
  if (name == "frames-board") return time_frames(stage, extent.frames, "board");
  if (name == "frames-ranking") return time_frames(stage, extent.frames, "ranking");
  if (name == "calls-board") return count_calls(stage, extent.calls, "board");
  if (name == "calls-ranking") return count_calls(stage, extent.calls, "ranking");
  if (name == "characters" || name == "characters-outlined") return take_new_characters(stage, name, extent.takes);
  if (name == "growth") return grow(stage, extent.growth);
  return std::nullopt;
}

/// Runs a scenario in a process of its own.
std::optional<Json> measured(const std::string& scenario, bool quick) {
  constexpr int kLimitS = 120;
  const auto text = output_of({"/proc/self/exe", scenario, quick ? "quick" : "full"}, kLimitS);
  if (!text) {
    return std::nullopt;
  }
  const Json told = Json::parse(*text, nullptr, false);
  return told.is_discarded() ? std::nullopt : std::optional(told);
}

/// The medians of several turns' figures.
class Turns {
 public:
  void add(const Json& figures) {
    for (const auto& [name, value] : figures.items()) {
      values_[name].push_back(value.get<double>());
    }
  }
  double operator[](const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? 0 : median(found->second);
  }

 private:
  std::map<std::string, std::vector<double>> values_;
};

using Compared = std::map<std::string, Turns>;

/// Each scenario by turns; nothing where one failed.
std::optional<Compared> compare(const std::vector<std::string>& scenarios, int turns, bool quick) {
  Compared compared;
  for (int turn = 0; turn < turns; ++turn) {
    for (const std::string& scenario : scenarios) {
      const auto figures = measured(scenario, quick);
      if (!figures) {
        std::fprintf(stderr, "%s failed\n", scenario.c_str());
        return std::nullopt;
      }
      compared[scenario].add(*figures);
    }
  }
  return compared;
}

void print_table(const Compared& compared, const std::vector<std::pair<std::string, std::string>>& names) {
  std::printf("%-44s %8s %8s %10s %12s %9s %9s %7s\n", "1080p60, llvmpipe", "frames/s", "late %", "CPU ms/fr",
              "graphics ms", "peak MB", "PSS MB", "draws");
  for (const auto& [scenario, what] : names) {
    const Turns& turns = compared.at(scenario);
    std::printf("%-44s %8.1f %8.1f %10.2f %12.3f %9.1f %9.1f %7.1f\n", what.c_str(), turns["fps"], turns["late"],
                turns["cpu_ms"], turns["graphics_ms"], turns["peak_mb"], turns["settled_mb"], turns["draws"]);
  }
}

/// What a scenario uses above another, of one figure.
double above(const Compared& compared, const std::string& scenario, const std::string& figure,
             const std::string& empty = "empty") {
  return compared.at(scenario)[figure] - compared.at(empty)[figure];
}

/// A figure of the board, which has a target, or of a picture that is drawn beside it, which has none.
void tell(Report& report, bool has_target, const std::string& what, double value, double target,
          const char* unit = "") {
  if (has_target) {
    report.at_most(what, value, target, unit);
  } else {
    report.figure(what, number(value, 3) + unit);
  }
}

void report_ratios(Report& report, const Compared& compared, const std::string& ours, const std::string& name,
                   bool has_targets) {
  const auto ratio = [&](const char* figure, const char* theirs) {
    return above(compared, ours, figure) / above(compared, theirs, figure);
  };
  const auto tell_ratio = [&](const std::string& what, double value, double target) {
    tell(report, has_targets, what, value, target);
  };
  tell_ratio(name + ", graphics thread, to (b)", ratio("graphics_ms", "sources"), 0.333);
  tell_ratio(name + ", graphics thread, to (c)", ratio("graphics_ms", "page"), 0.333);
  tell_ratio(name + ", whole process tree, to (b)", ratio("cpu_ms", "sources"), 0.7);
  tell_ratio(name + ", whole process tree, to (c)", ratio("cpu_ms", "page"), 0.7);
  tell_ratio(name + ", memory, settled, to (c)", ratio("settled_mb", "page"), 0.1);
  tell_ratio(name + ", memory, peak, to (c)", ratio("peak_mb", "page"), 0.1);
  report.figure(name + ", memory, settled, to (b)", number(ratio("settled_mb", "sources"), 3));
}

void report_board(Report& report, const Extent& extent, bool quick) {
  report.heading("a board of 20 rows that re-ranks every second, by turns; ratios are above an empty OBS");
  const auto compared = compare({"empty", "board", "sources", "page", "ranking"}, extent.turns, quick);
  if (!compared) {
    return report.failed("the board");
  }
  print_table(*compared, {{"empty", "empty OBS"},
                          {"board", "(a) leitai_overlay"},
                          {"sources", "(b) 20 image, 80 FreeType sources"},
                          {"page", "(c) page in Chromium, uploaded every frame"},
                          {"ranking", "(a+) leitai_overlay, the shipped ranking"}});
  report.figure("(c) is", "headless Chromium that draws the page in software, " +
                              number(compared->at("page")["page_fps"], 1) +
                              " frames/s while rows move; the canvas that is uploaded on the graphics thread is "
                              "prepared, so that copying the pixels out of Chromium costs (c) nothing");
  report.figure("(a+) draws more than (b) and (c)", "panel, shadow, heading, badges, glows, counting totals");
  report_ratios(report, *compared, "board", "(a)", true);
  report_ratios(report, *compared, "ranking", "(a+)", false);
}

void report_still(Report& report, const Extent& extent, bool quick) {
  report.heading("the board standing still, by turns with one image source of its size");
  const auto compared = compare({"still-empty", "still", "quad"}, extent.still_turns, quick);
  if (!compared) {
    return report.failed("the board standing still");
  }
  print_table(*compared, {{"still-empty", "empty OBS"}, {"still", "leitai_overlay"}, {"quad", "one image source"}});
  report.at_most("still, whole process tree, to one textured quad",
                 above(*compared, "still", "cpu_ms", "still-empty") / above(*compared, "quad", "cpu_ms", "still-empty"),
                 1);
}

double share(const Json& sum, const char* of, const char* in) {
  return sum[of].get<double>() / std::max(1.0, sum[in].get<double>());
}

void report_calls(Report& report, const std::string& scenario, const std::string& name, bool has_targets, bool quick) {
  const auto told = measured(scenario, quick);
  if (!told) {
    return report.failed(name + ": pixels and calls");
  }
  const Json& moving = (*told)["moving"];
  const Json& still = (*told)["still"];
  const Json& steady = (*told)["steady"];
  tell(report, has_targets, name + ", pixels filled to visible area, moving", share(moving, "drawn", "visible"), 1.3);
  report.figure(name + ", the worst frame", number(moving["worst_ratio"].get<double>(), 3) + ", of " +
                                                moving["frames"].dump() + " frames; " + moving["kept"].dump() +
                                                " more draw the picture to keep it");
  tell(report, has_targets, name + ", pixels filled to one quad of its size, still", share(still, "drawn", "box"), 1);
  report.at_most(name + ", draw calls of a frame, at most", moving["most_draws"].get<double>(), 11);
  report.at_most(name + ", texture uploads in " + steady["steady"].dump() + " steady frames",
                 steady["uploads"].get<double>(), 0);
  report.at_most(name + ", allocations of ours in them", steady["allocations"].get<double>(), 0);
  report.at_most(name + ", draw calls with nothing on air",
                 (*told)["before"]["most_draws"].get<double>() + (*told)["after"]["most_draws"].get<double>(), 0);
}

void report_frames(Report& report, const std::string& scenario, const std::string& name, bool has_targets, bool quick) {
  const auto told = measured(scenario, quick);
  if (!told) {
    return report.failed(name + ": its frames");
  }
  report.figure(name + ", frames",
                (*told)["frames"].dump() + ", own code p50 " + number((*told)["own_p50_ms"].get<double>(), 3) +
                    " ms, with libobs and driver p50 " + number((*told)["whole_p50_ms"].get<double>(), 3) +
                    " ms, draw calls p50 " + number((*told)["draws_p50"].get<double>(), 0));
  tell(report, has_targets, name + ", our own code on the graphics thread, p99", (*told)["own_p99_ms"].get<double>(),
       0.3, " ms");
  tell(report, has_targets, name + ", with libobs and the driver, p99", (*told)["whole_p99_ms"].get<double>(), 2,
       " ms");
}

void report_characters(Report& report, bool quick, const std::string& graphic, double frames) {
  report.heading("200 new Chinese characters in one take, after prewarming: " + graphic);
  const auto told = measured(graphic, quick);
  if (!told) {
    return report.failed("new characters");
  }
  const auto most = [&](const char* figure) {
    return quantile(each(*told, [&](const Json& take) { return take[figure].get<double>(); }), 1);
  };
  report.at_most("frames from the request to the screen, commit included, most of " + std::to_string(told->size()),
                 most("frames"), frames);
  report.at_most("graphics thread, tick and render, longest, CPU", most("cpu_ms"), 2, " ms");
  report.figure("the same by the wall's clock", number(most("wall_ms"), 3) + " ms");
}

void report_painters(Report& report, bool quick) {
  report.heading("CPU painter beside cairo: the shipped ranking at 1080p, one core, by turns");
  const auto told = measured("painters", quick);
  if (!told) {
    return report.failed("painters");
  }
  const double ours = (*told)["ours_ms"], encoded = (*told)["encoded_ms"], cairo = (*told)["cairo_ms"];
  report.figure("medians", number(ours) + " ms into linear light (16 bits), " + number(encoded) +
                               " ms with the encode to sRGB, cairo " + number(cairo) + " ms into eight-bit sRGB; " +
                               (*told)["quads"].dump() + " quads");
  report.at_least("times as fast as cairo, into linear light", cairo / ours, 3);
  report.at_least("times as fast as cairo, with the encode", cairo / encoded, 1.5);
  report.at_most("a damaged band of 96 rows, the costliest, to the whole", (*told)["band_ms"].get<double>() / ours,
                 0.1667);
}

void report_growth(Report& report, bool quick) {
  report.heading("cost as work grows; every second the data changes");
  const auto told = measured("growth", quick);
  if (!told) {
    return report.failed("growth");
  }
  std::printf("%-10s %8s %12s %12s %12s %12s %10s %7s %10s\n", "on air", "visible", "own p50 ms", "own p99 ms",
              "whole p50 ms", "graphics ms", "CPU ms/fr", "draws", "worker ms/s");
  std::map<std::string, const Json*> by_name;
  for (const Json& row : *told) {
    by_name[row["what"]] = &row;
    const auto value = [&](const char* figure) { return row[figure].get<double>(); };
    std::printf("%-10s %8.0f %12.3f %12.3f %12.3f %12.3f %10.2f %7.0f   %10.1f\n",
                row["what"].get<std::string>().c_str(), value("visible"), value("own_p50_ms"), value("own_p99_ms"),
                value("whole_p50_ms"), value("graphics_ms"), value("cpu_ms"), value("draws_p50"), value("worker_ms"));
  }
  const auto ratio = [&](const char* a, const char* b) {
    return (*by_name.at(a))["whole_p50_ms"].get<double>() / (*by_name.at(b))["whole_p50_ms"].get<double>();
  };
  report.at_most("340 rows to 20, of which 20 are seen, on the graphics thread", ratio("340 rows", "20 rows"), 1.1);
  report.at_most("8 layers to 1, on the graphics thread", ratio("8 layers", "1 layer"), 8);
}

int run_all(bool quick) {
  const Extent& extent = quick ? kQuick : kFull;
  Report report;
  adopt_orphans();
  report_board(report, extent, quick);
  report_still(report, extent, quick);
  report.heading("frame by frame: the overlay on the graphics thread");
  report_frames(report, "frames-board", "(a)", true, quick);
  report_calls(report, "calls-board", "(a)", true, quick);
  if (!quick) {
    report_frames(report, "frames-ranking", "(a+)", false, quick);
    report_calls(report, "calls-ranking", "(a+)", false, quick);
  }
  report_characters(report, quick, "characters", 3);
  report_characters(report, quick, "characters-outlined", 6);
  report_painters(report, quick);
  report_growth(report, quick);
  std::printf("\n%d targets missed\n", report.missed());
  return report.missed() == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view first = argc > 1 ? argv[1] : "";
  if (first.empty() || first == "quick") {
    return run_all(first == "quick");
  }
  adopt_orphans();
  const bool quick = argc > 2 && std::string_view(argv[2]) == "quick";
  const auto told = run_scenario(argv[1], quick ? kQuick : kFull);
  if (!told) {
    std::fprintf(stderr, "usage: bench_overlay [quick]\n");
    return 1;
  }
  std::printf("%s\n", told->dump().c_str());
  return 0;
}
