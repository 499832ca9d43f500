// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/task_thread.h"

#include <exception>
#include <string>

#include <util/threading.h>

#include "plugin/log.h"

namespace leitai::plugin {
namespace {

void run_safely(const TaskThread::Task& task) {
  try {
    task();
  } catch (const std::exception& problem) {
    log_error(std::string("a task failed: ") + problem.what());
  }
}

}  // namespace

TaskThread::TaskThread() : thread_([this] { run(); }) {}

TaskThread::~TaskThread() {
  stopping_.store(true, std::memory_order_release);
  signal_.raise();
  thread_.join();
}

void TaskThread::post(Task task) {
  auto* node = new Node{std::move(task)};
  node->next = posted_.load(std::memory_order_relaxed);
  while (!posted_.compare_exchange_weak(node->next, node, std::memory_order_release, std::memory_order_relaxed)) {
  }
  signal_.raise();
}

void TaskThread::run() {
  os_set_thread_name("leitai tasks");
  for (;;) {
    const std::uint32_t seen = signal_.count();
    const bool last_time = stopping_.load(std::memory_order_acquire);
    run_posted();
    if (last_time) {
      return;
    }
    signal_.wait(seen);
  }
}

void TaskThread::run_posted() {
  Node* newest = posted_.exchange(nullptr, std::memory_order_acquire);
  Node* oldest = nullptr;
  while (newest != nullptr) {
    Node* next = newest->next;
    newest->next = oldest;
    oldest = newest;
    newest = next;
  }
  while (oldest != nullptr) {
    const std::unique_ptr<Node> node(oldest);
    oldest = node->next;
    run_safely(node->task);
  }
}

}  // namespace leitai::plugin
