#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stop_token>

#include "tests/core/sampling/data/data_files.h"
#include "tests/support/as_nobody.h"
#include "tests/support/folders.h"

namespace baryscope {
namespace {

using test::csv_complaint;
using test::read_csv_text;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// "0.5 1|2 3": the points row by row.
std::string points_of(const DataSet& data) {
  std::string text;
  for (int row = 0; row < data.n_points(); ++row) {
    for (int column = 0; column < data.n_features(); ++column) {
      const double number = data.points(row, column);
      text += (column > 0 ? " " : row > 0 ? "|" : "") + testing::PrintToString(number);
    }
  }
  return text;
}

TEST(Csv, HeaderAndLabelColumn) {
  const DataSet data = read_csv_text("age,label,height\n1,b,2.5\n3,a,-4e1\n");
  EXPECT_EQ(data.name, "set.csv");
  EXPECT_THAT(data.features, ElementsAre("age", "height"));
  EXPECT_THAT(data.classes, ElementsAre("a", "b"));
  EXPECT_THAT(data.labels, ElementsAre(1, 0));
  EXPECT_EQ(points_of(data), "1 2.5|3 -40");
  EXPECT_EQ(data.label_name, "label");
  EXPECT_EQ(data.label_column, 1);
  EXPECT_THAT(data.notes, IsEmpty());
}

TEST(Csv, WithoutAHeaderColumnsAreNumberedAndTheLastIsTheLabel) {
  const DataSet data = read_csv_text("1,2,a\n3,4,b\n");
  EXPECT_THAT(data.features, ElementsAre("x0", "x1"));
  EXPECT_EQ(data.label_name, "label");
  EXPECT_EQ(data.label_column, 2);
  EXPECT_EQ(data.n_points(), 2);
  EXPECT_TRUE(data.source->header.empty());
}

TEST(Csv, HeadersAreRecognised) {
  EXPECT_EQ(read_csv_text("x,y,z\n1,2,0\n3,4,1\n").n_points(), 2);      // texts above numbers
  EXPECT_EQ(read_csv_text("x,y,kind\n1,2,a\n3,4,b\n").n_points(), 2);   // all text
  EXPECT_EQ(read_csv_text("0,1,label\n1,2,a\n3,4,b\n").n_points(), 2);  // a label's name
  EXPECT_EQ(read_csv_text(",x,kind\n0.5,2,a\n3,4,b\n").n_points(), 2);  // an unnamed column
  EXPECT_EQ(read_csv_text("x,y,kind\nNA,2,a\n3,4,b\n4,4,a\n", "drop").n_points(), 2);
  EXPECT_EQ(read_csv_text("1,2,target\n3,4,other\n1,2,target\n").n_points(), 3);  // a class
  EXPECT_EQ(read_csv_text("1,NA,a\n3,4,b\n3,4,a\n", "drop").n_points(), 2);
}

TEST(Csv, LabelColumnsByName) {
  const auto label_of = [](std::string_view text) { return read_csv_text(text).label_name; };
  EXPECT_EQ(label_of("target,class,label,x\n1,2,3,4\n2,3,4,5\n"), "label");
  EXPECT_EQ(label_of("target,class,x\n1,2,3\n2,3,4\n"), "class");
  EXPECT_EQ(label_of("Target,x\n1,2\n2,3\n"), "Target");
  EXPECT_EQ(label_of("LABEL,label,x\n1,2,3\n2,3,4\n"), "label");
  EXPECT_EQ(label_of("class,LABEL,x\n1,2,3\n2,3,4\n"), "LABEL");
  EXPECT_EQ(label_of("x,y\n1,2\n2,3\n"), "y");
  EXPECT_THAT(read_csv_text("x,y\n1,2\n2,3\n").notes,
              ElementsAre("no column is called label, class or target: the last one, 'y', is the "
                          "label"));
  EXPECT_EQ(csv_complaint("label,x,label\na,1,b\nb,2,b\n"),
            "columns 1 and 3 (from 1) are both called 'label'; the label column must be the only "
            "one of its name");
}

TEST(Csv, QuotesLineEndsByteOrderMarkAndBlankLines) {
  const DataSet data = read_csv_text(
      "\xef\xbb\xbf\"a, \"\"b\"\"\",label\r\n\r\n\"1\",\"x,\r\ny\"\r\n 2 , plain\r\n\r\n3,x\r");
  EXPECT_THAT(data.features, ElementsAre("a, \"b\""));
  EXPECT_THAT(data.classes, ElementsAre("plain", "x", "x,\r\ny"));
  EXPECT_THAT(data.labels, ElementsAre(2, 0, 1));
  EXPECT_EQ(points_of(data), "1|2|3");
  EXPECT_EQ(read_csv_text("1,a\r2,b\r").n_points(), 2);
}

TEST(Csv, SeparatorsAreDetected) {
  for (const std::string separator : {",", ";", "\t"}) {
    std::string text = "x|y|label\n1|2|a\n3|4|b\n";
    for (std::size_t at = 0; (at = text.find('|')) != std::string::npos;) {
      text.replace(at, 1, separator);
    }
    const DataSet data = read_csv_text(text);
    EXPECT_EQ(points_of(data), "1 2|3 4") << separator;
    EXPECT_EQ(data.source->separator, separator[0]);
  }
  EXPECT_EQ(read_csv_text("x,label\n1,a;b\n2,c\n").source->separator, ',');
  EXPECT_EQ(csv_complaint("x;y;label\n1,5;2,5;a\n2,5;3,5;b\n"),
            "row 0 (line 2), column 'x': '1,5': expected a number; a comma within a number is not "
            "read: write 1.5");
}

TEST(Csv, EqualNumbersAreOneClassAndClassesAscend) {
  const DataSet numbers = read_csv_text("x,label\n1,10\n2,2.0\n3,2\n4,-1\n5,\"+2\"\n");
  EXPECT_THAT(numbers.classes, ElementsAre("-1", "2", "10"));
  EXPECT_THAT(numbers.labels, ElementsAre(2, 1, 1, 0, 1));
  const DataSet reals = read_csv_text("x,label\n1,1.0\n2,0.0\n");
  EXPECT_THAT(reals.classes, ElementsAre("0.0", "1.0"));  // as the file spells them
  const DataSet texts = read_csv_text("x,label\n1,10\n2,2.0\n3,2\n4,b\n");
  EXPECT_THAT(texts.classes, ElementsAre("10", "2", "2.0", "b"));
  const DataSet identifiers =
      read_csv_text("x,label\n1,9007199254740993\n2,9007199254740992\n3,9007199254740993\n");
  EXPECT_THAT(identifiers.classes, ElementsAre("9007199254740992", "9007199254740993"));
}

TEST(Csv, MissingValuesAreRefusedWithTheirPlace) {
  for (const std::string missing : {"", "NA", "N/A", "NaN", "nan", "null", "NULL", "?", "None"}) {
    EXPECT_EQ(csv_complaint("x,y,label\n1,2,a\n3," + missing + ",b\n"),
              "row 1 (line 3), column 'y': '" + missing +
                  "': the value is missing; fill it in, or leave such rows out with --missing "
                  "drop");
  }
  EXPECT_EQ(csv_complaint("x,y,label\n1,2,a\n3,4,\n"),
            "row 1 (line 3), column 'label': '': the label is missing; fill it in, or leave such "
            "rows out with --missing drop");
  // Lines count those within quotes and the empty ones, rows do not.
  EXPECT_THAT(csv_complaint("x,label\n1,\"a\nb\"\n\n?,b\n"),
              HasSubstr("row 1 (line 5), column 'x': '?'"));
}

TEST(Csv, MissingValuesAreDropped) {
  const std::string text = "x,y,label\n1,2,a\n3,NA,b\n5,6,b\n7,8,\n9,10,a\n";
  const DataSet data = read_csv_text(text, "drop");
  EXPECT_EQ(points_of(data), "1 2|5 6|9 10");
  EXPECT_THAT(data.labels, ElementsAre(0, 1, 0));
  EXPECT_THAT(data.input_rows, ElementsAre(0, 2, 4));
  EXPECT_THAT(data.notes, ElementsAre("2 rows with a missing value are left out; simplices name "
                                      "rows by their number in the file"));
  const SourceRows& source = *data.source;
  EXPECT_EQ(source.text.substr(source.begins[1], source.begins[2] - source.begins[1]), "5,6,b\n");
  EXPECT_EQ(source.text.substr(source.begins[2]), "9,10,a\n");
  EXPECT_THAT(read_csv_text("x,label\n1,a\nNA,10\n2,b\nNA,c\n", "drop").classes,
              ElementsAre("a", "b"));
  EXPECT_EQ(csv_complaint("x,label\nNA,a\nNA,b\n", "drop"),
            "no row is left once those with a missing value are left out");
  EXPECT_THAT(read_csv_text("x,label\n1,a\n2,b\n", "drop").input_rows, IsEmpty());
}

TEST(Csv, WhatIsNoNumberIsRefusedWithAdvice) {
  const auto value_complaint = [](const std::string& value) {
    return csv_complaint("x,colour,label\n1,2,a\n3," + value + ",b\n");
  };
  const std::string place = "row 1 (line 3), column 'colour': ";
  EXPECT_EQ(value_complaint("red"),
            place + "'red': expected a number; encode the column as numbers or remove it");
  EXPECT_EQ(value_complaint("True"),
            place + "'True': expected a number; encode the column as numbers or remove it");
  EXPECT_EQ(value_complaint("inf"), place + "'inf': expected a finite number");
  EXPECT_EQ(value_complaint("-Infinity"), place + "'-Infinity': expected a finite number");
  EXPECT_EQ(value_complaint("1e999"),
            place + "'1e999': it is outside the range of a double (4.9e-324 to 1.8e308)");
  EXPECT_THAT(value_complaint("\"1,234\""), HasSubstr("a comma within a number is not read"));
  EXPECT_THAT(value_complaint("2024-05-06"), HasSubstr("expected a number; encode"));
  EXPECT_THAT(value_complaint("0x10"), HasSubstr("expected a number"));
  EXPECT_THAT(value_complaint("1 2"), HasSubstr("expected a number"));
  EXPECT_THAT(value_complaint(std::string(1000, 'z')),
              HasSubstr("'" + std::string(40, 'z') + "…'"));
  EXPECT_THAT(value_complaint("\xff\xfe\x01"), HasSubstr("'?\?\?'"));
}

TEST(Csv, RaggedRowsAndQuotes) {
  EXPECT_EQ(csv_complaint("x,y,label\n1,2,a\n1,a\n"),
            "row 1 (line 3) has 2 cells, but the header has 3; every row must have as many");
  EXPECT_EQ(csv_complaint("1,2,a\n1,2,a\n1,2,3,b\n"),
            "row 2 (line 3) has 4 cells, but the first row has 3; every row must have as many");
  EXPECT_EQ(csv_complaint("x,label\n1,a\n2,\"b\n3,c\n"),
            "the quote that begins 'b?3,c?' in line 3 is never closed");
  EXPECT_EQ(csv_complaint("x,label\n1,a\n2,\"b\"c\n"),
            "line 3: 'c' follows the closing quote of a cell; a quote within quotes is written "
            "twice");
  EXPECT_EQ(csv_complaint("\"x\"y,label\n1,a\n"),
            "line 1: 'y' follows the closing quote of a cell; a quote within quotes is written "
            "twice");
  EXPECT_EQ(csv_complaint("\"x,label\n1,a\n"),
            "the quote that begins 'x,label?1,a?' in line 1 is never closed");
  EXPECT_EQ(read_csv_text("x,label\n1,5\" pipe\n2,b\n").classes[0], "5\" pipe");
}

TEST(Csv, FilesThatAreNoTables) {
  EXPECT_THAT(csv_complaint(""), HasSubstr("the file is empty"));
  EXPECT_THAT(csv_complaint("\n\n \r\n"), HasSubstr("nothing but empty lines"));
  EXPECT_EQ(csv_complaint("x,y,label\n"), "it has a header and no row below it");
  EXPECT_THAT(csv_complaint("x\n1\n2\n"), HasSubstr("a single column"));
  EXPECT_THAT(csv_complaint("label\na\nb\n"), HasSubstr("a single column"));
  EXPECT_EQ(csv_complaint("x,label\n1,a\n2,a\n"),
            "all 2 rows have the label 'a' in column 'label'; over-sampling needs two classes or "
            "more");
  EXPECT_EQ(csv_complaint(std::string_view("x,label\n1,\0a\n", 13)),
            "byte 10 is NUL: no text, or UTF-16; expected UTF-8");
  EXPECT_THAT(csv_complaint("\xff\xfex\1"), HasSubstr("UTF-16"));
  EXPECT_THAT(csv_complaint("x,label\n1,caf\xe9\n2,b\n"),
              HasSubstr("column 'label': 'caf?': the label is not UTF-8"));
  EXPECT_THAT(csv_complaint("caf\xe9,label\n1,a\n2,b\n"),
              HasSubstr("the name of column 1 (from 1) is not UTF-8"));
}

TEST(Csv, PathsThatCannotBeRead) {
  const test::ScratchFolder folder;
  const auto complaint = [&](const std::string& name) {
    return test::message_of<DataError>(
        [&] { static_cast<void>(test::read_file((folder.path() / name).string())); });
  };
  EXPECT_THAT(complaint("no.csv"), HasSubstr("no.csv: No such file"));
  std::filesystem::create_directory(folder.path() / "folder.csv");
  EXPECT_THAT(complaint("folder.csv"), HasSubstr("expected a plain file, found a folder"));
  ASSERT_EQ(::mkfifo((folder.path() / "pipe.csv").c_str(), 0600), 0);
  EXPECT_THAT(complaint("pipe.csv"), HasSubstr("expected a plain file, found a pipe"));
  std::filesystem::resize_file(folder.write("huge.csv", ""), (std::uintmax_t{4} << 30) + 1);
  EXPECT_THAT(complaint("huge.csv"), HasSubstr("more than the 4294967296 that are read"));
  const auto locked = folder.write("locked.csv", "1,a\n");
  std::filesystem::permissions(locked, std::filesystem::perms::none);
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  EXPECT_THAT(test::message_as_nobody<DataError>(
                  [&] { static_cast<void>(test::read_file(locked.string())); }),
              HasSubstr("locked.csv: Permission denied"));
}

TEST(Csv, TooManyClasses) {
  std::string reals = "x,price\n", names = "x,label\n", groups = "x,label\n";
  for (int i = 0; i < 1500; ++i) {
    const std::string number = std::to_string(i);
    reals += i < 50 ? number + "," + number + ".25\n" : "";
    names += number + ",user" + number + "\n";
    groups += number + ",group" + std::to_string(i % 1000) + "\n";
  }
  EXPECT_EQ(csv_complaint(reals),
            "column 'price' was taken as the label, but has 50 different values in 50 rows; "
            "expected classes. Call the column of the classes 'label', or choose it with "
            "--label-column");
  EXPECT_THAT(csv_complaint(names), HasSubstr("more than 1000 different values"));
  EXPECT_EQ(read_csv_text(groups).n_classes(), 1000);
}

TEST(Csv, RepeatedAndEmptyColumnNames) {
  const DataSet data = read_csv_text("x,,x,x_2,label\n1,2,3,4,a\n5,6,7,8,b\n");
  EXPECT_THAT(data.features, ElementsAre("x", "x1", "x_3", "x_2"));
  EXPECT_EQ(points_of(data), "1 2 3 4|5 6 7 8");
  EXPECT_THAT(data.notes, Contains(HasSubstr("1 column has a name that stands before")));
}

TEST(Csv, AColumnThatCountsTheRowsIsNoted) {
  EXPECT_THAT(read_csv_text(",x,label\n0,5,a\n1,6,b\n2,7,a\n").notes,
              Contains(HasSubstr("column 'x0' only counts the rows")));
  EXPECT_THAT(read_csv_text("n,x,label\n0,5,a\n1,6,b\n3,7,a\n").notes, IsEmpty());
}

TEST(Csv, ConstantColumnsAndDuplicatesAreRead) {
  const DataSet data = read_csv_text("x,y,label\n1,7,a\n1,7,a\n1,7,b\n");
  EXPECT_EQ(points_of(data), "1 7|1 7|1 7");
}

TEST(Csv, AResampledTableIsReadAgain) {
  const DataSet data = read_csv_text(
      "x,label,origin,simplex,coordinates\n1,a,original,,\n2,b,original,,\n1.5,b,synthetic,0;1,"
      "0.5;0.5\n");
  EXPECT_THAT(data.features, ElementsAre("x"));
  EXPECT_EQ(points_of(data), "1|2|1.5");
  EXPECT_THAT(data.notes, ElementsAre(HasSubstr("a resampled table"),
                                      "1 of its rows is synthetic and counts as data"));
  // A column of one of the names alone is data.
  EXPECT_THAT(read_csv_text("x,origin,label\n1,2,a\n3,4,b\n").features, ElementsAre("x", "origin"));
}

TEST(Csv, WideAndEndlessRows) {
  std::string wide;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 100'000; ++column) {
      wide += "1,";
    }
    wide += row == 0 ? "a\n" : "b\n";
  }
  EXPECT_EQ(read_csv_text(wide).n_features(), 100'000);
  std::string endless;
  for (int i = 0; i < 1'100'000; ++i) {
    endless += "1,";
  }
  EXPECT_THAT(csv_complaint(endless), HasSubstr("line 1 has more than 1000000 cells"));
  EXPECT_THAT(csv_complaint(std::string(3'000'000, 'x')), HasSubstr("a single column"));
  const std::string text(5000, 'x');
  EXPECT_THAT(csv_complaint(text + ",label\n1,a\n2,b\n"),
              HasSubstr("the name of column 1 (from 1) has 5000 bytes; expected 4096 at most"));
  EXPECT_THAT(csv_complaint("x,label\n1,a\n2," + text + "\n"),
              HasSubstr("row 1 (line 3), column 'label': 'xxxxxx"));
  std::string names = "x", ones = "1", twos = "2";
  for (int i = 0; i < 100'000; ++i) {
    names += ",x";
    ones += ",1";
    twos += ",2";
  }
  EXPECT_EQ(read_csv_text(names + "\n" + ones + "\n" + twos + "\n").features.back(), "x_100000");
}

TEST(Csv, StopsAndReports) {
  const test::ScratchFolder folder;
  std::string text;
  for (int i = 0; i < 200'000; ++i) {
    text += i % 2 == 0 ? "1,a\n" : "2,b\n";
  }
  DataRequest request;
  request.data_set = folder.write("set.csv", text).string();
  std::stop_source stop;
  double last = -1;
  const Watch watch(stop.get_token(), [&](double fraction, std::string_view) {
    EXPECT_GE(fraction, last);
    last = fraction;
    if (fraction > 0.5) {
      stop.request_stop();
    }
  });
  EXPECT_THROW(static_cast<void>(load_data(request, watch)), Cancelled);
  EXPECT_GT(last, 0.5);
  EXPECT_LT(last, 0.9);
}

TEST(Csv, UnknownNamesAreUsageErrors) {
  DataRequest request;
  request.data_set = "two-moon";
  EXPECT_THAT(test::message_of<UsageError>([&] { static_cast<void>(load_data(request, {})); }),
              AllOf(HasSubstr("did you mean 'two-moons'"), HasSubstr(".csv or .npy")));
  request.data_set = "two-moons";
  request.missing = "guess";
  EXPECT_THAT(test::message_of<UsageError>([&] { static_cast<void>(load_data(request, {})); }),
              HasSubstr("'guess'; expected refuse or drop"));
  EXPECT_TRUE(is_data_file("A.CSV"));
  EXPECT_TRUE(is_data_file("folder/b.npy"));
  EXPECT_FALSE(is_data_file("two-moons"));
  EXPECT_FALSE(is_data_file(".csv"));
}

TEST(Csv, LongNumbersAsLabelsAreToldApartByAllTheirDigits) {
  const DataSet data =
      test::read_file((test::source_folder() / "tests/cases/labels-20-digits.csv").string());
  EXPECT_THAT(data.classes, ElementsAre("5", "12345678901234567890", "12345678901234567891"));
  EXPECT_THAT(data.class_counts(), ElementsAre(3, 8, 2));
  const DataSet mixed = read_csv_text(
      "x,label\n1,-12345678901234567891\n2,1e20\n3,+100000000000000000000.0\n4,"
      "-12345678901234567890\n5,100000000000000000001\n");
  EXPECT_THAT(mixed.classes, ElementsAre("-12345678901234567891", "-12345678901234567890", "1e20",
                                         "100000000000000000001"));
}

TEST(Csv, WholeNumbersThatNoDoubleHoldsAreNoted) {
  const DataSet data = read_csv_text(
      "id,y,label\n9007199254740993,0,a\n9007199254740994,-12345678901234567891,b\n0009,1e300,a\n");
  EXPECT_THAT(data.notes,
              Contains(HasSubstr("2 whole numbers in 2 columns, the first of them 'id'")));
  EXPECT_THAT(read_csv_text("x,label\n9007199254740992,a\n100000000000000000000,b\n").notes,
              IsEmpty());
}

TEST(Csv, ANameToldApartIsThatOfNoOtherColumn) {
  EXPECT_THAT(read_csv_text("x,x,x_2,label\n1,2,3,a\n4,5,6,b\n").features,
              ElementsAre("x", "x_3", "x_2"));
}

}  // namespace
}  // namespace baryscope
