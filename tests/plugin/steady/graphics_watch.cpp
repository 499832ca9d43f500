// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/plugin/steady/graphics_watch.h"

#include <atomic>
#include <cerrno>
#include <cstring>

#include <dlfcn.h>
#include <execinfo.h>
#include <obs.h>
#include <pthread.h>

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}

namespace leitai::test {
namespace {

constexpr int kMaxDepth = 24;

thread_local bool t_watched = false;
thread_local bool t_inside = false;  ///< the watch itself is at work

std::atomic<const void*> g_owner{nullptr};  ///< base address of what is watched
std::atomic<std::uint64_t> g_allocations{0};
std::atomic<std::uint64_t> g_locks{0};
std::atomic<std::uint64_t> g_others{0};

const void* base_of(const void* address) {
  Dl_info info{};
  return dladdr(address, &info) != 0 ? info.dli_fbase : nullptr;
}

/// This program, and libraries through which others allocate and lock.
bool is_transparent(const Dl_info& caller) {
  static const void* const program = base_of(reinterpret_cast<const void*>(&is_transparent));
  if (caller.dli_fbase == program) {
    return true;
  }
  for (const char* name : {"libc.so", "libstdc++.so", "libgcc_s.so", "ld-linux", "libm.so"}) {
    if (std::strstr(caller.dli_fname, name) != nullptr) {
      return true;
    }
  }
  return false;
}

const void* owner_of_call() {
  void* frames[kMaxDepth];
  const int depth = backtrace(frames, kMaxDepth);
  const void* owner = g_owner.load();
  for (int i = 0; i < depth; ++i) {
    Dl_info info{};
    if (dladdr(frames[i], &info) == 0 || info.dli_fname == nullptr) {
      continue;
    }
    if (info.dli_fbase == owner || !is_transparent(info)) {
      return info.dli_fbase;
    }
  }
  return nullptr;
}

void note(std::atomic<std::uint64_t>& count) {
  if (!t_watched || t_inside) {
    return;
  }
  t_inside = true;
  const int error = errno;
  (owner_of_call() == g_owner.load() ? count : g_others).fetch_add(1);
  errno = error;
  t_inside = false;
}

void on_tick(void* /*unused*/, float /*seconds*/) {
  t_watched = true;
}

void wake_unwinder() {
  void* frames[4];
  backtrace(frames, 4);  // its first call allocates
}

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

GraphicsWatch::GraphicsWatch() {
  wake_unwinder();
  void* module = dlopen(LEITAI_PLUGIN_FILE, RTLD_LAZY | RTLD_NOLOAD);
  g_owner = base_of(dlsym(module, "obs_module_load"));
  dlclose(module);
  take();
  obs_add_tick_callback(on_tick, nullptr);
}

GraphicsWatch::~GraphicsWatch() {
  obs_remove_tick_callback(on_tick, nullptr);
  g_owner = nullptr;
}

GraphicsWatch::Counts GraphicsWatch::take() {
  return {g_allocations.exchange(0), g_locks.exchange(0), g_others.exchange(0)};
}

GraphicsWatch::Counts GraphicsWatch::count_on_this_thread(const void* owner, void (*work)()) {
  wake_unwinder();
  g_owner = base_of(owner);
  Counts before{g_allocations.exchange(0), g_locks.exchange(0), g_others.exchange(0)};
  t_watched = true;
  work();
  t_watched = false;
  g_owner = nullptr;
  (void)before;
  return {g_allocations.exchange(0), g_locks.exchange(0), g_others.exchange(0)};
}

}  // namespace leitai::test

using leitai::test::g_allocations;
using leitai::test::g_locks;
using leitai::test::note;

extern "C" {

void* malloc(std::size_t size) {
  note(g_allocations);
  return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) {
  note(g_allocations);
  return __libc_calloc(count, size);
}

void* realloc(void* block, std::size_t size) {
  note(g_allocations);
  return __libc_realloc(block, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
  note(g_allocations);
  return __libc_memalign(alignment, size);
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
  note(g_allocations);
  *block = __libc_memalign(alignment, size);
  return *block == nullptr ? ENOMEM : 0;
}

int pthread_mutex_lock(pthread_mutex_t* mutex) {
  static const auto lock = leitai::test::real<int (*)(pthread_mutex_t*)>("pthread_mutex_lock");
  note(g_locks);
  return lock(mutex);
}

int pthread_rwlock_rdlock(pthread_rwlock_t* mutex) {
  static const auto lock = leitai::test::real<int (*)(pthread_rwlock_t*)>("pthread_rwlock_rdlock");
  note(g_locks);
  return lock(mutex);
}

int pthread_rwlock_wrlock(pthread_rwlock_t* mutex) {
  static const auto lock = leitai::test::real<int (*)(pthread_rwlock_t*)>("pthread_rwlock_wrlock");
  note(g_locks);
  return lock(mutex);
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  static const auto wait = leitai::test::real<int (*)(pthread_cond_t*, pthread_mutex_t*)>("pthread_cond_wait");
  note(g_locks);
  return wait(condition, mutex);
}

}  // extern "C"
