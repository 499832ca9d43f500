// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/body.h"
#include "server/http/lease_check.h"
#include "server/http/problem.h"

namespace leitai::http {
namespace {

using contest::Json;

constexpr std::size_t kMaxName = 256;

Json told(const Lease::Holder& holder, bool mine) {
  return {{"name", holder.name}, {"mine", mine}, {"until", contest::format_time(holder.until_ms)}};
}

Response held_by(const Lease::Holder& holder) {
  return problem_with(409, "\"" + holder.name + "\" has the controls", Json::array(),
                      {{"holder", told(holder, false)}});
}

Response state_for(const App& app, std::string_view id) {
  const std::optional<Lease::Holder> holder = app.lease.holder();
  return answer({{"lease", holder ? told(*holder, holder->id == id) : Json(nullptr)}});
}

struct LeaseWish {
  std::string id;
  std::string name;
  bool take_over = false;
  bool release = false;
};

tl::expected<LeaseWish, Response> wish_of(const Json& body, bool releases) {
  LeaseWish wish;
  std::vector<contest::FieldError> errors;
  const auto flag = [&](const char* name, bool& value) {
    const auto found = body.find(name);
    if (found == body.end() || found->is_null()) {
      return;
    }
    if (found->is_boolean()) {
      value = found->get<bool>();
    } else {
      errors.push_back({std::string("/") + name, "must be true or false"});
    }
  };
  const auto text = [&](const char* name) {
    const auto found = body.find(name);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  wish.release = releases;
  flag("release", wish.release);
  flag("take_over", wish.take_over);
  wish.id = text("id");
  wish.name = text("name");
  if (!contest::is_id(wish.id)) {
    errors.push_back({"/id", "must be an id"});
  }
  if (!wish.release && (wish.name.empty() || wish.name.size() > kMaxName)) {
    errors.push_back({"/name", "must be a text of 1 to 256 bytes"});
  }
  if (!errors.empty()) {
    return tl::unexpected(problem(422, errors.front().pointer + ": " + errors.front().detail, errors));
  }
  return wish;
}

Response answer_lease(App& app, const Request& request, bool releases) {
  const tl::expected<Json, Response> body = json_object(request);
  if (!body) {
    return body.error();
  }
  const tl::expected<LeaseWish, Response> wish = wish_of(*body, releases);
  if (!wish) {
    return wish.error();
  }
  if (wish->release) {
    app.lease.release(wish->id);
    return state_for(app, wish->id);
  }
  const Lease::Holder holder =
      app.lease.take(wish->id, wish->name, wish->take_over ? Lease::Take::over : Lease::Take::if_free);
  return holder.id == wish->id ? answer({{"lease", told(holder, true)}}) : held_by(holder);
}

/// What ends a picture in need is nobody's alone.
bool is_leased(const show::Command& command) {
  if (const auto* air = std::get_if<show::AirCommand>(&command)) {
    return air->verb != show::AirVerb::panic && air->verb != show::AirVerb::clear;
  }
  return std::holds_alternative<show::StageCommand>(command) || std::holds_alternative<show::TimerCommand>(command) ||
         std::holds_alternative<show::RevealCommand>(command) ||
         std::holds_alternative<show::ConfirmCommand>(command) || std::holds_alternative<show::UndoCommand>(command);
}

}  // namespace

std::optional<Response> refused_by_lease(const App& app, const Head& head, const show::Command& command) {
  const std::optional<std::string_view> id = head.find(kLeaseHeader);
  if (!id || !is_leased(command)) {
    return std::nullopt;
  }
  const std::optional<Lease::Holder> holder = app.lease.holder();
  return holder && holder->id != *id ? std::optional(held_by(*holder)) : std::nullopt;
}

Response get_lease(App& app, const Request& request) {
  return state_for(app, request.head.find(kLeaseHeader).value_or(""));
}

Response post_lease(App& app, const Request& request) {
  return answer_lease(app, request, false);
}

Response delete_lease(App& app, const Request& request) {
  return answer_lease(app, request, true);
}

}  // namespace leitai::http
