// SPDX-License-Identifier: GPL-2.0-or-later
#include <spdlog/spdlog.h>

#include <fstream>
#include <memory>

#include "server/http/conditions.h"
#include "server/http/problem.h"
#include "server/http/submit.h"
#include "server/show/media.h"

namespace leitai::http {
namespace {

using contest::Json;
namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = 64UL * 1024;

const char* const kBadName =
    "a picture's name is an id that ends in .png, .jpg, .jpeg, .webp, .avif or .gif, such as zhang-san.png";

/// A picture is sent piece by piece: nobody's slowness holds a whole one in memory.
Streaming pieces_of(std::shared_ptr<std::ifstream> file) {
  return {StreamKind::none, [file = std::move(file)](StreamWriter& writer) {
            std::string piece(kPieceBytes, '\0');
            while (!file->eof()) {
              file->read(piece.data(), static_cast<std::streamsize>(piece.size()));
              const auto length = static_cast<std::size_t>(file->gcount());
              if (file->bad() || (length > 0 && !writer.write(std::string_view(piece).substr(0, length)))) {
                return false;
              }
            }
            return true;
          }};
}

Response no_picture() {
  return problem(404, "there is no such picture");
}

/// What the body is said to be, is named after, and is.
std::optional<Response> refuse_picture(const Request& request, const PictureInfo& info) {
  const std::string_view declared = request.head.find("Content-Type").value_or("");
  if (!same_word(trimmed(declared.substr(0, declared.find(';'))), info.type)) {
    return problem(422, "the body is " + info.type + ", its Content-Type says otherwise");
  }
  if (show::type_of_media_name(request.capture("name")) != info.type) {
    return problem(422, "the body is " + info.type + ", its name says otherwise");
  }
  return std::nullopt;
}

}  // namespace

Response list_media(App& app, const Request&) {
  const show::SnapshotPtr snapshot = app.show.snapshot();
  Json list = Json::array();
  for (const auto& [name, media] : snapshot->store.all(show::kMediaType)) {
    Json entry = media->data;
    entry["name"] = name;
    list.push_back(std::move(entry));
  }
  return answer(list);
}

Response get_media(App& app, const Request& request) {
  const std::string& name = request.capture("name");
  const show::SnapshotPtr snapshot = app.show.snapshot();
  const contest::Resource* media = snapshot->store.find(show::kMediaType, name);
  const fs::path path = media == nullptr ? fs::path() : show::media_file(app.show.options().media_folder, media->data);
  if (path.empty() || !show::is_media_name(name)) {
    return no_picture();
  }
  Response response{200,
                    std::string(show::type_of_media_name(name)),
                    {},
                    {{"Cache-Control", "no-cache"}, {"Content-Security-Policy", "default-src 'none'; sandbox"}},
                    {}};
  response = unless_known(request.head, '"' + path.filename().string() + '"', std::move(response));
  if (response.status != 200) {
    return response;
  }
  auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
  if (!*file) {
    spdlog::warn("[leitai] http: the picture {} is not in the show's media folder", name);
    return no_picture();
  }
  response.stream = pieces_of(std::move(file));
  return response;
}

Response put_media(App& app, const Request& request) {
  const std::string& name = request.capture("name");
  if (!show::is_media_name(name)) {
    return problem(422, kBadName);
  }
  if (!app.hooks.check_picture) {
    return problem(404, "this program takes no pictures");
  }
  tl::expected<PictureInfo, std::string> info = [&] {
    const std::lock_guard lock(app.picture_mutex);
    return app.hooks.check_picture(request.body);
  }();
  if (!info) {
    return problem(422, "the picture " + info.error());
  }
  if (std::optional<Response> refusal = refuse_picture(request, *info)) {
    return std::move(*refusal);
  }
  const auto hash = show::keep_media(app.show.options().media_folder, request.body);
  if (!hash) {
    return overloaded(hash.error());
  }
  return submit(app, request,
                show::SetMedia{name,
                               {{"hash", *hash},
                                {"bytes", request.body.size()},
                                {"type", info->type},
                                {"width", info->width},
                                {"height", info->height}}});
}

Response delete_media(App& app, const Request& request) {
  return submit(app, request, show::SetMedia{request.capture("name"), nullptr});
}

}  // namespace leitai::http
