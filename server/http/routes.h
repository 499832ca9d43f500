// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.h"
#include "server/http/target.h"

namespace leitai::http {

struct App;

/// Who may call. Everyone but for the first needs a token.
enum class Access {
  everyone,
  readers,    ///< each role but judges
  backstage,  ///< operators and backstage
  scorers,    ///< operators and scorers, and these only what they write
  judges,     ///< who has a ballot, and nobody else
  operators,
};

/// What a request's body may be.
enum class Takes { nothing, json, json_or_nothing, events, patch, csv, picture };

using Handler = Response (*)(App& app, const Request& request);

/// One row of the table that is the whole API. docs/openapi.json holds the same rows; a test
/// compares them.
struct Route {
  std::string_view name;
  std::string_view method;
  std::string_view pattern;  ///< "/api/v1/rounds/{id}/standings"
  Access access;
  Takes takes;
  std::vector<std::string_view> query;  ///< parameters it knows; others are refused
  Handler handler;
};

std::span<const Route> routes();

using Captures = std::map<std::string, std::string, std::less<>>;

struct Match {
  const Route* route = nullptr;  ///< null: none with this method
  Captures captures;
  std::vector<std::string_view> allowed;  ///< methods that the address takes; empty: no such address
};

/// HEAD is answered where GET is.
Match match_route(std::string_view method, const Target& target);

// One handler a row; each file holds an area.
// routes_resources.cpp
Response list_resources(App&, const Request&);
Response get_resource(App&, const Request&);
Response put_resource(App&, const Request&);
Response patch_resource(App&, const Request&);
Response delete_resource(App&, const Request&);
Response post_events(App&, const Request&);
// routes_import.cpp
Response post_contestants(App&, const Request&);
Response post_people(App&, const Request&);
Response post_scores(App&, const Request&);
// routes_tokens.cpp
Response list_tokens(App&, const Request&);
Response post_token(App&, const Request&);
Response delete_token(App&, const Request&);
// routes_ballot.cpp
Response post_ballot_enter(App&, const Request&);
Response get_ballot(App&, const Request&);
Response get_ballot_stream(App&, const Request&);
Response put_ballot_marks(App&, const Request&);
// routes_ballots.cpp
Response get_ballots(App&, const Request&);
Response get_ballots_stream(App&, const Request&);
Response list_ballot_codes(App&, const Request&);
Response post_ballot_codes(App&, const Request&);
Response delete_ballot_codes(App&, const Request&);
Response delete_ballot_code(App&, const Request&);
Response post_ballot_release(App&, const Request&);
Response post_ballot_lock(App&, const Request&);
Response post_ballot_reopen(App&, const Request&);
Response post_ballot_absent(App&, const Request&);
// routes_media.cpp
Response list_media(App&, const Request&);
Response get_media(App&, const Request&);
Response put_media(App&, const Request&);
Response delete_media(App&, const Request&);
// routes_commands.cpp
Response post_air(App&, const Request&);
Response post_timer(App&, const Request&);
Response post_stage(App&, const Request&);
Response post_reveal(App&, const Request&);
Response post_confirm(App&, const Request&);
Response post_order(App&, const Request&);
Response post_obs(App&, const Request&);
Response get_air(App&, const Request&);
Response post_rehearsal_marks(App&, const Request&);
Response get_automation(App&, const Request&);
Response post_undo(App&, const Request&);
// routes_lease.cpp
Response get_lease(App&, const Request&);
Response post_lease(App&, const Request&);
Response delete_lease(App&, const Request&);
// routes_feed.cpp
Response get_event_feed(App&, const Request&);
Response get_stream(App&, const Request&);
// routes_follow.cpp
Response get_air_feed(App&, const Request&);
// routes_results.cpp
Response get_results_csv(App&, const Request&);
Response get_results_json(App&, const Request&);
Response get_audit(App&, const Request&);
// routes_public.cpp
Response get_standings(App&, const Request&);
Response get_public_results(App&, const Request&);
Response get_public_stream(App&, const Request&);
// routes_search.cpp
Response get_search(App&, const Request&);
// routes_about.cpp
Response get_health(App&, const Request&);
Response get_templates(App&, const Request&);
Response get_preview(App&, const Request&);
Response post_preview(App&, const Request&);
Response get_metrics(App&, const Request&);
// routes_pages.cpp
Response get_page(App&, const Request&);
Response get_results_page(App&, const Request&);
Response get_root(App&, const Request&);

}  // namespace leitai::http
