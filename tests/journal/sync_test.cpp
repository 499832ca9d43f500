// SPDX-License-Identifier: GPL-2.0-or-later
// An append is synced before it returns: counted where SQLite asks the system for it.
#include <dlfcn.h>

#include <atomic>

#include <catch2/catch.hpp>

#include "tests/journal/journal_fixture.h"

namespace {

std::atomic<int> syncs = 0;

}  // namespace

/// Found before the C library's by every library of this program.
extern "C" __attribute__((visibility("default"))) int fdatasync(int fd) {
  ++syncs;
  static const auto real = reinterpret_cast<int (*)(int)>(::dlsym(RTLD_NEXT, "fdatasync"));
  return real(fd);
}

using namespace leitai::journal;

TEST_CASE("each append is synced, and several requests of one append share a sync") {
  TempFolder folder;
  auto journal = Journal::open(folder / "show.leitai").value();
  std::vector<Transaction> one{transaction({record(1, "a")})};
  REQUIRE(journal->append(one));  // the log's own header is synced with the first
  for (int i = 0; i < 5; ++i) {
    const int before = syncs;
    REQUIRE(journal->append(one));
    CHECK(syncs == before + 1);
  }
  std::vector<Transaction> many(50, transaction({record(1, "a")}));
  const int before = syncs;
  REQUIRE(journal->append(many));
  CHECK(syncs == before + 1);
}
