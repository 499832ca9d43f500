// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "overlays/json/json.h"
#include "server/journal/journal.h"
#include "tests/cli/program.h"

namespace leitai::test {

/// A journal whose records have the times that a test gives them.
class ShowFacts {
 public:
  explicit ShowFacts(std::string file);

  /// Show time of the records to come, seconds from 12:00 UTC on 1 August 2026.
  ShowFacts& at(double seconds);
  /// One command that writes these; returns its number.
  struct Fact {
    const char* type;
    const char* id;
    json::Json data;
  };
  std::uint64_t command(const std::vector<Fact>& facts);

  void call(const char* round, const char* contestant, const char* segment = "talk");
  void clear_stage();
  void clock(bool runs);
  void recording(const char* state, const char* file = "program.mkv");
  /// The same with the frame that it was, at so many seconds; `id` is the resource's.
  void recording_at(double frame_s, const char* state, const char* file, const char* id = "recording");

  const std::string& file() const { return file_; }
  const journal::Journal& journal() const { return *journal_; }
  std::int64_t ms(double seconds) const;
  /// The journal is given to other programs.
  void close() { journal_.reset(); }

 private:
  std::string file_;
  std::unique_ptr<journal::Journal> journal_;
  double now_s_ = 0;
};

/// Runs the ffmpeg program; its arguments between "-y" and the film's name. Fails the test where it fails.
void make_film(const std::string& arguments, const std::string& film);

/// Grey levels of a film's first pictures, 16 to 235, one each. Films made by grey_film() say their picture's number by
/// it.
std::vector<int> grey_levels(const std::string& film, int pictures);

/// Arguments of a film whose picture n is all of the grey 16 + n % 200, H.264 with B-frames and a key frame every
/// `key_every` pictures, 25 a second, with a tone.
std::string grey_film(double seconds, int key_every, const std::string& more = "");

/// What ffprobe tells of a film, as JSON.
json::Json probed(const std::string& film, const std::string& what);

}  // namespace leitai::test
