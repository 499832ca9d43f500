// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/cli/films.h"

#include <catch2/catch.hpp>
#include <cstdio>

#include "tests/cli/program.h"

namespace leitai::test {

void write_show(const std::string& file) {
  write_file(file, R"({"at_ms":0,"type":"contestants","id":"c01","data":{"name":"Wrong Name"}})"
                   "\n"
                   R"({"at_ms":1000,"call":"air/take","body":{"template":"lower-third","bind":{"contestant":"c01"}}})"
                   "\n"
                   R"({"at_ms":3000,"call":"air/out","body":{"channel":"program","layer":20}})"
                   "\n"
                   R"({"at_ms":4000,"call":"air/take","body":{"template":"title","data":{"title":"Final"}}})"
                   "\n"
                   R"({"at_ms":5000,"call":"air/out","body":{"channel":"program","layer":50}})"
                   "\n");
}

std::string output_of(const std::string& command) {
  FILE* const pipe = ::popen(command.c_str(), "r");
  std::string text;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
  CHECK(::pclose(pipe) == 0);
  return text;
}

std::string pictures_of(const std::string& film) {
  return output_of("ffmpeg -v error -i '" + film + "' -an -f framemd5 -");
}

std::string pixels_at(const std::string& film, double seconds) {
  return output_of("ffmpeg -v error -i '" + film + "' -ss " + std::to_string(seconds) +
                   " -frames:v 1 -f rawvideo -pix_fmt rgb24 - </dev/null");
}

void make_grey_film(const std::string& film, int seconds, const std::string& size, int rate) {
  output_of("ffmpeg -v error -f lavfi -i color=gray:s=" + size + ":d=" + std::to_string(seconds) +
            ":r=" + std::to_string(rate) + " -c:v libx264 '" + film + "' </dev/null 2>&1");
}

}  // namespace leitai::test
