// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/template/field_scope.h"
#include "overlays/template/reader.h"

/// The keys that each kind of node has to itself: what it shows, and from which data.
namespace leitai::overlays {

/// variants, restyle.
void read_variants(ObjectReader& reader, Node& node, const FieldScope& fields);

void read_text_node(ObjectReader& reader, Node& node, const FieldScope& fields);
void read_number(ObjectReader& reader, Node& node, const FieldScope& fields);
void read_clock(ObjectReader& reader, Node& node, const FieldScope& fields);
void read_image(ObjectReader& reader, Node& node, const FieldScope& fields);
void read_video(ObjectReader& reader, Node& node, const FieldScope& fields);
void read_stars(ObjectReader& reader, Node& node, const FieldScope& fields);
void read_bar(ObjectReader& reader, Node& node, const FieldScope& fields);
void read_ring(ObjectReader& reader, Node& node, const FieldScope& fields);
void read_ticker(ObjectReader& reader, Node& node, const FieldScope& fields);
void read_qr(ObjectReader& reader, Node& node, const FieldScope& fields);

/// A list's keys but for `row`.
void read_list(ObjectReader& reader, Node& node, const FieldScope& fields);

/// The names that a row of the list may use; nothing, after reporting it, where `items` names no array.
std::optional<FieldScope> row_scope(ObjectReader& reader, const Path& items, const FieldScope& fields);

}  // namespace leitai::overlays
