// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "server/http/body.h"
#include "server/http/problem.h"
#include "server/http/submit.h"

namespace leitai::http {
namespace {

using contest::Json;

/// The last word of the address is the command's.
std::string_view verb_of(const Request& request) {
  return std::string_view(request.path).substr(request.path.rfind('/') + 1);
}

show::AirVerb air_verb(std::string_view word) {
  using show::AirVerb;
  static constexpr std::array<std::pair<std::string_view, AirVerb>, 9> kVerbs = {{
      {"take", AirVerb::take},
      {"update", AirVerb::update},
      {"next", AirVerb::next},
      {"out", AirVerb::out},
      {"clear", AirVerb::clear},
      {"panic", AirVerb::panic},
      {"hold", AirVerb::hold},
      {"release", AirVerb::release},
      {"ready", AirVerb::ready},
  }};
  // The table of routes names no other word.
  return std::find_if(kVerbs.begin(), kVerbs.end(), [&](const auto& verb) { return verb.first == word; })->second;
}

/// What a draw is drawn from where nobody names a seed; the round keeps it.
std::uint64_t fresh_seed() {
  constexpr int kBits = 53;  // every JSON reader holds so many
  std::random_device device;
  return std::uniform_int_distribution<std::uint64_t>(0, (std::uint64_t{1} << kBits) - 1)(device);
}

}  // namespace

Response post_air(App& app, const Request& request) {
  tl::expected<Json, Response> body = json_object_or_empty(request);
  return body ? submit(app, request, show::AirCommand{air_verb(verb_of(request)), std::move(*body)}) : body.error();
}

Response post_timer(App& app, const Request& request) {
  tl::expected<Json, Response> body = json_object_or_empty(request);
  return body ? submit(app, request,
                       show::TimerCommand{request.capture("id"), std::string(verb_of(request)), std::move(*body)})
              : body.error();
}

Response post_stage(App& app, const Request& request) {
  tl::expected<Json, Response> body = json_object(request);
  return body ? submit(app, request, show::StageCommand{std::move(*body)}) : body.error();
}

Response post_reveal(App& app, const Request& request) {
  tl::expected<Json, Response> body = json_object(request);
  return body ? submit(app, request, show::RevealCommand{request.capture("id"), std::move(*body)}) : body.error();
}

Response post_confirm(App& app, const Request& request) {
  tl::expected<Json, Response> body = json_object(request);
  return body ? submit(app, request, show::ConfirmCommand{request.capture("id"), std::move(*body)}) : body.error();
}

Response post_order(App& app, const Request& request) {
  tl::expected<Json, Response> body = json_object(request);
  if (!body) {
    return body.error();
  }
  if (const auto draw = body->find("draw"); draw != body->end() && *draw == true) {
    *draw = {{"seed", fresh_seed()}};
  }
  return submit(app, request, show::OrderCommand{request.capture("id"), std::move(*body)});
}

Response post_rehearsal_marks(App& app, const Request& request) {
  tl::expected<Json, Response> body = json_object(request);
  return body ? submit(app, request, show::InventMarks{std::move(*body), fresh_seed()}) : body.error();
}

Response post_obs(App& app, const Request& request) {
  tl::expected<Json, Response> body = json_object(request);
  return body ? submit(app, request, show::ObsCommand{std::string(verb_of(request)), std::move(*body)}) : body.error();
}

Response get_automation(App& app, const Request&) {
  return answer(app.show.automation_document());
}

Response post_undo(App& app, const Request& request) {
  const tl::expected<Json, Response> body = json_object_or_empty(request);
  const auto verb = verb_of(request) == "redo" ? show::UndoVerb::redo : show::UndoVerb::undo;
  return body ? submit(app, request, show::UndoCommand{verb}) : body.error();
}

Response get_air(App& app, const Request&) {
  return answer(app.show.air_document(app.show.now_ms()));
}

}  // namespace leitai::http
