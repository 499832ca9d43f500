// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "overlays/moving/lottie_check.h"
#include "tests/moving/animation_inputs.h"

using namespace leitai::overlays;
using namespace leitai::test;

namespace {

using Json = nlohmann::json;

std::string refusal(const Json& document) {
  const auto checked = check_lottie(document.dump());
  return checked ? std::string() : checked.error();
}

/// Refused, and why, where this pointer has this value.
std::string refusal_with(const char* pointer, const Json& value) {
  Json document = Json::parse(lottie_text(40, 30, 25, {{1, 2, 3, 255}, {9, 9, 9, 255}}));
  document[Json::json_pointer(pointer)] = value;
  return refusal(document);
}

const char* const kShapes = "/layers/0/shapes";

}  // namespace

TEST_CASE("a Lottie document that the library could stumble over is refused") {
  CHECK(refusal(Json::parse(lottie_text(40, 30, 25, {{1, 2, 3, 255}, {9, 9, 9, 255}}))).empty());
  CHECK(check_lottie("{").error().find("is no Lottie animation: line 1") == 0);
  CHECK(check_lottie(std::string(100'000, '[')).error().find("is no Lottie animation") == 0);
  CHECK(check_lottie("{\"w\":1,\"w\":2}").error().find("is no Lottie animation") == 0);
  CHECK(check_lottie("{\"w\":1}").error() == "is no Lottie animation: it has no size");
  CHECK(refusal_with("/layers/0/nm", "20261122").empty());
  Json tiny = Json::parse(lottie_text(1, 1, 25, {{1, 2, 3, 255}}));
  CHECK(refusal(tiny).find("is smaller than 16 pixels") == 0);
  tiny["w"] = 16;
  CHECK(refusal(tiny).empty());
  CHECK(refusal_with("/w", 4097) == "is larger than 4096 pixels");
  CHECK(refusal_with("/fr", 0) == "has no rate between 1 and 240 pictures a second");
  CHECK(refusal_with("/op", 0) == "has no pictures");
  CHECK(refusal_with("/op", 300'000) == "has more than 216000 pictures");
  CHECK(refusal_with("/layers/0/st", 1e7).find("has a number beyond a million") == 0);
  CHECK(refusal_with("/layers/0/ks/p/k/0", 266'430) == "has a place or a size beyond 20000");
  CHECK(refusal_with("/layers", 5) == "has no layers");
  CHECK(refusal_with("/layers/0/nm", 5) == "has a \"nm\" that is no text");
  CHECK(refusal_with("/layers/0/ty", 2) == "shows a picture file, which is not read");
  CHECK(refusal_with("/layers/0/ty", 5).find("shows text") == 0);
  CHECK(refusal_with("/layers/0/ty", 1) == "has a layer of one colour without it");
  CHECK(refusal_with("/layers/0/hasMask", true) == "has a mask that is none");
  CHECK(refusal_with("/layers/0/ks/rx", {{"a", 0}, {"k", 0}}) == "turns a layer in space that is flat");
  CHECK(refusal_with("/layers/0/parent", 1) == "has layers that hang from one another in a circle");
  CHECK(refusal_with("/assets", {{{"id", "a"}, {"p", "/etc/passwd"}}}) == "names a picture file, which is not read");
}

TEST_CASE("Lottie shapes that draw too much or are not whole are refused") {
  CHECK(refusal_with(kShapes, {{{"ty", "gr"}, {"it", Json::array()}}}) == "has a group of no shapes");
  const Json path = {{"i", {{0, 0}}}, {"o", {{0, 0}}}, {"v", {{0, 0}, {1, 1}}}, {"c", true}};
  CHECK(refusal_with(kShapes, {{{"ty", "sh"}, {"ks", {{"k", path}}}}}).find("has a path") == 0);
  CHECK(refusal_with(kShapes, {{{"ty", "sr"}, {"pt", {{"k", 5'000}}}}}) == "has a star of too many points");
  CHECK(refusal_with(kShapes, {{{"ty", "rp"}, {"c", {{"k", 5'000}}}}}) == "repeats a shape more than 1000 times");
  const Json repeater = {{"ty", "rp"}, {"c", {{"k", 200}}}};
  const Json twice = {{"ty", "gr"}, {"it", {repeater, {{"ty", "gr"}, {"it", {repeater, {{"ty", "rc"}}}}}}}};
  CHECK(refusal_with(kShapes, Json::array({twice})) == "draws more than 20000 shapes at once");
  const auto dashed = [](const Json& length) {
    return Json{
        {{"ty", "st"},
         {"d",
          {{{"n", "d"}, {"v", {{"k", length}}}}, {{"n", "g"}, {"v", {{"k", 0}}}}, {{"n", "o"}, {"v", {{"k", 9}}}}}}}};
  };
  CHECK(refusal_with(kShapes, dashed(4)).empty());
  CHECK(refusal_with(kShapes, dashed(-0.3)) == "has a dash shorter than nothing");
  CHECK(refusal_with(kShapes, dashed(0.001)) == "has a line whose dashes are shorter than a pixel");
  CHECK(refusal_with(kShapes, {{{"ty", "gf"}, {"g", {{"p", 9}, {"k", {{"k", {0, 1, 1, 1}}}}}}}}) ==
        "has a gradient with other values than it says");
  const Json no_beginning = {{"k", {{{"t", 0}, {"s", {1}}}}}};
  CHECK(refusal_with(kShapes, {{{"ty", "fl"}, {"o", no_beginning}}}) == "has keyframes that are none");
}

TEST_CASE("Lottie compositions within one another come to an end") {
  const auto layer = [](const char* of) { return Json{{"ty", 0}, {"refId", of}, {"ks", Json::object()}}; };
  Json document = Json::parse(lottie_text(40, 30, 25, {{1, 2, 3, 255}, {9, 9, 9, 255}}));
  document["layers"].push_back(layer("a"));
  CHECK(refusal(document) == "shows a composition that is not there, \"a\"");
  document["assets"] = {{{"id", "a"}, {"layers", {layer("b")}}}, {{"id", "b"}, {"layers", {layer("a")}}}};
  CHECK(refusal(document).find("has compositions within one another") == 0);
  Json many = Json::array();
  for (int i = 0; i < 200; ++i) many.push_back(layer("b"));
  Json shapes = Json::array();
  for (int i = 0; i < 200; ++i) shapes.push_back({{"ty", "rc"}});
  document["assets"] = {{{"id", "a"}, {"layers", many}},
                        {{"id", "b"}, {"layers", {{{"ty", 4}, {"ks", Json::object()}, {"shapes", shapes}}}}}};
  CHECK(refusal(document) == "draws more than 20000 shapes at once");
}
