// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "tests/show/rig.h"

using namespace leitai;
using namespace leitai::show;
using namespace leitai::show::test;

namespace {

const contest::Resource* output(Rig& rig, const char* id) {
  return rig.show().snapshot()->store.find("outputs", id);
}

}  // namespace

TEST_CASE("an output that there is not, and what nobody tells of one, is refused") {
  Rig rig;
  const std::uint64_t head = rig.head();
  CHECK(rig.refused(OutputCommand{"replay", true, Json::object()}).kind == RefusalKind::not_found);
  const Refusal unknown = rig.refused(OutputCommand{"recording", true, {{"key", "secret"}}});
  CHECK(unknown.kind == RefusalKind::invalid);
  CHECK(unknown.errors.front().pointer == "/key");
  CHECK(rig.refused(OutputCommand{"recording", true, {{"file", 1}}}).errors.front().pointer == "/file");
  CHECK(rig.refused(OutputCommand{"recording", true, {{"file", std::string(4097, 'x')}}}).kind == RefusalKind::invalid);
  CHECK(rig.head() == head);
}

TEST_CASE("an output that does not run cannot end") {
  Rig rig;
  const std::uint64_t head = rig.head();
  rig.ok(OutputCommand{"streaming", false, Json::object()});
  CHECK(rig.head() == head);
}

TEST_CASE("a recording is told with its file and its times, and clients cannot write it") {
  Rig rig;
  rig.ok(OutputCommand{"recording", true, {{"file", "/films/a.mkv"}}});
  const Json started = output(rig, "recording")->data;
  CHECK(started.at("state") == "started");
  CHECK(started.at("file") == "/films/a.mkv");
  rig.ok(OutputCommand{"recording", false, Json::object()});
  const Json stopped = output(rig, "recording")->data;
  CHECK(stopped.at("state") == "stopped");
  CHECK(stopped.at("file") == "/films/a.mkv");
  CHECK(stopped.at("started_at") == started.at("started_at"));
  CHECK(stopped.at("stopped_at").get<std::string>() >= started.at("started_at").get<std::string>());
  const auto record = rig.records(rig.head() - 1);
  REQUIRE(record.size() == 1);
  CHECK(record[0].type == "outputs");
  CHECK(parsed(record[0].before) == started);

  rig.ok(OutputCommand{"recording", true, Json::object()});
  CHECK_FALSE(output(rig, "recording")->data.contains("file"));
  CHECK(rig.refused(PutResource{"outputs", "recording", Json::object(), {}}).kind == RefusalKind::invalid);
  const Json now = output(rig, "recording")->data;
  rig.reopen();
  CHECK(output(rig, "recording")->data == now);
}
