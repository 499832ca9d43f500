// SPDX-License-Identifier: GPL-2.0-or-later
#include <atomic>
#include <cstdlib>
#include <new>

#include "tests/scene/fixture.h"

namespace {

/// Allocations of this thread only: Catch and the runtime's own threads do not count.
thread_local std::size_t allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

using namespace scene_test;

TEST_CASE("evaluating allocates nothing once the list has its capacity, in motion or at rest") {
  for (const auto& [theme, id] : {std::pair{arena(), "ranking"}, std::pair{arena(), "timer"},
                                  std::pair{arena(), "lower-third"}, std::pair{lab(), "lab"}}) {
    const auto maker = preparer(theme);
    AirItem take = item(id, 0, json::dump(theme->find(id)->sample));
    json::Json changed = theme->find(id)->sample;
    if (changed.contains("rows")) {
      std::reverse(changed["rows"].begin(), changed["rows"].end());
      for (json::Json& row : changed["rows"]) row["total"] = "12.34";
    } else {
      changed["title"] = "2号选手";
      changed["label"] = "答辩";
    }
    take.versions.push_back({2000, 0, std::make_shared<const json::Json>(changed)});
    take.out_at = 5000;
    const auto scene = maker->prepare(channel(take), 1);
    DisplayList list;
    scene->evaluate(0, list);
    const std::size_t before = allocations;
    std::size_t quads = 0;
    for (std::int64_t time_ms = 0; time_ms < 6000; time_ms += 16) {
      scene->evaluate(time_ms * kMs, list);
      quads = std::max(quads, list.quads.size());
      scene->next_change_ns(time_ms * kMs);
    }
    const std::size_t after = allocations;
    CHECK(after == before);
    CHECK(quads > 5);
  }
  // The counter counts.
  const std::size_t before = allocations;
  const auto probe = std::make_unique<int>(7);
  CHECK(allocations > before);
}
