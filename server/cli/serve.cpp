// SPDX-License-Identifier: GPL-2.0-or-later
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "overlays/media/picture.h"
#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/themes.h"
#include "server/cli/version.h"
#include "server/http/server.h"
#include "server/platform/platform.h"
#include "server/preview/preview.h"
#include "server/publish/publish.h"
#include "server/show/show.h"
#include "server/theme/shelf.h"
#include "server/web/pages.h"

namespace leitai::cli {

namespace {

namespace fs = std::filesystem;

struct ServeOptions {
  fs::path show;
  int port = 5757;
  std::string bind = "127.0.0.1";
  std::vector<std::string> hosts;
  std::vector<std::string> proxies;
  std::string ballots_at;
  fs::path theme;
  std::string token;
  fs::path token_file;
  bool rehearsal = false;
  std::vector<std::string> publish;
  fs::path publish_secret;
  fs::path publish_authorities;
};

/// What may stand in an Authorization header as one word.
bool is_token(const std::string& text) {
  return !text.empty() && text.size() <= 512 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

/// The one word that a file holds.
tl::expected<std::string, std::string> word_in(const fs::path& file) {
  auto text = read_whole(file, 4096);
  if (!text) return tl::unexpected(text.error());
  const auto end = text->find_last_not_of(" \t\r\n");
  return text->substr(0, end == std::string::npos ? 0 : end + 1);
}

tl::expected<std::string, std::string> token_of(const ServeOptions& options) {
  constexpr std::size_t kBytes = 16;
  std::string token = options.token;
  if (!options.token_file.empty()) {
    auto text = word_in(options.token_file);
    if (!text) return text;
    token = std::move(*text);
  } else if (token.empty()) {
    token = platform::random_hex(kBytes);
  }
  if (!is_token(token))
    return tl::unexpected(std::string("a token is one word of visible ASCII, up to 512 characters"));
  return token;
}

tl::expected<std::vector<publish::Target>, std::string> targets_of(const ServeOptions& options) {
  std::vector<publish::Target> targets;
  if (options.publish.empty()) return targets;
  const auto secret = word_in(options.publish_secret);
  if (!secret) return tl::unexpected(secret.error());
  for (const std::string& url : options.publish) {
    auto target = publish::parse_target(url, *secret, options.publish_authorities);
    if (!target) return tl::unexpected(target.error());
    targets.push_back(std::move(*target));
  }
  return targets;
}

http::Hooks hooks_for(preview::Preview& preview) {
  http::Hooks hooks;
  hooks.preview_png = [&preview](const http::PreviewRequest& request) {
    return preview.still(request.channel, request.width, request.at_ms, request.take)
        .map([](const preview::Still& still) { return http::PreviewPicture(*still.png, still.changes_at_ms); });
  };
  hooks.qr_svg = overlays::qr_svg;
  hooks.check_picture = [](std::string_view bytes) {
    return overlays::check_picture(bytes).map([](const overlays::PictureInfo& info) {
      return http::PictureInfo{info.type, info.width, info.height};
    });
  };
  for (const auto& [path, file] : web::files()) {
    hooks.pages[path] = {std::string(file.content_type), std::string(file.body)};
  }
  return hooks;
}

show::Options show_options(const ServeOptions& options, const overlays::Theme& theme) {
  show::Options result;
  result.file = options.show;
  result.rehearsal = options.rehearsal;
  result.version = kVersion;
  result.theme_name = theme.name;
  result.theme_hash = theme.content_hash;
  result.templates = preview::template_infos(theme);
  return result;
}

http::Options http_options(const ServeOptions& options, const std::string& token) {
  http::Options result;
  result.bind = options.bind;
  result.port = options.port;
  result.hosts = options.hosts;
  result.proxies = options.proxies;
  result.ballots_at = options.ballots_at;
  result.token = token;
  result.version = kVersion;
  return result;
}

int serve(const ServeOptions& options, platform::StopSignal& stop) {
  const auto token = token_of(options);
  if (!token) return fail(options.token_file.empty() ? kFailed : kUnusable, token.error());
  const auto targets = targets_of(options);
  if (!targets) return fail(kUnusable, targets.error());
  const auto theme = open_theme(options.theme);
  if (!theme) return fail(kUnusable, theme.error());
  auto show = show::Show::open(show_options(options, **theme));
  if (!show) return fail(kUnusable, show.error().message);
  theme::Shelf themes(*theme, [&options](const std::string& name) { return channel_theme(name, options.show); });
  preview::Preview preview(*theme, **show, [&themes](const std::string& name) { return themes.find(name); });
  publish::Publisher publisher(*targets, **show);
  http::Hooks hooks = hooks_for(preview);
  if (!targets->empty()) hooks.publishing = [&publisher] { return publisher.states(); };
  auto server = http::Server::start(http_options(options, *token), **show, std::move(hooks));
  if (!server) return fail(kUnusable, server.error());
  publisher.start(**server);

  themes.follow([&](const std::string& name, const std::shared_ptr<const overlays::Theme>& saved) {
    if (!name.empty()) return;
    (*show)->use_theme({saved->name, saved->content_hash, preview::template_infos(*saved)});
    preview.use_theme(saved);
  });

  const bool made = options.token.empty() && options.token_file.empty();
  std::printf("leitai: ready %s show=%s%s%s\n", (*server)->url().c_str(), options.show.string().c_str(),
              made ? " token=" : "", made ? token->c_str() : "");
  std::fflush(stdout);
  stop.wait();
  themes.stop();
  publisher.stop();
  (*server)->stop();
  (*show)->close();
  return kDone;
}

}  // namespace

void add_serve(CLI::App& app, int& status) {
  auto options = std::make_shared<ServeOptions>();
  auto* command = app.add_subcommand("serve", "run a show without OBS");
  command->add_option("--show", options->show, "FILE.leitai, made where it is missing")->required();
  command->add_option("--port", options->port, "0 takes a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command->add_option("--bind", options->bind, "the address to listen on")->capture_default_str();
  command->add_option("--host", options->hosts, "a name that clients may call this server by")->allow_extra_args(false);
  command
      ->add_option("--proxy", options->proxies,
                   "the address of a proxy, which says in X-Forwarded-For who asks (default: any on this machine)")
      ->allow_extra_args(false);
  command->add_option("--ballots-at", options->ballots_at,
                      "where phones find /ballot, for links and QR codes (default: where the control page is open)");
  command->add_option("--theme", options->theme, "a theme's folder (default: the shipped arena)");
  auto* token = command->add_option("--token", options->token, "the operator's token (default: a new one, printed)")
                    ->check([](const std::string& text) {
                      return is_token(text) ? std::string() : std::string("must be one word of visible ASCII");
                    });
  command->add_option("--token-file", options->token_file, "a file that holds the token")->excludes(token);
  command->add_flag("--rehearsal", options->rehearsal,
                    "pictures and results say that it is one; marks can be invented");
  auto* publish = command->add_option("--publish", options->publish, "an nginx of deploy/up that tells the audience")
                      ->allow_extra_args(false);
  auto* secret = command->add_option("--publish-secret", options->publish_secret, "a file that holds its secret");
  command->add_option("--publish-ca", options->publish_authorities, "a file of certificates to trust it by")
      ->needs(publish);
  publish->needs(secret);
  secret->needs(publish);
  command->callback([options, &status] {
    // Before any thread is started: those that follow leave the signals to it.
    platform::StopSignal stop;
    status = serve(*options, stop);
  });
}

}  // namespace leitai::cli
