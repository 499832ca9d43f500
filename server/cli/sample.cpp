// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "server/cli/cli.h"
#include "server/cli/files.h"
#include "server/cli/samples.h"

namespace leitai::cli {

namespace {

struct SampleOptions {
  std::string name;
  bool list = false;
};

int sample(const SampleOptions& options) {
  const auto names = sample_names();
  if (options.list) {
    for (const auto& name : names) std::printf("%s\n", name.c_str());
    return kDone;
  }
  if (std::find(names.begin(), names.end(), options.name) == names.end()) {
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
    return fail(kFailed, "there is no sample \"" + options.name + "\"; there are: " + list);
  }
  const auto text = sample_file(options.name);
  if (!text) return fail(kUnusable, "the sample in this program is damaged");
  std::fwrite(text->data(), 1, text->size(), stdout);
  if (std::fflush(stdout) != 0) return fail(kUnusable, "the sample cannot be written");
  return kDone;
}

}  // namespace

void add_sample(CLI::App& app, int& status) {
  auto options = std::make_shared<SampleOptions>();
  auto* command = app.add_subcommand("sample", "print a built-in sample contest as a show file");
  auto* name = command->add_option("name", options->name, "the sample's name");
  command->add_flag("--list", options->list, "print the names of the samples");
  command->callback([options, name, &status] {
    if (!options->list && name->count() == 0) throw CLI::RequiredError("NAME or --list");
    status = sample(*options);
  });
}

}  // namespace leitai::cli
