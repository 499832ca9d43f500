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
  fs::path theme;
  std::string token;
  fs::path token_file;
  bool rehearsal = false;
};

/// What may stand in an Authorization header as one word.
bool is_token(const std::string& text) {
  return !text.empty() && text.size() <= 512 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

tl::expected<std::string, std::string> token_of(const ServeOptions& options) {
  constexpr std::size_t kBytes = 16;
  std::string token = options.token;
  if (!options.token_file.empty()) {
    auto text = read_whole(options.token_file, 4096);
    if (!text) return tl::unexpected(text.error());
    const auto end = text->find_last_not_of(" \t\r\n");
    token = text->substr(0, end == std::string::npos ? 0 : end + 1);
  } else if (token.empty()) {
    token = platform::random_hex(kBytes);
  }
  if (!is_token(token))
    return tl::unexpected(std::string("a token is one word of visible ASCII, up to 512 characters"));
  return token;
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
  for (const auto& [path, file] : web::files()) hooks.pages[path] = {file.content_type, file.body};
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
  result.token = token;
  result.version = kVersion;
  return result;
}

int serve(const ServeOptions& options, platform::StopSignal& stop) {
  const auto token = token_of(options);
  if (!token) return fail(options.token_file.empty() ? kFailed : kUnusable, token.error());
  const auto theme = open_theme(options.theme);
  if (!theme) return fail(kUnusable, theme.error());
  auto show = show::Show::open(show_options(options, **theme));
  if (!show) return fail(kUnusable, show.error().message);
  theme::Shelf themes(*theme, [&options](const std::string& name) { return channel_theme(name, options.show); });
  preview::Preview preview(*theme, **show, [&themes](const std::string& name) { return themes.find(name); });
  auto server = http::Server::start(http_options(options, *token), **show, hooks_for(preview));
  if (!server) return fail(kUnusable, server.error());

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
  command->add_option("--theme", options->theme, "a theme's folder (default: the shipped arena)");
  auto* token = command->add_option("--token", options->token, "the operator's token (default: a new one, printed)")
                    ->check([](const std::string& text) {
                      return is_token(text) ? std::string() : std::string("must be one word of visible ASCII");
                    });
  command->add_option("--token-file", options->token_file, "a file that holds the token")->excludes(token);
  command->add_flag("--rehearsal", options->rehearsal,
                    "pictures and results say that it is one; marks can be invented");
  command->callback([options, &status] {
    // Before any thread is started: those that follow leave the signals to it.
    platform::StopSignal stop;
    status = serve(*options, stop);
  });
}

}  // namespace leitai::cli
