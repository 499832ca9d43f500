// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/film/facts_of_a_show.h"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>

#include "server/contest/contest.h"

namespace leitai::test {

namespace {

constexpr std::int64_t kNoonMs = 1'785'585'600'000;

std::string output_of(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t got = 0; (got = std::fread(part.data(), 1, part.size(), pipe)) > 0;) text.append(part.data(), got);
  INFO(command);
  REQUIRE(::pclose(pipe) == 0);
  return text;
}

}  // namespace

ShowFacts::ShowFacts(std::string file) : file_(std::move(file)) {
  auto journal = journal::Journal::open(file_);
  REQUIRE(journal.has_value());
  journal_ = std::move(*journal);
  command({{"show", "show", {{"show_id", "s"}, {"format", 1}}}});
}

ShowFacts& ShowFacts::at(double seconds) {
  now_s_ = seconds;
  return *this;
}

std::int64_t ShowFacts::ms(double seconds) const {
  return kNoonMs + std::llround(seconds * 1000);
}

std::uint64_t ShowFacts::command(const std::vector<Fact>& facts) {
  std::vector<journal::Transaction> transactions(1);
  for (const Fact& fact : facts) {
    journal::Record record;
    record.time_ms = ms(now_s_);
    record.actor = "operator";
    record.type = fact.type;
    record.id = fact.id;
    record.data = json::dump(fact.data);
    record.before = "null";
    transactions.front().records.push_back(std::move(record));
  }
  REQUIRE(journal_->append(transactions).has_value());
  return transactions.front().records.front().token;
}

void ShowFacts::call(const char* round, const char* contestant, const char* segment) {
  command({{"stage", "stage", {{"round", round}, {"contestant", contestant}, {"segment", segment}}}});
}

void ShowFacts::clear_stage() {
  command({{"stage", "stage", nullptr}});
}

void ShowFacts::clock(bool runs) {
  command({{"timers", "stage", {{"mode", "down"}, {"duration_ms", 180'000}, {"state", runs ? "running" : "paused"}}}});
}

void ShowFacts::recording(const char* state, const char* file) {
  command({{"obs", "recording", {{"state", state}, {"file", file}}}});
}

void ShowFacts::recording_at(double frame_s, const char* state, const char* file, const char* id) {
  command({{"obs", id, {{"state", state}, {"file", file}, {"frame_at", contest::format_time(ms(frame_s))}}}});
}

void make_film(const std::string& arguments, const std::string& film) {
  output_of("ffmpeg -nostdin -hide_banner -loglevel error -y " + arguments + " '" + film + "' 2>&1");
}

std::vector<int> grey_levels(const std::string& film, int pictures) {
  const std::string bytes =
      output_of("ffmpeg -nostdin -hide_banner -loglevel error -i '" + film + "' -frames:v " + std::to_string(pictures) +
                " -vf scale=2:2 -pix_fmt yuv420p -fps_mode passthrough -f rawvideo - 2>/dev/null");
  std::vector<int> levels;
  // Of each 2×2 picture four bytes of luma and two of colour.
  for (std::size_t at = 0; at + 6 <= bytes.size(); at += 6) levels.push_back(static_cast<unsigned char>(bytes[at]));
  return levels;
}

std::string grey_film(double seconds, int key_every, const std::string& more) {
  const std::string length = std::to_string(seconds);
  return "-f lavfi -i \"color=s=64x64:r=25:d=" + length + ",format=yuv420p,geq=lum='16+mod(N,200)':cb=128:cr=128\"" +
         " -f lavfi -i sine=frequency=440:duration=" + length +
         " -c:v libx264 -preset ultrafast -qp 4 -bf 2 -sc_threshold 0 -g " + std::to_string(key_every) +
         " -keyint_min " + std::to_string(key_every) + " -c:a aac -b:a 64k " + more;
}

json::Json probed(const std::string& film, const std::string& what) {
  const auto told = json::parse(output_of("ffprobe -v error -of json " + what + " '" + film + "'"));
  REQUIRE(told.has_value());
  return *told;
}

}  // namespace leitai::test
