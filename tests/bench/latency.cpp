// SPDX-License-Identifier: GPL-2.0-or-later
// From a client's send to the first frame that shows it, in the real libobs at 60 frames a second, commit included;
// and the same to the frame handed to a raw output, beside a FreeType text source that obs_source_update() changes.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <obs.h>
#include <util/platform.h>

#include "overlays/json/json.h"
#include "tests/bench/plugin_client.h"
#include "tests/bench/program_probe.h"
#include "tests/plugin/harness/obs_runtime.h"

namespace {

namespace fs = std::filesystem;
using leitai::bench::Client;
using leitai::bench::ProgramProbe;
using leitai::json::Json;

constexpr int kWidth = 640;
constexpr int kHeight = 360;
constexpr double kFrameMs = 1000.0 / 60;
constexpr double kVoidLateShare = 0.01;
constexpr double kNever = 2000;  ///< ms, of a picture that did not come

/// The arena theme with one more template: a text without any animation.
fs::path make_theme(const fs::path& folder) {
  const fs::path source = LEITAI_SOURCE_DIR;
  fs::copy(source / "overlays/themes/arena", folder / "theme", fs::copy_options::recursive);
  fs::copy(source / "tests/bench/flash.json", folder / "theme/templates/flash.json");
  return folder / "theme";
}

struct Figures {
  double p50 = 0, p99 = 0;
};

Figures figures(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  return {at(0.5), at(0.99)};
}

void print(const char* what, const Figures& ms) {
  std::printf("%-46s p50 %6.2f ms = %4.2f frame   p99 %6.2f ms = %4.2f frames\n", what, ms.p50, ms.p50 / kFrameMs,
              ms.p99, ms.p99 / kFrameMs);
}

constexpr std::uint64_t kShortPauseNs = 40'000'000;
/// As long as the rows of the ranking move and the figures count.
constexpr std::uint64_t kMotionNs = 900'000'000;

/// Moments of a frame, all equally often and in random order: a send that falls into step with the
/// frames, or that happens to fall early in most of them, would tell of chance.
class Moments {
 public:
  Moments(int count, std::uint64_t pause_ns) : pause_ns_(pause_ns), shares_(static_cast<std::size_t>(count)) {
    for (std::size_t i = 0; i < shares_.size(); ++i) {
      shares_[i] = (static_cast<double>(i) + 0.5) / static_cast<double>(shares_.size());
    }
    std::mt19937 random(20220731);
    std::shuffle(shares_.begin(), shares_.end(), random);
  }

  /// Sleeps, at least for the pause, until the moment `i` of a frame.
  void wait(int i) const {
    const std::uint64_t frame_ns = obs_get_frame_interval_ns();
    const std::uint64_t pause_frames = pause_ns_ / frame_ns + 1;
    const auto within =
        static_cast<std::uint64_t>(shares_[static_cast<std::size_t>(i)] * static_cast<double>(frame_ns));
    os_sleepto_ns(obs_get_video_frame_time() + (pause_frames + 1) * frame_ns + within);
  }

 private:
  std::uint64_t pause_ns_;
  std::vector<double> shares_;
};

double since_ms(std::uint64_t begin_ns, std::uint64_t end_ns) {
  return static_cast<double>(end_ns - begin_ns) / 1e6;
}

class Bench {
 public:
  Bench(Client& client, ProgramProbe& probe, int samples) : client_(client), probe_(probe), samples_(samples) {}

  void set_up_contest() {
    Json events = Json::array();
    events.push_back({{"type", "people"}, {"id", "j1"}, {"data", {{"name", "评委1"}, {"role", "judge"}}}});
    Json order = Json::array();
    for (int i = 1; i <= kContestants; ++i) {
      const std::string id = "c" + std::to_string(i);
      order.push_back(id);
      events.push_back({{"type", "contestants"}, {"id", id}, {"data", {{"name", std::to_string(i) + "号选手"}}}});
    }
    events.push_back(
        {{"type", "rounds"}, {"id", "r"}, {"data", {{"name", "r"}, {"visibility", "live"}, {"contestants", order}}}});
    client_.send("POST", "/api/v1/events", events);
    for (int i = 1; i <= kContestants; ++i) {
      score(i, 80 + i);
    }
  }

  /// From a client's send to the answer, and to the first frame drawn.
  struct Times {
    std::vector<double> answered, drawn;
  };

  Times takes() {
    return timed(samples_, kShortPauseNs, [&](int i) {
      return client_.send("POST", "/api/v1/air/take",
                          {{"template", "lower-third"}, {"data", {{"title", std::to_string(i) + "号选手"}}}});
    });
  }

  /// One mark after the other, each once the rows have come to rest.
  Times scores() { return scored(std::max(10, samples_ / 2), kMotionNs); }

  /// Marks in a burst: the rows never rest.
  Times scores_in_a_burst() { return scored(samples_, kShortPauseNs); }

  /// To the frame handed to a raw output: of an update of ours, and of the FreeType text. By turns,
  /// each pair at the same moment of a frame: what else the machine does meets both.
  struct Outputs {
    std::vector<double> ours, theirs;
  };

  Outputs outputs(obs_source_t* text) {
    client_.send("POST", "/api/v1/air/take", {{"template", "flash"}, {"data", {{"text", "1111"}}}});
    const Moments moments(samples_, kShortPauseNs);
    Outputs result;
    for (int i = 0; i < samples_; ++i) {
      const char* figures = i % 2 == 0 ? "8888" : "1111";
      result.ours.push_back(changed(ProgramProbe::Half::left, moments, i, [&] {
        client_.send("POST", "/api/v1/air/update", {{"layer", 90}, {"data", {{"text", figures}}}});
      }));
      result.theirs.push_back(changed(ProgramProbe::Half::right, moments, i, [&] {
        obs_data_t* settings = obs_data_create();
        obs_data_set_string(settings, "text", figures);
        obs_source_update(text, settings);
        obs_data_release(settings);
      }));
    }
    return result;
  }

 private:
  static constexpr int kContestants = 20;

  std::uint64_t score(int contestant, int mark) {
    const std::string id = "c" + std::to_string(contestant);
    return client_.send("PUT", "/api/v1/scores/s-" + id,
                        {{"round", "r"},
                         {"contestant", id},
                         {"judge", "j1"},
                         {"marks", {{"total", std::to_string(mark) + "." + std::to_string(++count_ % 90 + 10)}}}});
  }

  Times scored(int samples, std::uint64_t pause_ns) {
    client_.send("POST", "/api/v1/air/take", {{"template", "ranking"}, {"bind", {{"round", "r"}}}});
    auto times = timed(samples, pause_ns, [&](int i) { return score(1 + i % kContestants, 80 + (i * 7) % 19); });
    client_.send("POST", "/api/v1/air/clear", {{"channel", "program"}});
    return times;
  }

  Times timed(int samples, std::uint64_t pause_ns, const std::function<std::uint64_t(int)>& send) {
    Times times;
    const Moments moments(samples, pause_ns);
    for (int i = 0; i < samples; ++i) {
      moments.wait(i);
      const std::uint64_t begin = os_gettime_ns();
      const std::uint64_t token = send(i);
      times.answered.push_back(since_ms(begin, os_gettime_ns()));
      const auto end = probe_.wait_drawn(token);
      times.drawn.push_back(end ? since_ms(begin, *end) : kNever);
    }
    return times;
  }

  double changed(ProgramProbe::Half half, const Moments& moments, int i, const std::function<void()>& send) {
    probe_.settle(half);
    moments.wait(i);
    const std::uint64_t begin = os_gettime_ns();
    send();
    const auto end = probe_.wait_changed(half);
    return end ? since_ms(begin, *end) : kNever;
  }

  Client& client_;
  ProgramProbe& probe_;
  int samples_;
  int count_ = 0;
};

obs_source_t* make_text() {
  obs_data_t* settings = obs_data_create();
  obs_data_t* font = obs_data_create();
  obs_data_set_string(font, "face", "Inter");
  obs_data_set_int(font, "size", 90);
  obs_data_set_obj(settings, "font", font);
  obs_data_set_string(settings, "text", "1111");
  obs_source_t* text = obs_source_create("text_ft2_source_v2", "text", settings, nullptr);
  obs_data_release(font);
  obs_data_release(settings);
  return text;
}

/// What the disk takes for a write of a commit's size to reach it: a part of every figure of ours, and
/// another one on every machine and at every hour.
Figures disk_alone(const fs::path& folder) {
  constexpr int kWrites = 100;
  constexpr std::uint64_t kPauseNs = 20'000'000;
  const std::string block(12 * 1024, 'x');
  const int file = open((folder / "disk").c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  std::vector<double> values;
  for (int i = 0; file >= 0 && i < kWrites; ++i) {
    os_sleepto_ns(os_gettime_ns() + kPauseNs);
    const std::uint64_t begin = os_gettime_ns();
    if (write(file, block.data(), block.size()) != static_cast<ssize_t>(block.size()) || fdatasync(file) != 0) {
      break;
    }
    values.push_back(since_ms(begin, os_gettime_ns()));
  }
  close(file);
  if (values.empty()) {
    std::fprintf(stderr, "cannot write to %s\n", folder.c_str());
    std::exit(1);
  }
  return figures(std::move(values));
}

/// Late frames since it was made.
class LateFrames {
 public:
  LateFrames() : total_(obs_get_total_frames()), late_(obs_get_lagged_frames()) {}
  double share() const {
    return static_cast<double>(obs_get_lagged_frames() - late_) / std::max(1U, obs_get_total_frames() - total_);
  }

 private:
  std::uint32_t total_, late_;
};

/// Says how many frames came late, and whether the figures count.
bool counts(const LateFrames& late) {
  const bool good = late.share() <= kVoidLateShare;
  std::printf("late frames %.2f %%%s\n", 100 * late.share(), good ? "" : "  VOID: more than 1 %");
  return good;
}

int measure(int port, int samples, const fs::path& folder) {
  obs_source_t* overlay = obs_source_create("leitai_overlay", "overlay", nullptr, nullptr);
  obs_source_t* text = make_text();
  obs_scene_t* scene = obs_scene_create("program");
  obs_scene_add(scene, overlay);
  vec2 place;
  vec2_set(&place, kWidth / 2.0F, 100);
  obs_sceneitem_set_pos(obs_scene_add(scene, text), &place);
  obs_set_output_source(0, obs_scene_get_source(scene));

  bool valid = true;
  bool reached = true;
  {
    Client client(port);
    client.wait_until_ready();
    ProgramProbe probe(overlay);
    Bench bench(client, probe, samples);
    bench.set_up_contest();
    print("the disk alone, before", disk_alone(folder));
    bench.takes();  // warms caches, shaders and the disk

    const LateFrames late;
    const Bench::Times takes = bench.takes();
    const Bench::Times scores = bench.scores();
    const Bench::Times burst = bench.scores_in_a_burst();
    const Figures take = figures(takes.drawn);
    const Figures score = figures(scores.drawn);
    print("take: send to answer", figures(takes.answered));
    print("take: send to first frame drawn", take);
    print("score: send to answer", figures(scores.answered));
    print("score: send to first frame drawn", score);
    print("score in a burst: send to first frame drawn", figures(burst.drawn));
    valid = counts(late);
    for (const Figures& ms : {take, score}) {
      reached = reached && ms.p50 <= 0.8 * kFrameMs && ms.p99 <= 2 * kFrameMs;
    }

    probe.start_output();
    const LateFrames late_with_output;
    const Bench::Outputs outputs = bench.outputs(text);
    const Figures ours = figures(outputs.ours);
    const Figures theirs = figures(outputs.theirs);
    print("update: send to raw output, commit included", ours);
    print("FreeType text: obs_source_update to raw output", theirs);
    const double ratio = ours.p50 / theirs.p50;
    std::printf("ratio of the p50: %.3f (at most 1.1)\n", ratio);
    print("the disk alone, after", disk_alone(folder));
    valid = counts(late_with_output) && valid;
    reached = reached && ratio <= 1.1;
  }
  obs_set_output_source(0, nullptr);
  obs_scene_release(scene);
  obs_source_release(text);
  obs_source_release(overlay);
  std::printf("%s\n", !valid ? "void" : reached ? "reached" : "not reached");
  return valid && reached ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const int samples = argc > 1 ? std::clamp(std::atoi(argv[1]), 10, 100'000) : 300;
  const fs::path folder = fs::path(LEITAI_BINARY_DIR) / "bench-latency";
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::ofstream(folder / "config.json") << Json{{"port", 0},
                                                {"token", leitai::bench::kToken},
                                                {"show", (folder / "show.leitai").string()},
                                                {"theme", make_theme(folder).string()}};
  setenv("LEITAI_CONFIG", (folder / "config.json").c_str(), 1);

  leitai::test::ObsRuntime::Options options;
  options.width = kWidth;
  options.height = kHeight;
  options.config_folder = folder / "obs";
  options.audio = true;
  leitai::test::ObsRuntime obs(options);
  leitai::bench::open_module(LEITAI_PLUGIN_FILE, LEITAI_PLUGIN_FILE_DATA);
  leitai::bench::open_module_of_obs("text-freetype2");
  obs_post_load_modules();
  return measure(leitai::bench::port_of(obs.log()), samples, folder);
}
