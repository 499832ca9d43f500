// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/inside.h"

#include <utility>

#include "server/http/app.h"
#include "server/http/problem.h"

namespace leitai::http {
namespace {

/// A body that is here already.
class TextBody final : public Body {
 public:
  explicit TextBody(std::string text) : text_(std::move(text)) {}
  std::uint64_t size() const override { return text_.size(); }
  tl::expected<std::string, Response> read(std::uint64_t most_bytes) override {
    if (text_.size() > most_bytes) {
      return tl::unexpected(problem(413, "the body is larger than " + std::to_string(most_bytes) + " bytes"));
    }
    return std::move(text_);
  }

 private:
  std::string text_;
};

}  // namespace

struct Inside::Impl {
  Impl(Options options, show::Show& show)
      : app(std::move(options), show, {}, 0, [] { return Transport::Statistics(); }) {}
  App app;
};

Inside::Inside(Options options, show::Show& show) : impl_(std::make_unique<Impl>(std::move(options), show)) {}

Inside::~Inside() = default;

Inside::Answer Inside::ask(std::string_view method, std::string_view target, std::string body) {
  App& app = impl_->app;
  Head head;
  head.method = method;
  head.target = target;
  head.content_length = body.size();
  head.fields = {{"Host", "localhost"}, {"Authorization", "Bearer " + app.options.token}};
  if (method != "GET") {
    head.fields.push_back({"Content-Type", "application/json"});
  }
  TextBody text(std::move(body));
  Response response = app.answer_request(head, text);
  if (response.stream || response.hand_over) {
    response = problem(501, "what streams is told over a connection only");
  }
  return {response.status, std::move(response.body)};
}

}  // namespace leitai::http
