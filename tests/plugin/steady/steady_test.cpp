// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <dlfcn.h>
#include <util/profiler.h>

#include "tests/plugin/harness/module_runtime.h"
#include "tests/plugin/steady/graphics_watch.h"

namespace {

using leitai::json::Json;
using leitai::test::GraphicsWatch;
using leitai::test::ModuleRuntime;
using leitai::test::Pixels;
using leitai::test::ScratchFolder;

bool is_lit(const Pixels& pixels) {
  std::size_t count = 0;
  for (std::size_t i = 3; i < pixels.bytes.size(); i += 4) {
    count += pixels.bytes[i] > 0 ? 1 : 0;
  }
  return count > 500;
}

/// Something of libobs that asks for memory and takes a lock.
void work_of_libobs() {
  profiler_name_store_t* names = profiler_name_store_create();
  profile_store_name(names, "name");
  profiler_name_store_free(names);
}

bool layer_is_on(const ModuleRuntime& module, const char* layer) {
  return leitai::test::until([&] {
    const Json air = module.get("/api/v1/air").json();
    return air["channels"]["program"]["layers"][layer]["state"] == "on";
  });
}

}  // namespace

TEST_CASE("the watch counts allocations and locks of the library that it watches, and of no other") {
  const auto own = GraphicsWatch::count_on_this_thread(dlsym(RTLD_DEFAULT, "profile_store_name"), work_of_libobs);
  CHECK(own.allocations > 0);
  CHECK(own.locks == 1);
  const auto of_another = GraphicsWatch::count_on_this_thread(dlsym(RTLD_DEFAULT, "XOpenDisplay"), work_of_libobs);
  CHECK(of_another.allocations == 0);
  CHECK(of_another.locks == 0);
  CHECK(of_another.others == own.allocations + own.locks);
}

TEST_CASE("a steady picture allocates nothing, and takes no lock, on the graphics thread") {
  const ScratchFolder folder;
  ModuleRuntime module(folder.path(), ModuleRuntime::settings(folder.path()));
  module.show_source();
  GraphicsWatch watch;
  REQUIRE(module.wait_for_frames(2));

  watch.take();
  REQUIRE(
      module.post("/api/v1/air/take", {{"template", "lower-third"}, {"data", {{"title", "1号选手 Anna 🎤"}}}}).status ==
      200);
  REQUIRE(module.wait_for_frame(is_lit).has_value());
  REQUIRE(layer_is_on(module, "20"));
  const auto moving = watch.take();
  INFO("the first picture makes room for itself: else the watch is blind");
  CHECK(moving.allocations > 0);
  CHECK(moving.locks == 0);

  INFO("once it is kept as a texture");
  REQUIRE(module.wait_for_frames(40));
  watch.take();
  REQUIRE(module.wait_for_frames(60));
  const auto still = watch.take();
  CHECK(still.allocations == 0);
  CHECK(still.locks == 0);
  CHECK(still.others > 0);
}

TEST_CASE("a running clock allocates nothing, and takes no lock, on the graphics thread") {
  const ScratchFolder folder;
  ModuleRuntime module(folder.path(), ModuleRuntime::settings(folder.path()));
  module.show_source();
  const Json timer = {{"type", "timers"}, {"id", "stage"}, {"data", {{"mode", "down"}, {"duration_ms", 180000}}}};
  REQUIRE(module.post("/api/v1/events", Json::array({timer})).status == 200);
  REQUIRE(module.post("/api/v1/timers/stage/start", Json::object()).status == 200);
  REQUIRE(module.post("/api/v1/air/take", {{"template", "timer"}, {"bind", {{"timer", "stage"}}}}).status == 200);
  REQUIRE(layer_is_on(module, "30"));
  GraphicsWatch watch;
  // The clock's figures have all been on the card once after ten seconds; none is drawn anew.
  REQUIRE(module.wait_for_frames(90));
  watch.take();
  REQUIRE(module.wait_for_frames(150));
  const auto counts = watch.take();
  CHECK(counts.allocations == 0);
  CHECK(counts.locks == 0);
  CHECK(counts.others > 0);
}
