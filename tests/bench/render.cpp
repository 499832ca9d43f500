// SPDX-License-Identifier: GPL-2.0-or-later
// What graphics over a film cost: 1080p60 H.264 decoded and encoded by FFmpeg alone; the same with leitai render and a
// ranking of 20 rows that moves; with FFmpeg's drawtext drawing as many texts; and with the ranking as a ProRes 4444
// film through FFmpeg's overlay. In milliseconds of CPU a picture, of all threads.
//
// The encoder works longer at some pictures than at others: a board that moves costs it more than letters over the film
// do. So what FFmpeg alone needs for the finished pictures of both is measured too: less than that no program needs
// that draws them. It decides nothing.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "overlays/json/json.h"

namespace {

namespace fs = std::filesystem;
using leitai::json::Json;

constexpr int kSeconds = 3, kRate = 60, kRows = 20, kTexts = 80, kStepMs = 500;
constexpr double kMostAdded = 15;
constexpr const char* kEncode = " -c:v libx264 -preset veryfast -crf 18 -y ";

/// Seconds of CPU that a command takes; ends the program where it fails.
double cpu_of(const std::string& command) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || ::wait4(child, &status, 0, &usage) != child || status != 0) {
    std::fprintf(stderr, "failed: %s\n", command.c_str());
    std::exit(1);
  }
  const auto seconds = [](const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Json ranking(const std::vector<int>& order) {
  Json rows = Json::array();
  for (int rank = 0; rank < kRows; ++rank) {
    const int who = order[std::size_t(rank)];
    rows.push_back({{"id", "c" + std::to_string(who)},
                    {"rank", rank + 1},
                    {"name", "Contestant " + std::to_string(who)},
                    {"organization", "District " + std::to_string(who * 7 % 11)},
                    {"total", std::to_string(99 - rank) + ".25"}});
  }
  return {{"title", "Ranking"}, {"rows", rows}, {"limit", kRows}};
}

/// Half of the rows change their places twice a second.
void write_show(const fs::path& file) {
  std::ofstream out(file);
  std::mt19937 random(5);
  std::vector<int> order(kRows);
  std::iota(order.begin(), order.end(), 1);
  for (int at_ms = 0; at_ms < kSeconds * 1000; at_ms += kStepMs) {
    const Json data = ranking(order);
    const Json body = at_ms == 0 ? Json{{"template", "ranking"}, {"data", data}}
                                 : Json{{"channel", "program"}, {"layer", 40}, {"data", data}};
    out << Json{{"at_ms", at_ms}, {"call", at_ms == 0 ? "air/take" : "air/update"}, {"body", body}}.dump() << "\n";
    for (int i = 0; i < kRows / 4; ++i) std::swap(order[random() % kRows], order[random() % kRows]);
  }
}

void write_texts(const fs::path& file) {
  std::ofstream out(file);
  for (int i = 0; i < kTexts; ++i) {
    out << (i == 0 ? "" : ",") << "drawtext=font=Inter:fontsize=28:fontcolor=white:text='Contestant " << i
        << "':x=" << 200 + i % 4 * 380 << ":y=" << 60 + i / 4 * 48 << "+20*sin(t)";
  }
}

}  // namespace

int main() {
  const fs::path folder = fs::temp_directory_path() / ("leitai-bench-" + std::to_string(::getpid()));
  fs::create_directory(folder);
  const auto path = [&](const char* name) { return (folder / name).string(); };
  const std::string leitai = std::string(LEITAI_BINARY_DIR) + "/bin/leitai render " + path("show.ndjson");
  const std::string ffmpeg = "ffmpeg -v error -nostdin ";
  write_show(path("show.ndjson"));
  write_texts(path("texts"));
  cpu_of(ffmpeg + "-f lavfi -i testsrc2=s=1920x1080:r=60:d=" + std::to_string(kSeconds) + "" + " -pix_fmt yuv420p" +
         kEncode + path("in.mp4"));
  cpu_of(leitai + " --to " + std::to_string(kSeconds) + " --size 1920x1080 -o " + path("graphics.mov") + " 2>&1");

  const double pictures = kSeconds * kRate;
  const auto measure = [&](const char* what, const std::string& command) {
    const double each = cpu_of(command) * 1000 / pictures;
    std::printf("%-46s %7.2f ms of CPU a picture\n", what, each);
    std::fflush(stdout);
    return each;
  };
  const std::string in = ffmpeg + "-i " + path("in.mp4");
  const double alone = measure("FFmpeg alone", in + kEncode + path("a.mp4"));
  const double ours = measure("leitai render, a moving ranking of 20 rows",
                              leitai + " --over " + path("in.mp4") + " -o " + path("b.mp4") + " 2>&1");
  const double texts =
      measure("FFmpeg, drawtext, 80 texts", in + " -filter_script:v " + path("texts") + kEncode + path("c.mp4"));
  const double film =
      measure("FFmpeg, overlay of a ProRes 4444 film",
              in + " -i " + path("graphics.mov") + " -filter_complex overlay" + kEncode + path("d.mp4"));
  const auto again = [&](const char* what, const char* name) {
    return measure(what, ffmpeg + "-i " + path(name) + kEncode + path("e.mp4"));
  };
  const double board = again("FFmpeg alone, on the pictures with the ranking", "b.mp4");
  const double letters = again("FFmpeg alone, on the pictures with drawtext's", "c.mp4");
  std::printf("beyond that: %.2f ms for the ranking, %.2f ms for drawtext\n", ours - board, texts - letters);
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  const auto verdict = [&](const char* than, double theirs) {
    std::printf("less than %s: %s\n", than, ours < theirs ? "ok" : "MISSED");
  };
  verdict("drawtext", texts);
  verdict("overlay", film);
  const bool cheap = ours - alone <= kMostAdded;
  std::printf("added to FFmpeg alone: %.2f ms (at most %.0f): %s\n", ours - alone, kMostAdded, cheap ? "ok" : "MISSED");
  return cheap && ours < texts && ours < film ? 0 : 1;
}
