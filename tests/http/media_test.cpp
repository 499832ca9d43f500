// SPDX-License-Identifier: GPL-2.0-or-later
// Photos and logos: what is refused, what is kept, who gets it.
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "overlays/media/picture.h"
#include "overlays/paint/cpu_painter.h"
#include "server/http/digest.h"
#include "tests/http/rig.h"

using namespace leitai::http;
using namespace leitai::http::test;
namespace fs = std::filesystem;

namespace {

const std::string kPng = "Content-Type: image/png\r\n";

/// A PNG of one colour.
std::string png(int side, std::uint8_t value) {
  const auto bytes =
      leitai::overlays::encode_png(std::vector<std::uint8_t>(std::size_t(side) * side * 4, value), side, side);
  REQUIRE(bytes.has_value());
  return {bytes->begin(), bytes->end()};
}

Hooks hooks() {
  Hooks hooks;
  hooks.check_picture = [](std::string_view bytes) {
    return leitai::overlays::check_picture(bytes).map([](const leitai::overlays::PictureInfo& info) {
      return PictureInfo{info.type, info.width, info.height};
    });
  };
  return hooks;
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

fs::path folder_of(const Rig& rig) {
  return fs::path(rig.file()).replace_extension(".media");
}

}  // namespace

TEST_CASE("a name that is none is refused, however it is written, and nothing is written anywhere") {
  Rig rig({}, hooks());
  const std::string body = png(2, 9);
  for (const char* name : {"photo", "photo.bmp", "photo.svg", ".png", "-a.png", "photo.PNG", "photo.png.exe",
                           "a%2Fb.png", "%2e%2e%2fx.png", "..%2f..%2fx.png", "a%5Cb.png", "C%3Ax.png", "%E7%85%A7.png",
                           "a%20b.png", "a%00.png", "a%0d%0ab.png"}) {
    INFO(name);
    const Reply reply = rig.call("PUT", std::string("/api/v1/media/") + name, body, kPng);
    CHECK((reply.status == 422 || reply.status == 400 || reply.status == 404));
    CHECK(rig.stranger("GET", std::string("/api/v1/media/") + name).status >= 400);
  }
  rig.refused(422, "PUT", "/api/v1/media/" + std::string(61, 'a') + ".png", body, kPng);
  CHECK(rig.call("PUT", "/api/v1/media/../x.png", body, kPng).status >= 400);
  CHECK(files_in(folder_of(rig)).empty());
}

TEST_CASE("what is no such picture is refused, and leaves nothing behind") {
  Limits limits;
  limits.media_bytes = 4'000;
  Rig rig(limits, hooks());
  const std::string target = "/api/v1/media/photo.png";
  const std::string good = png(2, 9);
  rig.refused(415, "PUT", target, good);
  rig.refused(415, "PUT", target, good, "Content-Type: image/bmp\r\n");
  rig.refused(415, "PUT", target, "<svg/>", "Content-Type: image/svg+xml\r\n");
  rig.refused(415, "PUT", target, good, "Content-Type: application/octet-stream\r\n");
  rig.refused(413, "PUT", target, std::string(4'001, 'x'), kPng);
  rig.refused(422, "PUT", target, "", kPng);
  rig.refused(422, "PUT", target, "<svg onload=\"alert(1)\"/>", kPng);
  rig.refused(422, "PUT", target, good.substr(0, good.size() / 2), kPng);
  rig.refused(422, "PUT", target, good, "Content-Type: image/jpeg\r\n");
  rig.refused(422, "PUT", "/api/v1/media/photo.jpg", good, kPng);
  rig.refused(422, "PUT", "/api/v1/media/photo.webp", good, kPng);
  rig.refused(404, "DELETE", target, "");
  rig.refused(422, "POST", "/api/v1/events", R"([{"type": "media", "id": "photo.png", "data": {"hash": "x"}}])");
  rig.refused(405, "PATCH", target, "{}");
  CHECK(rig.stranger("PUT", target, good, kPng).status == 401);
  CHECK(rig.stranger("GET", "/api/v1/media").status == 401);
  CHECK(files_in(folder_of(rig)).empty());
}

TEST_CASE("a program that cannot look at pictures takes none") {
  Rig rig;
  rig.refused(404, "PUT", "/api/v1/media/photo.png", png(2, 9), kPng);
}

TEST_CASE("AVIF and GIF are taken under names of theirs, and told as what they are") {
  Rig rig({}, hooks());
  for (const std::string kind : {"avif", "gif"}) {
    INFO(kind);
    std::ifstream file(LEITAI_SOURCE_DIR "/tests/fuzz/corpus/picture/" + kind, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const std::string type = "Content-Type: image/" + kind + "\r\n";
    rig.refused(422, "PUT", "/api/v1/media/photo.png", bytes, type);
    const std::string target = "/api/v1/media/photo." + kind;
    REQUIRE(rig.call("PUT", target, bytes, type).status == 200);
    const Reply got = rig.stranger("GET", target);
    CHECK(got.body == bytes);
    CHECK(got.header("content-type") == "image/" + kind);
  }
}

TEST_CASE("a picture is kept by its hash, told with it, and outlives a restart") {
  Rig rig({}, hooks());
  const std::string first = png(3, 200);
  const std::string hash = sha256_hex(first);
  const std::string target = "/api/v1/media/photo.png";
  CHECK(rig.stranger("GET", target).status == 404);
  const Reply put = rig.call("PUT", target, first, kPng);
  INFO(put.body);
  REQUIRE(put.status == 200);
  CHECK(files_in(folder_of(rig)) == std::vector<std::string>{hash});
  for (int restarts = 0; restarts < 2; ++restarts) {
    const Reply got = rig.stranger("GET", target);
    CHECK(got.status == 200);
    CHECK(got.body == first);
    CHECK(got.header("content-type") == "image/png");
    CHECK(got.header("etag") == '"' + hash + '"');
    CHECK(got.header("x-content-type-options") == "nosniff");
    CHECK(got.header("content-security-policy") == "default-src 'none'; sandbox");
    CHECK(rig.stranger("GET", target, {}, "If-None-Match: \"" + hash + "\"\r\n").status == 304);
    const Reply head = rig.stranger("HEAD", target);
    CHECK(head.status == 200);
    CHECK(head.header("etag") == '"' + hash + '"');
    CHECK(rig.get("/api/v1/media").json() == Json::array({{{"name", "photo.png"},
                                                           {"hash", hash},
                                                           {"bytes", first.size()},
                                                           {"type", "image/png"},
                                                           {"width", 3},
                                                           {"height", 3}}}));
    rig.restart();
  }
}

TEST_CASE("a picture is replaced and taken away; its files stay for what was on air") {
  Rig rig({}, hooks());
  const std::string first = png(3, 200), second = png(3, 90);
  const std::string target = "/api/v1/media/photo.png";
  REQUIRE(rig.call("PUT", target, first, kPng).status == 200);
  const std::uint64_t before = rig.head();
  REQUIRE(rig.call("PUT", target, first, kPng).status == 200);
  CHECK(rig.head() == before);
  REQUIRE(rig.call("PUT", target, second, kPng).status == 200);
  CHECK(rig.stranger("GET", target).body == second);
  CHECK(files_in(folder_of(rig)).size() == 2);
  rig.ok("DELETE", target);
  CHECK(rig.stranger("GET", target).status == 404);
  CHECK(rig.get("/api/v1/media").json() == Json::array());
  CHECK(files_in(folder_of(rig)).size() == 2);
}

TEST_CASE("a picture whose file is gone is not there, and is mended by sending it again") {
  Rig rig({}, hooks());
  const std::string body = png(3, 200);
  const std::string target = "/api/v1/media/photo.png";
  REQUIRE(rig.call("PUT", target, body, kPng).status == 200);
  fs::remove(folder_of(rig) / sha256_hex(body));
  CHECK(rig.stranger("GET", target).status == 404);
  REQUIRE(rig.call("PUT", target, body, kPng).status == 200);
  CHECK(rig.stranger("GET", target).body == body);
}

TEST_CASE("a large picture comes whole") {
  Rig rig({}, hooks());
  // Noise does not become smaller.
  std::vector<std::uint8_t> rgba(400 * 400 * 4);
  std::uint32_t state = 1;
  for (auto& byte : rgba) byte = static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24);
  const auto encoded = leitai::overlays::encode_png(rgba, 400, 400);
  REQUIRE(encoded.has_value());
  const std::string body(encoded->begin(), encoded->end());
  REQUIRE(body.size() > 400'000);
  REQUIRE(rig.call("PUT", "/api/v1/media/noise.png", body, kPng).status == 200);
  CHECK((rig.stranger("GET", "/api/v1/media/noise.png").body == body));
}
