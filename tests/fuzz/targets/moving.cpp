// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/moving/moving_file.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "tests/fuzz/targets/must.h"
#include "tests/fuzz/targets/targets.h"

namespace fuzz {

namespace {

namespace overlays = leitai::overlays;

/// A file of this process, gone with the object.
class InputFile {
 public:
  explicit InputFile(std::string_view bytes)
      : path_(std::filesystem::temp_directory_path() / ("leitai-fuzz-moving-" + std::to_string(getpid()))) {
    std::ofstream(path_, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  ~InputFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void read_pictures(overlays::MovingFile& file, std::uint32_t count) {
  std::vector<std::uint8_t> first(std::size_t(file.width()) * std::size_t(file.height()) * 4), other = first;
  const auto read = [&](std::uint32_t number, std::vector<std::uint8_t>& rgba) {
    const auto done = file.read(number, rgba);
    must(done || !done.error().empty(), "a refusal says why");
    return done.has_value();
  };
  const bool had_first = read(0, first);
  read(count - 1, other);
  read(count / 2, other);
  must(read(0, other) == had_first && (!had_first || other == first), "a picture stays what it was");
}

}  // namespace

void run_moving(std::string_view input) {
  const InputFile file(input);
  (void)overlays::is_moving(file.path());
  const overlays::PicturePlace place{overlays::PictureFit::cover, 32, 18, {4, 4, 4, 4}};
  const auto opened = overlays::MovingFile::open(file.path(), place);
  if (!opened) {
    must(!opened.error().empty(), "a refusal says why");
    return;
  }
  overlays::MovingFile& moving = **opened;
  must(moving.width() >= 1 && moving.width() <= place.width, "a picture is no wider than its place");
  must(moving.height() >= 1 && moving.height() <= place.height, "a picture is no higher than its place");
  const auto& times = moving.times();
  must(!times.begins_ns.empty() && times.begins_ns.size() <= overlays::kMaxMovingPictures, "there are pictures");
  must(times.begins_ns.front() == 0 && times.end_ns > times.begins_ns.back(), "times are those from the first on");
  must(std::adjacent_find(times.begins_ns.begin(), times.begins_ns.end(), std::greater_equal<>()) ==
           times.begins_ns.end(),
       "times rise");
  // Of a long one, what is at its beginning.
  constexpr std::size_t kMost = 60;
  read_pictures(moving, static_cast<std::uint32_t>(std::min(kMost, times.begins_ns.size())));
}

}  // namespace fuzz
