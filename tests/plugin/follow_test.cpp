// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <atomic>

#include "plugin/followed_air.h"
#include "server/http/server.h"
#include "server/platform/platform.h"
#include "tests/plugin/harness/module_runtime.h"

namespace {

using namespace leitai;
using leitai::test::ScratchFolder;
using plugin::FollowedAir;
using plugin::FollowedClock;

constexpr std::int64_t kMs = 1'000'000;

/// A show that listens, as another OBS would.
class Followed {
 public:
  explicit Followed(const std::filesystem::path& folder, int port = 0) {
    show::Options options;
    options.file = folder / "followed.leitai";
    options.theme_name = "arena";
    options.theme_hash = "a-hash";
    options.templates = {{"plate", "Plate", 20, 1, 300, 300, {}, json::Json::object()}};
    show_ = std::move(*show::Show::open(std::move(options)));
    http::Options listening;
    listening.port = port;
    listening.token = test::kToken;
    server_ = std::move(*http::Server::start(std::move(listening), *show_, {}));
  }
  ~Followed() { server_->stop(); }
  show::Show& show() { return *show_; }
  std::string url() const { return server_->url(); }
  int port() const { return server_->port(); }
  void take() {
    REQUIRE(show_->submit({}, show::AirCommand{show::AirVerb::take, {{"template", "plate"}}}).has_value());
  }

 private:
  std::unique_ptr<show::Show> show_;
  std::unique_ptr<http::Server> server_;
};

FollowedAir::Options following(const std::string& url, const char* token = test::kToken) {
  return {url, token, [] { return std::string("a-hash"); }};
}

std::size_t layers(const FollowedAir& feed) {
  const auto air = feed.air();
  return air == nullptr ? 99 : air->channels.at("program")->layers.size();
}

}  // namespace

TEST_CASE("of what a followed server says of its time, the earliest arrival counts") {
  FollowedClock clock;
  clock.hear(1'000'000 * kMs, 500 * kMs);
  CHECK(clock.at(500 * kMs) == 1'000'000 * kMs);
  clock.hear(1'001'000 * kMs, 1'540 * kMs);  // 40 ms on its way
  CHECK(clock.at(1'540 * kMs) == 1'001'040 * kMs);
  clock.hear(1'002'000 * kMs, 2'490 * kMs);  // the first was 10 ms on its way
  CHECK(clock.at(2'490 * kMs) == 1'002'000 * kMs);
  // A clock here that runs a little fast is followed in the end.
  for (int i = 1; i <= 10; ++i) clock.hear((1'002'000 + i * 10'000) * kMs, (2'490 + i * 10'001) * kMs);
  CHECK(clock.at((2'490 + 10 * 10'001) * kMs) - (1'002'000 + 10 * 10'000) * kMs <= 7 * kMs);
}

TEST_CASE("another server's clock is another number, the same one's after a cut is not") {
  FollowedClock clock;
  clock.hear(1'000'000 * kMs, 0);
  const auto number = clock.number();
  clock.forget();
  clock.hear(1'010'003 * kMs, 10'000 * kMs);
  CHECK(clock.number() == number);
  clock.forget();
  clock.hear(900'000 * kMs, 20'000 * kMs);
  CHECK(clock.number() != number);
  CHECK(clock.at(20'000 * kMs) == 900'000 * kMs);
}

TEST_CASE("what cannot be followed leaves nothing on air, and is ended at once") {
  const ScratchFolder folder;
  const Followed followed(folder.path());
  const FollowedAir nobody(following("http://127.0.0.1:1"));
  const FollowedAir stranger(following(followed.url(), "another-token"));
  CHECK(nobody.air() == nullptr);
  CHECK(stranger.air() == nullptr);
  CHECK_FALSE(nobody.connected());
  CHECK_FALSE(stranger.connected());
}

TEST_CASE("a follower has what is on air, keeps it while cut off, and has the newest again afterwards") {
  const ScratchFolder folder;
  auto followed = std::make_unique<Followed>(folder.path());
  const int port = followed->port();
  FollowedAir feed(following(followed->url()));
  std::atomic<int> changes{0};
  const int subscription = feed.subscribe([&] { ++changes; });
  REQUIRE(test::until([&] { return feed.connected() && layers(feed) == 0; }));
  followed->take();
  REQUIRE(test::until([&] { return layers(feed) == 1; }));
  const auto air = feed.air();
  CHECK(air->token == followed->show().snapshot()->token);
  CHECK(air->channels.at("program")->layers[0].current->template_id == "plate");
  CHECK(std::llabs(feed.now_ns() - followed->show().now_ns()) < 5'000 * kMs);

  followed.reset();
  REQUIRE(test::until([&] { return !feed.connected(); }));
  CHECK(feed.air() == air);
  const int before = changes;
  followed = std::make_unique<Followed>(folder.path(), port);
  REQUIRE(followed->show().submit({}, show::AirCommand{show::AirVerb::clear, json::Json::object()}).has_value());
  REQUIRE(test::until([&] { return feed.connected() && layers(feed) == 0; }));
  CHECK(changes > before);
  feed.unsubscribe(subscription);
}
