// SPDX-License-Identifier: GPL-2.0-or-later
// What fuzzers have found, and where they start from, without a fuzzer.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/fuzz/targets/targets.h"

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void run_all(void (*target)(std::string_view), const fs::path& folder) {
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    CAPTURE(entry.path().string());
    const std::string input = text_of(entry.path());
    CHECK_NOTHROW(target(input));
    ++files;
  }
  REQUIRE(files > 0);
}

const fs::path kCorpus = LEITAI_SOURCE_DIR "/tests/fuzz/corpus";

}  // namespace

TEST_CASE("templates that fuzzers found, and the shipped ones, keep what pictures promise") {
  run_all(fuzz::run_template, kCorpus / "template");
  run_all(fuzz::run_template, LEITAI_SOURCE_DIR "/overlays/themes/arena/templates");
}

TEST_CASE("data that fuzzers found keeps what pictures promise") {
  run_all(fuzz::run_data, kCorpus / "data");
}

TEST_CASE("texts that fuzzers found are read as JSON as promised") {
  run_all(fuzz::run_json, kCorpus / "json");
}

TEST_CASE("events that fuzzers found keep what a contest promises") {
  run_all(fuzz::run_events, kCorpus / "events");
}

TEST_CASE("tables that fuzzers found are read, taken and written as promised") {
  run_all(fuzz::run_csv, kCorpus / "csv");
}

TEST_CASE("pictures that fuzzers found are refused, or are pictures that are drawn") {
  run_all(fuzz::run_picture, kCorpus / "picture");
}

TEST_CASE("moving files that fuzzers found are refused, or give the same pictures again and again") {
  run_all(fuzz::run_moving, kCorpus / "moving");
}

TEST_CASE("bindings and conditions that fuzzers found are read and shown as promised") {
  run_all(fuzz::run_binding, kCorpus / "binding");
}
