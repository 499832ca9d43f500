// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/publish/publish.h"

#include "server/publish/outlet.h"

namespace leitai::publish {

struct Publisher::Impl {
  show::Show& show;
  std::vector<std::unique_ptr<Outlet>> outlets;
  int subscription = 0;
  bool runs = false;
};

Publisher::Publisher(std::vector<Target> targets, show::Show& show) : impl_(new Impl{show, {}}) {
  for (Target& target : targets) {
    impl_->outlets.push_back(std::make_unique<Outlet>(std::move(target), show));
  }
}

Publisher::~Publisher() {
  stop();
}

void Publisher::start(const http::Server& server) {
  impl_->subscription = impl_->show.subscribe([this](const show::SnapshotPtr&) {
    for (const auto& outlet : impl_->outlets) {
      outlet->ring();
    }
  });
  impl_->runs = true;
  for (const auto& outlet : impl_->outlets) {
    outlet->start(server);
  }
}

void Publisher::stop() {
  if (!impl_->runs) {
    return;
  }
  impl_->runs = false;
  impl_->show.unsubscribe(impl_->subscription);
  for (const auto& outlet : impl_->outlets) {
    outlet->stop();
  }
}

std::vector<http::PublishState> Publisher::states() const {
  std::vector<http::PublishState> states;
  for (const auto& outlet : impl_->outlets) {
    states.push_back(outlet->state());
  }
  return states;
}

}  // namespace leitai::publish
