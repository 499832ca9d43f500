// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <tuple>

#include "tests/cli/films.h"
#include "tests/cli/program.h"

using namespace leitai::test;

namespace {

std::string packets_of(const std::string& file, const char* stream) {
  return output_of("ffprobe -v error -select_streams " + std::string(stream) +
                   " -show_entries packet=pts_time -show_data_hash md5 -of csv=p=0 '" + file + "'");
}

std::string times_of(const std::string& file) {
  return output_of("ffprobe -v error -select_streams v -show_entries frame=pts_time -of csv=p=0 '" + file + "'");
}

}  // namespace

TEST_CASE("a film's mistakes are told before anything is written") {
  TempFolder folder;
  const auto show = folder / "show.ndjson";
  write_show(show);
  const auto status = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"render", show});
    const auto result = run(arguments);
    INFO(result.err);
    CHECK_FALSE(result.err.empty());
    return result.status;
  };
  CHECK(status({"-o", folder / "a.avi"}) == 1);
  CHECK(status({"-o", folder / "%s.png"}) == 1);
  CHECK(status({"--at", "1", "-o", folder / "a.mp4"}) == 1);
  CHECK(status({"--from", "3", "--to", "2", "-o", folder / "a.mp4"}) == 1);
  CHECK(status({"--from", "soon", "-o", folder / "a.mp4"}) == 1);
  CHECK(status({"--fps", "0", "-o", folder / "a.mp4"}) == 1);
  CHECK(status({"--fps", "1000", "-o", folder / "a.mp4"}) == 1);
  CHECK(status({"--codec", "ffv1", "-o", folder / "a.mp4"}) == 1);
  CHECK(status({"--size", "641x360", "-o", folder / "a.mp4"}) == 2);
  CHECK(status({"--channel", "nowhere", "-o", folder / "a.mp4"}) == 2);
  CHECK(status({"--over", folder / "missing.mp4", "-o", folder / "a.mp4"}) == 2);
  CHECK(status({"--over", folder / "missing.mp4", "--fps", "25", "-o", folder / "a.mp4"}) == 1);
  CHECK(status({"--over", folder / "missing.mp4", "-o", folder / "a.mov"}) == 1);
  CHECK_FALSE(std::filesystem::exists(folder / "a.mp4"));
  CHECK_FALSE(std::filesystem::exists(folder / "a.mp4.part"));
}

TEST_CASE("numbered pictures are the stills of their moments, and a lossless film is they again, on any threads") {
  TempFolder folder;
  const auto show = folder / "show.ndjson";
  write_show(show);
  const std::vector<std::string> span = {"--from", "0.9", "--to", "1.7", "--size", "320x180", "--fps", "10"};
  const auto render = [&](const char* out, const char* threads) {
    std::vector<std::string> arguments = {"render", show, "--threads", threads, "-o", folder / out};
    arguments.insert(arguments.end(), span.begin(), span.end());
    const auto result = run(arguments);
    INFO(result.err);
    CHECK(result.status == 0);
  };
  render("p%03d.png", "1");
  CHECK_FALSE(std::filesystem::exists(folder / "p008.png"));
  for (const char* frame : {"0", "2", "7"}) {
    const auto at = std::to_string(0.9 + std::atoi(frame) * 0.1);
    REQUIRE(run({"render", show, "--at", at, "--size", "320x180", "-o", folder / "still.png"}).status == 0);
    INFO(frame);
    CHECK(read_file(folder / "still.png") == read_file((folder / "p00") + frame + ".png"));
  }
  CHECK(read_file(folder / "p000.png") != read_file(folder / "p007.png"));
  render("a.mkv", "1");
  render("b.mkv", "4");
  const auto film = pictures_of(folder / "a.mkv");
  CHECK(film == pictures_of(folder / "b.mkv"));
  const auto stills =
      output_of("ffmpeg -v error -framerate 10 -i '" + (folder / "p%03d.png") + "' -pix_fmt bgra -f framemd5 -");
  const auto lines = [](const std::string& text) { return text.substr(text.find("\n0,")); };
  const auto hashes = [&](const std::string& text) {
    std::string all;
    for (std::size_t at = text.find("\n0,"); at != std::string::npos; at = text.find("\n0,", at + 1)) {
      const auto end = text.find('\n', at + 1);
      all += text.substr(end - 32, 32) + "\n";
    }
    return all;
  };
  CHECK_FALSE(lines(film).empty());
  CHECK(hashes(film) == hashes(stills));
}

TEST_CASE("films keep what is transparent, and say what they are") {
  TempFolder folder;
  const auto show = folder / "show.ndjson";
  write_show(show);
  for (const auto& [name, codec, pixels] :
       {std::tuple("a.mov", "prores", "yuva444p12le"), std::tuple("a.webm", "vp9", "yuv420p"),
        std::tuple("a.mp4", "h264", "yuv420p"), std::tuple("a.mkv", "ffv1", "bgra")}) {
    INFO(name);
    REQUIRE(
        run({"render", show, "--from", "2", "--to", "2.4", "--size", "320x180", "--fps", "29.97", "-o", folder / name})
            .status == 0);
    const auto told = output_of(
        "ffprobe -v error -count_frames -show_entries "
        "stream=codec_name,pix_fmt,r_frame_rate,nb_read_frames -of csv=p=0 '" +
        (folder / name) + "'");
    CHECK(told == std::string(codec) + "," + pixels + ",30000/1001,12\n");
  }
  // The top is empty, the name below is not.
  for (const char* decoder : {"-i a.mov", "-c:v libvpx-vp9 -i a.webm", "-i a.mkv"}) {
    const auto alpha = [&](const char* part) {
      return output_of("cd '" + (folder / "") + "' && ffmpeg -v error " + decoder +
                       " -frames:v 1 -vf 'format=rgba,alphaextract,crop=" + part +
                       "' -f rawvideo -pix_fmt gray - | od -An -tu1 -v | tr -s ' ' '\\n' | sort -n | tail -1");
    };
    INFO(decoder);
    CHECK(std::stoi(alpha("320:40:0:0")) == 0);
    CHECK(std::stoi(alpha("320:80:0:100")) > 200);
  }
}

TEST_CASE("graphics over a film leave its times and its sounds as they were") {
  TempFolder folder;
  const auto show = folder / "show.ndjson";
  write_show(show);
  const std::string picture = "-f lavfi -i testsrc2=s=160x90:d=1:r=";
  const std::string sound = " -f lavfi -i sine=d=1:r=48000";
  struct Input {
    const char* name;
    std::string made;
    int sounds;
  };
  const Input inputs[] = {
      {"a.mp4", picture + "24000/1001" + sound + " -c:v libx264 -bf 3 -c:a aac", 1},
      {"b.mp4", picture + "25 -c:v libx264", 0},
      {"c.mkv", picture + "30000/1001" + sound + sound + " -map 0 -map 1 -map 2 -c:v libx264 -c:a aac", 2},
      {"d.mp4", picture + "50" + sound + " -c:v libx264 -ac 6 -c:a aac", 1},
      {"e.mkv", picture + "60" + sound + " -c:v libx264 -c:a pcm_s16le -output_ts_offset 3", 1},
      {"f.mp4", picture + "60" + sound + " -vf select='not(mod(n*n\\,3))' -vsync vfr -c:v libx264 -c:a aac", 1},
      {"g.mp4", picture + "25" + sound + " -c:v libx264 -c:a aac -output_ts_offset 2", 1}};
  for (const auto& input : inputs) {
    INFO(input.name);
    const auto film = folder / input.name, out = folder / (std::string("o-") + input.name).c_str();
    output_of("ffmpeg -v error " + input.made + " '" + film + "' </dev/null 2>&1");
    const auto result = run({"render", show, "--over", film, "--from", "1", "-o", out});
    INFO(result.err);
    REQUIRE(result.status == 0);
    CHECK(times_of(out) == times_of(film));
    CHECK(packets_of(out, "a") == packets_of(film, "a"));
    CHECK(packets_of(out, "a").empty() == (input.sounds == 0));
    CHECK(pictures_of(out) != pictures_of(film));
  }
}

TEST_CASE("graphics over a film leave its chapters, texts and subtitles, and turn what lies on its side") {
  TempFolder folder;
  const auto show = folder / "show.ndjson";
  write_show(show);
  write_file(folder / "told.srt",
             "1\n00:00:00,200 --> 00:00:00,600\nGood evening\n\n2\n00:00:00,700 --> 00:00:00,900\nFarewell\n");
  write_file(folder / "chapters.txt",
             ";FFMETADATA1\ntitle=Evening\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=One\n"
             "[CHAPTER]\nTIMEBASE=1/1000\nSTART=500\nEND=1000\ntitle=Two\n");
  const auto film_as = [&](const char* name, const std::string& more) {
    output_of("cd '" + (folder / "") +
              "' && ffmpeg -v error -f lavfi -i testsrc2=s=160x90:d=1:r=25 -i told.srt -i chapters.txt -map 0 -map 1 "
              "-map_metadata 2 -metadata:s:v language=fra -c:v libx264 " +
              more + " " + name + " </dev/null 2>&1");
    return folder / name;
  };
  const auto told_of = [](const std::string& file, const std::string& what) {
    return output_of("ffprobe -v error " + what + " -of compact '" + file + "'");
  };
  const auto srt = film_as("s.mkv", "-c:s srt"), text = film_as("t.mp4", "-c:s mov_text");
  for (const auto& [film, name, kept] : {std::tuple{srt, "o.mkv", true}, std::tuple{text, "o.mp4", true},
                                         std::tuple{text, "p.mkv", false}, std::tuple{srt, "p.mp4", false}}) {
    const auto out = folder / name;
    const auto result = run({"render", show, "--over", film, "--codec", "h264", "-o", out});
    INFO(name << result.err);
    REQUIRE(result.status == 0);
    const std::string chapters = "-show_entries chapter=start_time,end_time:chapter_tags=title";
    REQUIRE(told_of(film, chapters).find("Two") != std::string::npos);
    CHECK(told_of(out, chapters) == told_of(film, chapters));
    CHECK(told_of(out, "-show_entries format_tags=title").find("Evening") != std::string::npos);
    CHECK(told_of(out, "-select_streams v -show_entries stream_tags=language").find("fra") != std::string::npos);
    const std::string lines = "-select_streams s:0 -show_entries packet=pts_time,size";
    if (kept) {
      const auto subtitles = output_of("ffmpeg -v error -i '" + out + "' -map 0:s:0 -f srt - </dev/null 2>&1");
      CHECK(subtitles.find("Good evening") != std::string::npos);
    }
    CHECK((result.err.find("subtitles") == std::string::npos) == kept);
    CHECK((told_of(out, lines) == told_of(film, lines)) == kept);
  }

  for (const auto& [degrees, size] : {std::pair{"90", "width=90|height=160"}, std::pair{"180", "width=160|height=90"},
                                      std::pair{"270", "width=90|height=160"}}) {
    const auto film = folder / "turned.mp4", out = folder / "upright.mkv";
    output_of("cd '" + (folder / "") + "' && ffmpeg -v error -y -i t.mp4 -map 0:v -c copy -metadata:s:v rotate=" +
              std::string(degrees) + " turned.mp4 </dev/null 2>&1");
    const auto result = run({"render", show, "--over", film, "--from", "0", "--codec", "ffv1", "-o", out});
    INFO(degrees << result.err);
    REQUIRE(result.status == 0);
    CHECK(told_of(out, "-select_streams v -show_entries stream=width,height") == "stream|" + std::string(size) + "\n");
    // Players turn the one, and not the other.
    const auto pictures = [&](const std::string& file) {
      return output_of("ffmpeg -v error -i '" + file +
                       "' -map 0:v -pix_fmt yuv420p -f framemd5 - </dev/null | grep -v '^#' | cut -d, -f6");
    };
    CHECK(pictures(out) == pictures(film));
  }
}

TEST_CASE("interlaced film is made progressive, and that is said") {
  TempFolder folder;
  const auto show = folder / "show.ndjson";
  write_show(show);
  output_of(
      "ffmpeg -v error -f lavfi -i testsrc2=s=160x96:d=1:r=50 -vf tinterlace=interleave_top -c:v libx264 "
      "-flags +ildct+ilme -x264opts tff=1 '" +
      (folder / "i.mp4") + "' </dev/null 2>&1");
  const auto result = run({"render", show, "--over", folder / "i.mp4", "--codec", "ffv1", "-o", folder / "o.mkv"});
  CHECK(result.status == 0);
  CHECK(result.err.find("interlaced") != std::string::npos);
  CHECK(output_of("ffprobe -v error -show_entries frame=interlaced_frame -of csv=p=0 '" + (folder / "o.mkv") + "'")
            .find('1') == std::string::npos);
}

TEST_CASE("a film that is interrupted leaves no file") {
  TempFolder folder;
  const auto show = folder / "show.ndjson";
  write_show(show);
  Program program({"render", show, "--from", "0", "--to", "80000", "-o", folder / "a.mkv"});
  REQUIRE(eventually([&] { return std::filesystem::exists(folder / "a.mkv.part"); }));
  program.signal(SIGINT);
  CHECK(program.status() == 1);
  CHECK(program.err().find("interrupted") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "a.mkv"));
  CHECK_FALSE(std::filesystem::exists(folder / "a.mkv.part"));
}
