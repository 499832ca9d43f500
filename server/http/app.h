// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "server/http/ballots.h"
#include "server/http/first_pictures.h"
#include "server/http/gate.h"
#include "server/http/lease.h"
#include "server/http/message.h"
#include "server/http/publication.h"
#include "server/http/routes.h"
#include "server/http/server.h"
#include "server/http/transport.h"
#include "server/http/viewers.h"
#include "server/search/search.h"

namespace leitai::http {

/// The audience's document at one revision, ready to send.
struct ReadyResults {
  std::uint64_t revision = 0;
  std::string body;
  std::string compressed;
};

/// What handlers work with. Lives as long as the transport's threads.
struct App {
  App(Options options, show::Show& show, Hooks hooks, int port, std::function<Transport::Statistics()> statistics);

  /// From the head of a request to its answer.
  Response answer_request(const Head& head, Body& body);

  std::shared_ptr<const ReadyResults> results(const show::Snapshot& snapshot);
  Response page(const Request& request, const std::string& path) const;
  bool has_token(const Head& head) const;

  const Options options;
  show::Show& show;
  FirstPictures first_pictures;
  const std::map<std::string, ReadyPage, std::less<>> pages;
  const Hooks hooks;  ///< but for their pages, which are in `pages`
  const Gate gate;
  Lease lease;
  Publication publication;
  Viewers viewers;
  Ballots ballots;
  std::atomic<std::size_t> previews = 0;
  std::mutex picture_mutex;  ///< one picture is decoded at a time: it may take a hundred megabytes
  search::Search search;
  const std::function<Transport::Statistics()> statistics;

 private:
  tl::expected<Request, Response> admit(const Head& head, const Match& match, Target target) const;
  Response run(const Route& route, Request request, Body& body);

  std::mutex results_mutex_;
  std::shared_ptr<const ReadyResults> results_;
};

}  // namespace leitai::http
