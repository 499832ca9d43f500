// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/log_sink.h"

#include <string_view>

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include "plugin/log.h"

namespace leitai::plugin {
namespace {

class ObsSink : public spdlog::sinks::base_sink<std::mutex> {
 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    std::string_view text(message.payload.data(), message.payload.size());
    constexpr std::string_view kTag = "[leitai] ";
    if (text.starts_with(kTag)) {
      text.remove_prefix(kTag.size());
    }
    if (message.level >= spdlog::level::err) {
      log_error(text);
    } else if (message.level == spdlog::level::warn) {
      log_warning(text);
    } else {
      log_info(text);
    }
  }
  void flush_() override {}
};

}  // namespace

ServerLog::ServerLog() : before_(spdlog::default_logger()) {
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("leitai", std::make_shared<ObsSink>()));
}

ServerLog::~ServerLog() {
  spdlog::set_default_logger(before_);
}

}  // namespace leitai::plugin
