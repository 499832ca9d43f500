// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "server/tables/cell_text.h"
#include "server/tables/columns.h"
#include "server/tables/draft.h"

namespace leitai::tables {

namespace {

/// Contestants or people, row by row.
class Roster {
 public:
  Roster(const Sheet& sheet, const Headers& headers, const Wish& wish, const contest::Store& store)
      : sheet_(sheet),
        headers_(headers),
        wish_(wish),
        store_(store),
        type_(wish.kind == Kind::people ? "people" : "contestants") {
    for (const auto& [id, resource] : store.all(type_)) {
      by_name_.emplace(label_of(resource->data, "name"), id);
      by_number_.emplace(label_of(resource->data, "number"), id);
    }
    for (const auto& [id, resource] : store.all("people"))
      people_by_name_.emplace(label_of(resource->data, "name"), id);
    for (const auto& [id, group] : store.all("groups")) {
      groups_by_name_.emplace(label_of(group->data, "name"), id);
      groups_by_short_name_.emplace(label_of(group->data, "short_name"), id);
    }
    for (std::size_t row = 2; row <= sheet.rows(); ++row) {
      written_ids_.emplace(text(row, "id"));
      written_groups_.emplace(text(row, "group"));
    }
  }

  Draft run(const Rows& left_out) {
    if (!headers_.find("id") && !headers_.find("name") && !headers_.find("number"))
      refuse_all("has no column for the name");
    for (std::size_t row = 2; row <= sheet_.rows(); ++row) {
      if (sheet_.is_empty(row)) continue;
      ++draft_.rows;
      if (!left_out.contains(row) && !draft_.hopeless && draft_.errors.size() < kMostErrors) read(row);
    }
    return std::move(draft_);
  }

 private:
  /// A row that has spoken of somebody.
  struct Claim {
    std::size_t row = 0;
    bool has_id = false;
  };

  /// What a row says, and whom it means.
  struct Entry {
    std::size_t row = 0;
    std::string id;
    const Json* existing = nullptr;
    Json data;
    Origin origin;
    std::string new_group;  ///< the name of a group that is to be made
    bool wrong = false;
  };

  Cell cell(std::size_t row, std::string_view field) const {
    const Column* column = headers_.find(field);
    return {row, column ? column->number : 0};
  }
  std::string_view text(std::size_t row, std::string_view field) const { return sheet_.text(cell(row, field)); }

  void refuse_all(std::string detail) {
    draft_.errors.push_back({{1, 0}, "", "", std::move(detail)});
    draft_.hopeless = true;
  }

  void refuse(Entry& entry, std::string_view field, std::string detail) {
    draft_.errors.push_back(sheet_.error(cell(entry.row, field), std::move(detail)));
    draft_.bad.insert(entry.row);
    entry.wrong = true;
  }

  void read(std::size_t row) {
    Entry entry;
    entry.row = row;
    entry.origin[""] = {row, headers_.columns.empty() ? 0 : headers_.columns.front().number};
    const std::string group = group_of(entry);
    const std::string role = role_of(entry);
    identify(entry, group, role);
    if (!entry.wrong) claim(entry, group, role);
    entry.data = entry.existing ? *entry.existing : Json::object();
    for (const Column& column : headers_.columns) write(entry, column, group, role);
    if (entry.wrong) return;
    if (label_of(entry.data, "name").empty()) return refuse(entry, "name", "the name is missing");
    if (!entry.existing && entry.id.empty()) entry.id = new_id(entry, group, role);
    finish(std::move(entry));
  }

  void finish(Entry entry) {
    used_ids_.insert(entry.id);
    if (!entry.new_group.empty()) make_group(entry);
    if (entry.existing && *entry.existing == entry.data) return;
    draft_.changing.insert(entry.row);
    draft_.events.push_back({std::string(type_), std::move(entry.id), std::move(entry.data)});
    draft_.origins.push_back(std::move(entry.origin));
  }

  // Groups

  /// The group's id; empty where the cell is, or the group has yet to be made.
  std::string group_of(Entry& entry) {
    const std::string name(text(entry.row, "group"));
    if (name.empty()) return {};
    if (const auto made = made_groups_.find(name); made != made_groups_.end()) return made->second;
    const auto known = named_one(store_, "groups", name, {&groups_by_name_, &groups_by_short_name_});
    if (known) return *known;
    const bool unknown =
        !store_.find("groups", name) && !groups_by_name_.contains(name) && !groups_by_short_name_.contains(name);
    if (!unknown) {
      refuse(entry, "group", known.error());
    } else if (!wish_.create_groups) {
      refuse(entry, "group", "there is no such group; groups are made where create_groups is true");
    } else {
      entry.new_group = name;
      return free_id("groups", contest::is_id(name) ? name : "", "g");
    }
    return {};
  }

  void make_group(const Entry& entry) {
    const std::string id = entry.data["group"];
    if (!made_groups_.emplace(entry.new_group, id).second) return;
    used_groups_.insert(id);
    draft_.events.push_back({"groups", id, {{"name", entry.new_group}}});
    draft_.origins.push_back({{"", cell(entry.row, "group")}});
    draft_.changing.insert(entry.row);
  }

  std::string role_of(Entry& entry) {
    const std::string_view word = text(entry.row, "role");
    if (word.empty()) return {};
    const std::string_view role = role_named(word);
    if (role.empty()) refuse(entry, "role", "is none of judge, reviewer, supporter, host, guest");
    return std::string(role);
  }

  // Who is meant

  void identify(Entry& entry, const std::string& group, const std::string& role) {
    const std::string_view id = text(entry.row, "id");
    if (!id.empty()) {
      if (!contest::is_id(id))
        return refuse(entry, "id",
                      "is not an id: a letter or digit, then letters, digits, '_', '.' or '-', at most 64");
      entry.id = id;
    } else {
      const std::string number(text(entry.row, "number"));
      const std::string name(text(entry.row, "name"));
      if (number.empty() && name.empty()) return refuse(entry, "name", "the row names nobody");
      const auto found = number.empty() ? known_by_name(name, role) : known_by_number(number, name, group);
      if (!found) return refuse(entry, number.empty() ? "name" : "number", found.error());
      entry.id = *found;
    }
    if (entry.id.empty()) return;
    const contest::Resource* resource = store_.find(type_, entry.id);
    entry.existing = resource ? &resource->data : nullptr;
  }

  using Known = tl::expected<std::string, std::string>;  ///< an id; empty: somebody new; or a sentence

  Known known_by_name(const std::string& name, const std::string& role) const {
    std::vector<std::string> found;
    const auto [first, last] = by_name_.equal_range(name);
    for (auto entry = first; entry != last; ++entry) {
      const std::string has = member_of(entry->second, "role");
      if (role.empty() || has.empty() || has == role) found.push_back(entry->second);
    }
    keep_those_with(found, "role", role);
    keep_those_with(found, "number", "");
    return only(found);
  }

  Known known_by_number(const std::string& number, const std::string& name, const std::string& group) const {
    std::vector<std::string> found;
    std::string other;
    const auto [first, last] = by_number_.equal_range(number);
    for (auto entry = first; entry != last; ++entry) {
      const bool in_group = may_be_in(entry->second, group);
      if (name.empty() ? in_group : member_of(entry->second, "name") == name)
        found.push_back(entry->second);
      else if (in_group)
        other = entry->second;
    }
    keep_those_with(found, "group", group);
    if (found.empty() && !other.empty())
      return tl::unexpected("is the number of " + other + ", who has another name: write the id to give a new name");
    return found.empty() && !name.empty() ? known_without_number(name, group) : only(found);
  }

  /// Somebody of that name to whom the number is new.
  Known known_without_number(const std::string& name, const std::string& group) const {
    std::vector<std::string> found;
    std::string other;
    const auto [first, last] = by_name_.equal_range(name);
    for (auto entry = first; entry != last; ++entry) {
      if (!may_be_in(entry->second, group)) continue;
      if (member_of(entry->second, "number").empty())
        found.push_back(entry->second);
      else
        other = entry->second;
    }
    if (!found.empty() || other.empty()) return only(found);
    return tl::unexpected("is not the number of " + other + ", who has that name: write the id to give a new number");
  }

  bool may_be_in(const std::string& id, const std::string& group) const {
    const std::string has = member_of(id, "group");
    return !headers_.find("group") || has.empty() || group.empty() || has == group;
  }

  std::string member_of(const std::string& id, const char* name) const {
    return label_of(store_.find(type_, id)->data, name);
  }

  /// Of several, those that are in a column as the row says it.
  void keep_those_with(std::vector<std::string>& ids, const char* field, const std::string& value) const {
    if (ids.size() < 2 || !headers_.find(field)) return;
    std::vector<std::string> kept;
    for (const std::string& id : ids)
      if (member_of(id, field) == value) kept.push_back(id);
    if (!kept.empty()) ids = std::move(kept);
  }

  static Known only(const std::vector<std::string>& ids) {
    if (ids.size() > 1) return tl::unexpected("may be " + ids[0] + " or " + ids[1] + ": write the id");
    return ids.empty() ? std::string() : ids.front();
  }

  /// Refused where a row before has said something of the same one, or could be taken for this one.
  void claim(Entry& entry, const std::string& group, const std::string& role) {
    const std::string name(text(entry.row, "name")), number(text(entry.row, "number"));
    const bool has_id = !text(entry.row, "id").empty();
    const std::string handle = number.empty() ? "name " + name + "\n" + role : "number " + number + "\n" + group;
    const auto refuse_after = [&](std::size_t row) {
      refuse(entry,
             has_id           ? "id"
             : number.empty() ? "name"
                              : "number",
             "is in row " + std::to_string(row) + " already");
    };
    if (!entry.id.empty()) {
      const auto [earlier, fresh] = claims_.emplace("id " + entry.id, Claim{entry.row, has_id});
      if (!fresh) return refuse_after(earlier->second.row);
    }
    if (name.empty() && number.empty()) return;
    const auto [earlier, fresh] = claims_.emplace(handle, Claim{entry.row, has_id});
    if (!fresh && !(has_id && earlier->second.has_id)) refuse_after(earlier->second.row);
  }

  // What is said

  void write(Entry& entry, const Column& column, const std::string& group, const std::string& role) {
    const std::string& field = column.field;
    if (field == "id") return;
    const std::string value(sheet_.text({entry.row, column.number}));
    entry.origin["/" + field] = {entry.row, column.number};
    if (value.empty()) {
      if (field != "name") entry.data.erase(field);
    } else if (field == "group") {
      entry.data[field] = group;
    } else if (field == "role") {
      entry.data[field] = role;
    } else if (field == "supporter") {
      write_supporter(entry, value);
    } else if (field == "remote" || field == "withdrawn") {
      const auto flag = flag_of(value);
      if (!flag) return refuse(entry, field, "is neither yes (是) nor no (否)");
      entry.data[field] = *flag;
    } else if (label_of(entry.data, field.c_str()) != value) {
      entry.data[field] = field == "number" ? number_of(value) : Json(value);
    }
  }

  void write_supporter(Entry& entry, const std::string& value) {
    const auto known = named_one(store_, "people", value, {&people_by_name_});
    if (!known) return refuse(entry, "supporter", known.error());
    entry.data["supporter"] = *known;
  }

  /// Whole numbers as such, so that 2 comes before 12; "007" and "A1" as they are written.
  static Json number_of(const std::string& text) {
    const bool digits = text.size() <= 9 && text.find_first_not_of("0123456789") == std::string::npos;
    if (!digits || (text.size() > 1 && text.front() == '0')) return text;
    return std::stoll(text);
  }

  // Ids that nobody has

  std::string new_id(const Entry& entry, const std::string& group, const std::string& role) {
    const std::string number = half_width(text(entry.row, "number"));
    if (type_ == "people") return free_id(type_, "", role.empty() ? "p" : role.substr(0, 1));
    if (!number.empty() && contest::is_id("c" + number)) {
      const std::string with_group = "c" + number + "-" + group;
      const std::string id = "c" + number;
      if (is_free(type_, id)) return id;
      if (!group.empty() && contest::is_id(with_group) && is_free(type_, with_group)) return with_group;
      return free_id(type_, "", contest::is_id(id + "-9999999") ? id + "-" : "n");
    }
    return free_id(type_, "", "n");
  }

  bool is_free(std::string_view type, const std::string& id) const {
    const bool used =
        type == "groups" ? used_groups_.contains(id) : used_ids_.contains(id) || written_ids_.contains(id);
    return !used && !store_.find(type, id);
  }

  /// `wish` where it is free, else `prefix` and the least number that is.
  std::string free_id(std::string_view type, const std::string& wish, const std::string& prefix) {
    if (!wish.empty() && is_free(type, wish)) return wish;
    std::size_t& next = next_number_[std::string(type) + prefix];
    for (;; ++next) {
      std::string id = prefix + std::to_string(next + 1);
      const bool means_another = type == "groups" && written_groups_.contains(id);
      if (is_free(type, id) && !means_another) return id;
    }
  }

  const Sheet& sheet_;
  const Headers& headers_;
  const Wish& wish_;
  const contest::Store& store_;
  const std::string_view type_;
  Draft draft_;
  ByText by_name_, by_number_, people_by_name_, groups_by_name_, groups_by_short_name_;
  std::map<std::string, std::string> made_groups_;  ///< id by name
  std::set<std::string> used_groups_;
  std::set<std::string, std::less<>> used_ids_, written_ids_, written_groups_;
  std::map<std::string, Claim> claims_;
  std::map<std::string, std::size_t> next_number_;
};

}  // namespace

Draft draft_roster(const Sheet& sheet, const Headers& headers, const Wish& wish, const contest::Store& store,
                   const Rows& left_out) {
  return Roster(sheet, headers, wish, store).run(left_out);
}

}  // namespace leitai::tables
