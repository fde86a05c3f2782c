/// What an element of a picture stands for, so that picking, morphing, selection and exports never
/// guess.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace baryscope {

/// A kind of thing and its numbers. Several elements may stand for one thing: a point and the ring
/// around it, the faces of one cell, a row drawn a second time in an inset.
struct Subject {
  enum class Kind : std::uint8_t {
    none,             ///< furniture: a grid, a frame, ticks
    token,            ///< {position}
    output,           ///< {query}
    edge,             ///< {query, key}: a weight
    second_key,       ///< {query, key'}: the marginal of a second key
    triangle,         ///< {query, key, key'}: a weight of a pair of keys
    product,          ///< {query, key, key'}: the product of that pair's values
    way_to_hull,      ///< {query}
    hull,             ///< {number}
    data_point,       ///< {row}
    synthetic_point,  ///< {number}
    neighbors,        ///< {row, row}: an edge of the neighbourhood graph or of a simplex
    cell,             ///< {class, simplex}
    coordinate,       ///< {synthetic point, row}: a barycentric coordinate
  };
  Kind kind = Kind::none;
  std::array<int, 3> index{-1, -1, -1};

  /// Of a token, an output, a row, a synthetic point, a hull.
  [[nodiscard]] int number() const { return index[0]; }
  [[nodiscard]] int query() const { return index[0]; }
  [[nodiscard]] int key() const { return index[1]; }
  [[nodiscard]] int key_prime() const { return index[2]; }
  [[nodiscard]] bool none() const { return kind == Kind::none; }

  friend auto operator<=>(const Subject&, const Subject&) = default;
};

inline Subject token_subject(int position) { return {Subject::Kind::token, {position, -1, -1}}; }
inline Subject output_subject(int query) { return {Subject::Kind::output, {query, -1, -1}}; }
inline Subject edge_subject(int query, int key) { return {Subject::Kind::edge, {query, key, -1}}; }
inline Subject second_key_subject(int query, int key_prime) {
  return {Subject::Kind::second_key, {query, key_prime, -1}};
}
inline Subject triangle_subject(int query, int key, int key_prime) {
  return {Subject::Kind::triangle, {query, key, key_prime}};
}
inline Subject product_subject(int query, int key, int key_prime) {
  return {Subject::Kind::product, {query, key, key_prime}};
}
inline Subject way_to_hull_subject(int query) {
  return {Subject::Kind::way_to_hull, {query, -1, -1}};
}
inline Subject hull_subject(int number) { return {Subject::Kind::hull, {number, -1, -1}}; }
inline Subject data_point_subject(int row) { return {Subject::Kind::data_point, {row, -1, -1}}; }
inline Subject synthetic_point_subject(int number) {
  return {Subject::Kind::synthetic_point, {number, -1, -1}};
}
inline Subject neighbors_subject(int row, int other) {
  return {Subject::Kind::neighbors, {row, other, -1}};
}
inline Subject cell_subject(int label, int simplex) {
  return {Subject::Kind::cell, {label, simplex, -1}};
}
inline Subject coordinate_subject(int synthetic_point, int row) {
  return {Subject::Kind::coordinate, {synthetic_point, row, -1}};
}

/// The token that a picture marks for it: of an edge or triangle its key.
std::optional<int> marked_token(const Subject& subject);

/// "token 7", "edge 2 5": for dumps and for ids in exports. Empty for furniture.
std::string to_text(const Subject& subject);
/// What to_text() wrote; nothing for other texts.
std::optional<Subject> find_subject(std::string_view text);

}  // namespace baryscope
