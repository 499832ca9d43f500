// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include <atomic>
#include <fstream>
#include <iterator>

#include "plugin/followed_air.h"
#include "server/http/server.h"
#include "server/platform/platform.h"
#include "server/show/media.h"
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
  /// As an upload does. The answer is the content's hash.
  std::string upload(const std::string& name, const std::string& content) {
    auto hash = show::keep_media(show_->options().media_folder, content);
    REQUIRE(hash.has_value());
    REQUIRE(show_->submit({}, show::SetMedia{name, {{"hash", *hash}, {"bytes", content.size()}}}).has_value());
    return *hash;
  }
  std::filesystem::path media(const std::string& hash) const { return show_->options().media_folder / hash; }
  void take() {
    REQUIRE(show_->submit({}, show::AirCommand{show::AirVerb::take, {{"template", "plate"}}}).has_value());
  }

 private:
  std::unique_ptr<show::Show> show_;
  std::unique_ptr<http::Server> server_;
};

FollowedAir::Options following(const std::string& url, const ScratchFolder& folder, const char* token = test::kToken) {
  return {url, token, [] { return std::string("a-hash"); }, folder.path() / "followed-pictures"};
}

std::size_t layers(const FollowedAir& feed) {
  const auto air = feed.air();
  return air == nullptr ? 99 : air->channels.at("program")->layers.size();
}

/// What the picture of a name holds for whoever draws the channel; nothing where there is none.
std::string picture(const FollowedAir& feed, const std::string& name) {
  const auto air = feed.air();
  const auto pictures = air == nullptr ? nullptr : air->channels.at("program")->pictures;
  const auto* file = pictures == nullptr ? nullptr : pictures->find(name);
  std::ifstream stream(file == nullptr ? "" : *file, std::ios::binary);
  return std::string{std::istreambuf_iterator<char>(stream), {}};
}

/// Whether a text stands in any of a folder's files.
bool is_in_folder(const std::filesystem::path& folder, const std::string& text) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    if (std::string{std::istreambuf_iterator<char>(stream), {}}.find(text) != std::string::npos) return true;
  }
  return false;
}

const std::string kHash(64, 'a');

}  // namespace

TEST_CASE("pictures that no Leitai names are refused, and change nothing") {
  const ScratchFolder folder;
  std::atomic<int> published{0};
  plugin::FollowedPictures pictures({"http://127.0.0.1:1", folder.path() / "media"}, [&](const auto&) { ++published; });
  json::Json many;
  for (std::size_t i = 0; i <= show::kMostMediaNames; ++i) many["p" + std::to_string(i) + ".png"] = kHash;
  const std::vector<json::Json> wrong = {
      json::Json::array(),
      "text",
      {{"../x.png", kHash}},
      {{"a/b.png", kHash}},
      {{"x.svg", kHash}},
      {{"", kHash}},
      {{"x.png", "../../etc/passwd"}},
      {{"x.png", kHash + "a"}},
      {{"x.png", std::string(64, 'G')}},
      {{"x.png", 7}},
      {{"x.png", json::Json::object()}},
      many,
  };
  for (const json::Json& one : wrong) {
    INFO(one.dump().substr(0, 200));
    CHECK_FALSE(pictures.announce(one, true).has_value());
  }
  CHECK(pictures.announce({{"x.png", kHash}, {"gone.png", nullptr}}, false).has_value());
  CHECK(published == 0);
}

TEST_CASE("a content that is not the announced one is not kept") {
  const ScratchFolder folder;
  Followed followed(folder.path());
  const std::string right = followed.upload("right.png", "right");
  const std::string forged = followed.upload("forged.png", "as it was");
  std::ofstream(followed.media(forged), std::ios::binary | std::ios::trunc) << "as another made it";
  FollowedAir feed(following(followed.url(), folder));
  REQUIRE(test::until([&] { return picture(feed, "right.png") == "right"; }));
  CHECK(picture(feed, "forged.png").empty());
  CHECK(std::filesystem::exists(folder.path() / "followed-pictures" / right));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "followed-pictures" / forged));
  // What comes right in the end is fetched in the end.
  std::ofstream(followed.media(forged), std::ios::binary | std::ios::trunc) << "as it was";
  REQUIRE(test::until([&] { return picture(feed, "forged.png") == "as it was"; }));
}

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
  const FollowedAir nobody(following("http://127.0.0.1:1", folder));
  const FollowedAir stranger(following(followed.url(), folder, "another-token"));
  CHECK(nobody.air() == nullptr);
  CHECK(stranger.air() == nullptr);
  CHECK_FALSE(nobody.connected());
  CHECK_FALSE(stranger.connected());
}

TEST_CASE("a follower has what is on air, keeps it while cut off, and has the newest again afterwards") {
  const ScratchFolder folder;
  auto followed = std::make_unique<Followed>(folder.path());
  const int port = followed->port();
  FollowedAir feed(following(followed->url(), folder));
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

TEST_CASE("a follower fetches what was uploaded, before and while it follows, also what the next server has") {
  const ScratchFolder folder;
  const ScratchFolder other_folder;
  const ScratchFolder own;
  auto followed = std::make_unique<Followed>(folder.path());
  const int port = followed->port();
  const std::string large(3 << 20, 'x');
  followed->upload("c1.png", "the first");
  followed->upload("large.jpg", large);
  FollowedAir feed(following(followed->url(), own));
  REQUIRE(test::until([&] { return picture(feed, "c1.png") == "the first" && picture(feed, "large.jpg") == large; }));

  followed->take();
  followed->upload("c1.png", "the second");
  followed->upload("c2.webp", "the first");  // as somebody else's picture, the same content
  REQUIRE(test::until([&] { return picture(feed, "c1.png") == "the second"; }));
  REQUIRE(test::until([&] { return picture(feed, "c2.webp") == "the first"; }));
  REQUIRE(test::until([&] { return layers(feed) == 1; }));
  REQUIRE(followed->show().submit({}, show::SetMedia{"c2.webp", nullptr}).has_value());
  REQUIRE(test::until([&] { return picture(feed, "c2.webp").empty(); }));

  followed.reset();
  REQUIRE(test::until([&] { return !feed.connected(); }));
  CHECK(picture(feed, "c1.png") == "the second");
  followed = std::make_unique<Followed>(other_folder.path(), port);
  followed->upload("c1.png", "another show's");
  REQUIRE(test::until([&] { return picture(feed, "c1.png") == "another show's"; }));
  REQUIRE(test::until([&] { return picture(feed, "large.jpg").empty(); }));
  CHECK_FALSE(is_in_folder(own.path(), test::kToken));
}

TEST_CASE("pictures that were fetched once are there at the next start, before any is asked for") {
  const ScratchFolder folder;
  const ScratchFolder own;
  Followed followed(folder.path());
  const std::string hash = followed.upload("c1.png", "a picture");
  {
    FollowedAir feed(following(followed.url(), own));
    REQUIRE(test::until([&] { return picture(feed, "c1.png") == "a picture"; }));
  }
  std::filesystem::remove(followed.media(hash));  // it could not be fetched again
  FollowedAir feed(following(followed.url(), own));
  REQUIRE(test::until([&] { return picture(feed, "c1.png") == "a picture"; }));
}
