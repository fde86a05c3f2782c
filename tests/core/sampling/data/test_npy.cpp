#include <gmock/gmock.h>

#include "tests/core/sampling/data/data_files.h"

namespace baryscope {
namespace {

using test::npy_bytes;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string four_bytes("\0\1\0\1", 4);
const std::string labels_literal = "{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }";
const std::string points_literal = "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 2), }";
const std::string eight_bytes("\1\2\3\4\5\6\7\10", 8);

DataSet read_pair(const std::string& points, const std::string& labels,
                  const std::string& missing = "refuse") {
  const test::ScratchFolder folder;
  folder.write("set.labels.npy", labels);
  return test::read_file(folder.write("set.npy", points).string(), missing);
}

std::string complaint(const std::string& points,
                      const std::string& labels = npy_bytes(labels_literal, four_bytes)) {
  return test::message_of<DataError>([&] { static_cast<void>(read_pair(points, labels)); });
}

std::string shaped(const std::string& type, const std::string& shape,
                   const std::string& data = eight_bytes) {
  return npy_bytes("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }",
                   data);
}

TEST(Npy, PointsAndLabels) {
  for (const int version : {1, 2, 3}) {
    const DataSet data = read_pair(npy_bytes(points_literal, eight_bytes, version),
                                   npy_bytes(labels_literal, four_bytes, version));
    EXPECT_EQ(data.name, "set.npy");
    EXPECT_THAT(data.points.data, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
    EXPECT_THAT(data.labels, ElementsAre(0, 1, 0, 1));
    EXPECT_THAT(data.classes, ElementsAre("0", "1"));
    EXPECT_THAT(data.features, ElementsAre("x0", "x1"));
    EXPECT_EQ(data.label_column, 2);
    EXPECT_EQ(data.source, nullptr);
  }
}

TEST(Npy, ColumnsFirstAndOneColumn) {
  const std::string labels = npy_bytes(labels_literal, four_bytes);
  EXPECT_THAT(read_pair(npy_bytes("{'descr': '|u1', 'fortran_order': True, 'shape': (4, 2), }",
                                  eight_bytes),
                        labels)
                  .points.data,
              ElementsAre(1, 5, 2, 6, 3, 7, 4, 8));
  const DataSet one = read_pair(shaped("<i2", "(4L,)"), labels);
  EXPECT_THAT(one.points.data, ElementsAre(0x201, 0x403, 0x605, 0x807));
  EXPECT_EQ(one.n_features(), 1);
}

TEST(Npy, HalfFloats) {
  // 1, −2, 2^-24 (subnormal), 65504, big-endian.
  const std::string data("\x3c\x00\xc0\x00\x00\x01\x7b\xff", 8);
  EXPECT_THAT(
      read_pair(shaped(">f2", "(4,)", data), npy_bytes(labels_literal, four_bytes)).points.data,
      ElementsAre(1, -2, 0x1p-24, 65504));
}

TEST(Npy, WhatIsRefused) {
  EXPECT_THAT(complaint(shaped("|O", "(4, 2)")),
              HasSubstr("Python objects (type 'O', a pickle), which are never opened"));
  EXPECT_THAT(complaint(shaped("<c8", "(4, 2)")), HasSubstr("'<c8': complex numbers"));
  EXPECT_THAT(complaint(shaped("<M8[ns]", "(4, 2)")), HasSubstr("type '<M8[ns]'"));
  EXPECT_THAT(complaint(shaped("<f16", "(4, 2)")), HasSubstr("no width of this kind is read"));
  EXPECT_THAT(complaint(shaped("|S2", "(4,)")), HasSubstr("it holds text; expected numbers"));
  EXPECT_THAT(complaint(npy_bytes("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': "
                                  "(1,), }",
                                  eight_bytes)),
              HasSubstr("records"));
  EXPECT_THAT(complaint(shaped("|u1", "(2, 2, 2)")), HasSubstr("the array has 3 axes"));
  EXPECT_THAT(complaint(shaped("|u1", "()", "1")), HasSubstr("the array has 0 axes"));
  EXPECT_THAT(complaint(shaped("|u1", "(0, 2)", "")), HasSubstr("the array is empty"));
  EXPECT_THAT(
      complaint(shaped("|u1", "(4, 3)")),
      HasSubstr("promises 4 x 3 items of 1 bytes, but 8 bytes follow; the file is cut off"));
  EXPECT_THAT(complaint(shaped("|u1", "(4, 1)")), HasSubstr("longer than one array"));
  EXPECT_THAT(complaint(shaped("|u1", "(4294967297, 4294967297)")), HasSubstr("cut off"));
  EXPECT_THAT(complaint(shaped("|u1", "(99999999999999999999, 2)")), HasSubstr("is no size"));
  EXPECT_THAT(complaint(shaped("|u1", "(-4, 2)")), HasSubstr("is no size"));
  EXPECT_THAT(complaint("not an array at all"), HasSubstr("no NPY file"));
  EXPECT_THAT(complaint("\x93NUM"), HasSubstr("too short"));
  EXPECT_THAT(complaint(npy_bytes(points_literal, eight_bytes, 9)), HasSubstr("version 9"));
  EXPECT_THAT(complaint(npy_bytes(points_literal, eight_bytes).substr(0, 40)),
              HasSubstr("its NPY header claims"));
  EXPECT_THAT(complaint(npy_bytes("{'descr': '|u1', 'shape': (4, 2)}", eight_bytes)),
              HasSubstr("expected the entries descr, fortran_order and shape"));
  EXPECT_THAT(complaint(npy_bytes("{'fortran_order': exec('x')}", eight_bytes)),
              HasSubstr("neither True nor False"));
}

TEST(Npy, LabelsThatDoNotFit) {
  const std::string points = npy_bytes(points_literal, eight_bytes);
  EXPECT_THAT(complaint(points, shaped("|u1", "(3,)", std::string(3, 'a'))),
              HasSubstr("set.labels.npy: it has 3 x 1 labels for 4 rows"));
  EXPECT_THAT(complaint(points, shaped("|u1", "(4, 2)")), HasSubstr("4 x 2 labels"));
  EXPECT_THAT(complaint(points, shaped("|u1", "(4,)", std::string(4, 'a'))),
              HasSubstr("all 4 rows have the label '97'"));
  EXPECT_THAT(complaint(points, shaped("|O", "(4,)")),
              HasSubstr("set.labels.npy: it holds Python"));
  EXPECT_THAT(
      complaint(points, shaped("<U1", "(4,)", std::string("\0\xd8\0\0a\0\0\0b\0\0\0c\0\0\0", 16))),
      HasSubstr("row 0: 0xd800 is no Unicode character"));
  EXPECT_THAT(complaint(points, shaped("|S1", "(4,)",
                                       "a\xff"
                                       "bc")),
              HasSubstr("row 1: the label '?' is not UTF-8"));
  const test::ScratchFolder folder;
  const auto path = folder.write("set.npy", points);
  EXPECT_THAT(
      test::message_of<DataError>([&] { static_cast<void>(test::read_file(path.string())); }),
      HasSubstr("the labels are expected beside it in " +
                (folder.path() / "set.labels.npy").string()));
  const auto labels = folder.write("other.labels.npy", npy_bytes(labels_literal, four_bytes));
  EXPECT_THAT(
      test::message_of<DataError>([&] { static_cast<void>(test::read_file(labels.string())); }),
      HasSubstr("these are labels; give the file of the points, " +
                (folder.path() / "other.npy").string()));
}

TEST(Npy, LabelsOfEveryKind) {
  const std::string points = npy_bytes(points_literal, eight_bytes);
  const auto classes = [&](const std::string& labels) { return read_pair(points, labels).classes; };
  EXPECT_THAT(classes(shaped("|S2", "(4,)", std::string("b\0a\0bba\0", 8))),
              ElementsAre("a", "b", "bb"));
  EXPECT_THAT(classes(shaped("|b1", "(4, 1)", four_bytes)), ElementsAre("False", "True"));
  EXPECT_THAT(classes(shaped(">i2", "(4,)", std::string("\xff\xff\0\2\0\12\0\2", 8))),
              ElementsAre("-1", "2", "10"));
  EXPECT_THAT(classes(shaped(">U1", "(4,)", std::string("\0\0\0\xe9\0\1\xf6\0\0\0\0a\0\0\0a", 16))),
              ElementsAre("a", "é", "😀"));
  // Half floats 1, 0.5, 1, 0.5.
  EXPECT_THAT(classes(shaped("<f2", "(4,)", std::string("\0\x3c\0\x38\0\x3c\0\x38", 8))),
              ElementsAre("0.5", "1"));
}

TEST(Npy, MissingAndInfiniteValues) {
  const std::string labels = npy_bytes(labels_literal, four_bytes);
  const std::string with_nan("\0\x3c\0\x7e\0\x40\0\x3c", 8),
      with_inf("\0\x3c\0\xfc\0\x40\0\x3c", 8);
  EXPECT_THAT(complaint(shaped("<f2", "(4,)", with_nan)),
              HasSubstr("row 1, column 0: 'nan': the value is missing; fill it in"));
  EXPECT_THAT(complaint(shaped("<f2", "(4,)", with_inf)),
              HasSubstr("row 1, column 0: -inf: expected a finite number"));
  const DataSet data = read_pair(shaped("<f2", "(4,)", with_nan), labels, "drop");
  EXPECT_THAT(data.points.data, ElementsAre(1, 2, 1));
  EXPECT_THAT(data.labels, ElementsAre(0, 0, 1));
  EXPECT_THAT(data.input_rows, ElementsAre(0, 2, 3));
  const std::string text_labels = shaped("|S3", "(4,)", std::string("a\0\0nanb\0\0a\0\0", 12));
  EXPECT_THAT(complaint(npy_bytes(points_literal, eight_bytes), text_labels),
              HasSubstr("set.labels.npy: row 1: the label is missing"));
  EXPECT_THAT(read_pair(npy_bytes(points_literal, eight_bytes), text_labels, "drop").points.data,
              ElementsAre(1, 2, 5, 6, 7, 8));
}

TEST(Npy, WholeNumbersThatNoDoubleHoldsAreNoted) {
  const std::string labels = npy_bytes(labels_literal, four_bytes);
  const auto eight = [](std::uint64_t word) {
    return std::string(reinterpret_cast<const char*>(&word), sizeof word);
  };
  const std::uint64_t past = (std::uint64_t{1} << 53) + 1;
  const std::string words = eight(past) + eight(past + 1) + eight(0 - past) + eight(7);
  EXPECT_THAT(read_pair(shaped("<i8", "(4,)", words), labels).notes,
              ElementsAre(HasSubstr("2 whole numbers in column 'x0' have more digits")));
  // As unsigned, the third is 2^64 − 2^53 − 1.
  EXPECT_THAT(read_pair(shaped("<u8", "(4,)", words), labels).notes,
              ElementsAre(HasSubstr("2 whole numbers")));
  EXPECT_THAT(read_pair(shaped("<i8", "(4,)",
                               eight(past - 1) + eight(1ULL << 62) + eight(1ULL << 63) + eight(0)),
                        labels)
                  .notes,
              testing::IsEmpty());
}

TEST(Npy, ALabelWithANulIsRefused) {
  EXPECT_THAT(complaint(npy_bytes(points_literal, eight_bytes),
                        npy_bytes("{'descr': '|S3', 'fortran_order': False, 'shape': (4,), }",
                                  std::string("a\0bx\0\0yy\0zzz", 12))),
              HasSubstr("row 0: the label 'a?b' holds a NUL character"));
}

}  // namespace
}  // namespace baryscope
