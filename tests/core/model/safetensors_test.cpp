#include "core/model/weights/safetensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <tuple>

#include "core/model/weights/model_files.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/as_nobody.h"
#include "tests/support/folders.h"

namespace baryscope {
namespace {

using test::safetensors_bytes;
using test::ScratchFolder;
using testing::HasSubstr;

const std::string good_header =
    R"({"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
    R"("y":{"dtype":"I64","shape":[],"data_offsets":[8,16]},)"
    R"("z":{"dtype":"BF16","shape":[0,3],"data_offsets":[16,16]}}  )";

std::string message_of(const std::string& header, std::size_t n_data) {
  try {
    parse_safetensors_header(safetensors_bytes(header, std::string(n_data, '\0')), "file.x");
  } catch (const Safetensors::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("file.x"));
    return error.what();
  }
  return "no error";
}

std::string entry(const std::string& name, const std::string& type, const std::string& shape,
                  const std::string& offsets) {
  return "\"" + name + R"(":{"dtype":")" + type + R"(","shape":[)" + shape +
         R"(],"data_offsets":[)" + offsets + "]}";
}

TEST(SafetensorsHeader, ReadsEveryPart) {
  const std::string bytes = safetensors_bytes(good_header, std::string(16, '\0'));
  const SafetensorsHeader header = parse_safetensors_header(bytes, "f");
  ASSERT_EQ(header.entries.size(), 3U);
  EXPECT_EQ(header.entries[0].name, "x");
  EXPECT_EQ(header.entries[0].shape, std::vector<std::int64_t>{2});
  EXPECT_EQ(header.entries[1].type, ElementType::i64);
  EXPECT_TRUE(header.entries[1].shape.empty());
  EXPECT_EQ(header.entries[2].shape, (std::vector<std::int64_t>{0, 3}));
  EXPECT_EQ(header.metadata.at("a"), "b");
  EXPECT_EQ(header.data_begin, 8 + good_header.size());
}

std::string many_ones(int n) {
  std::string sizes;
  for (int i = 0; i < n; ++i) sizes += ",1";
  return sizes;
}

// Names are a file's: a message is for a person.
TEST(SafetensorsHeader, LongNamesAreCutShort) {
  const std::string name(100'000, 'n');
  for (const std::string& header :
       {"{" + entry(name, "F33", "2", "0,8") + "}", "{" + entry(name, "F32", "3", "0,8") + "}",
        "{\"" + name + "\":1}", "{\"x\":{\"" + name + "\":1}}",
        "{" + entry(name, "F32", "2", "0,8,9") + "}"}) {
    const std::string message = message_of(header, 8);
    EXPECT_THAT(message, HasSubstr("n…'"));
    EXPECT_LT(message.size(), 500U) << message.substr(0, 200);
  }
}

TEST(SafetensorsHeader, NamesTheBrokenRule) {
  EXPECT_EQ(message_of("{" + entry("x", "F32", "2" + many_ones(63), "0,8") + "}", 8), "no error");
  const std::string x = entry("x", "F32", "2", "0,8");
  const std::vector<std::tuple<std::string, std::size_t, std::string>> cases = {
      {"[]", 0, "does not begin with '{'"},
      {"", 0, "does not begin with '{'"},
      {"{", 0, "not JSON"},
      {"{\"x\":1}", 0, "'x' must be an object, found the number 1"},
      {"{\"x\":{\"dtype\":\"F32\"}}", 0, "needs dtype, shape and two data_offsets"},
      {"{\"x\":{\"dtype\":\"F12\"}}", 0, "unknown dtype 'F12'; known: BOOL"},
      {"{\"x\":{\"colour\":1}}", 0, "unknown key 'colour'"},
      {"{" + x + "," + x + "}", 16, "'x' occurs twice"},
      {R"({"x":{"dtype":"F32","dtype":"F32"}})", 0, "'dtype' occurs twice"},
      {R"({"__metadata__":{"a":1}})", 0, "strings only; 'a' is the number 1"},
      {R"({"__metadata__":{"a":{}}})", 0, "strings only"},
      {R"({"__metadata__":{"a":"","a":""}})", 0, "'a' occurs twice"},
      {"{" + entry("x", "F32", "-2", "0,8") + "}", 8,
       "whole numbers ≥ 0 only, found the number -2"},
      {"{" + entry("x", "F32", "2.0", "0,8") + "}", 8, "whole numbers ≥ 0 only"},
      {"{" + entry("x", "F32", "[2]", "0,8") + "}", 8, "found a list"},
      {"{" + entry("x", "F32", "2", "0,8,9") + "}", 8, "more than two numbers"},
      {"{" + entry("x", "F32", "3", "0,8") + "}", 8, "needs (12 bytes)"},
      {"{" + entry("x", "F32", "2", "8,0") + "}", 8, "ends before it begins"},
      {"{" + entry("x", "F64", "4294967296,4294967296,2", "0,8") + "}", 8, "another size"},
      {"{" + entry("x", "F32", "99999999999999999999", "0,8") + "}", 8, "found the number"},
      {"{" + x + "," + entry("y", "F32", "1", "4,8") + "}", 8, "overlaps"},
      {"{" + x + "," + entry("y", "F32", "1", "12,16") + "}", 16, "leaves a hole"},
      {"{" + entry("x", "F32", "2", "4,12") + "}", 12, "leaves a hole"},
      {"{" + x + "}", 7, "is it cut off?"},
      {"{" + x + "}", 9, "tensors take 8 bytes but 9 follow"},
      {"{" + x + "} junk", 8, "not JSON"},
      {"{\"\xff\":1}", 0, "not JSON"},
      {"{" + entry("x", "F32", "2" + many_ones(64), "0,8") + "}", 8, "more than 64 dimensions"},
      {"{\"x\":" + std::string(100'000, '['), 0, "'x' must be an object, found a list"},
  };
  for (const auto& [header, n_data, expected] : cases) {
    EXPECT_THAT(message_of(header, n_data), HasSubstr(expected)) << header.substr(0, 200);
  }
}

TEST(SafetensorsHeader, ChecksTheLengthFirst) {
  const auto message = [](std::string_view bytes) -> std::string {
    try {
      parse_safetensors_header(bytes, "f");
    } catch (const Safetensors::Error& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_THAT(message(""), HasSubstr("0 bytes"));
  EXPECT_THAT(message("1234567"), HasSubstr("7 bytes"));
  EXPECT_THAT(message(std::string("\x10\0\0\0\0\0\0\0{}", 10)), HasSubstr("does not fit"));
  EXPECT_THAT(message(std::string(8, '\xff') + "{}"), HasSubstr("at most 100000000"));
}

TEST(SafetensorsHeader, EveryCutOfAGoodFileIsAnError) {
  const std::string bytes = safetensors_bytes(good_header, std::string(16, '\0'));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THROW(parse_safetensors_header(std::string_view(bytes).substr(0, length), "f"),
                 Safetensors::Error)
        << length;
  }
}

TEST(Safetensors, WritesAndReadsBack) {
  const ScratchFolder folder;
  const std::string wide(16, 'w');
  const std::string narrow("\1\2\3", 3);
  const std::vector<SafetensorsTensor> tensors = {
      {"narrow", ElementType::u8, {3}, narrow},
      {"wide", ElementType::f64, {2, 1}, wide},
      {"empty", ElementType::f16, {0}, {}},
  };
  write_safetensors(tensors, {{"k", "v"}}, folder.path() / "a.safetensors");
  write_safetensors({tensors[2], tensors[1], tensors[0]}, {{"k", "v"}},
                    folder.path() / "b.safetensors");
  const Safetensors file(folder.path() / "a.safetensors");
  EXPECT_EQ(file.read("narrow").bytes, narrow);
  EXPECT_EQ(file.read("wide").bytes, wide);
  EXPECT_EQ(file.read("empty").bytes, "");
  EXPECT_EQ(file.entry("wide").shape, (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(file.metadata().at("k"), "v");
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(file.read("wide").bytes.data()) % 8, 0U);

  const auto all = [&folder](const char* name) {
    std::ifstream stream(folder.path() / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  };
  EXPECT_EQ(all("a.safetensors"), all("b.safetensors"));
}

TEST(Safetensors, SaysWhyAFileCannotBeOpened) {
  const ScratchFolder folder;
  const auto message = [](const std::filesystem::path& path) -> std::string {
    try {
      Safetensors file(path);
    } catch (const Safetensors::Error& error) {
      EXPECT_THAT(error.what(), HasSubstr(path.string()));
      return error.what();
    }
    return "no error";
  };
  EXPECT_THAT(message(folder.path() / "none.safetensors"), HasSubstr("No such file"));
  EXPECT_THAT(message(folder.path()), HasSubstr("found a folder"));
  EXPECT_THAT(message(folder.write("empty", "")), HasSubstr("0 bytes"));
  EXPECT_THAT(message("/dev/null"), HasSubstr("expected a plain file, found a device"));
}

TEST(Safetensors, SaysWhyAFileMayNotBeRead) {
  const ScratchFolder folder;
  const auto path = folder.write("locked", safetensors_bytes("{}", ""));
  std::filesystem::permissions(path, std::filesystem::perms::none);
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  EXPECT_THAT(
      test::message_as_nobody<Safetensors::Error>([&path] { const Safetensors file(path); }),
      HasSubstr("Permission denied"));
}

TEST(Safetensors, OpensShards) {
  const ScratchFolder folder;
  folder.write("m-1.safetensors", safetensors_bytes("{" + entry("a", "U8", "1", "0,1") + "}", "A"));
  folder.write("m-2.safetensors", safetensors_bytes("{" + entry("b", "U8", "1", "0,1") + "}", "B"));
  const auto index = [&folder](const std::string& text) {
    folder.write("model.safetensors.index.json", text);
  };
  index(R"({"weight_map":{"a":"m-1.safetensors","b":"m-2.safetensors"}})");
  const Safetensors shards = Safetensors::open_folder(folder.path());
  EXPECT_EQ(shards.read("a").bytes, "A");
  EXPECT_EQ(shards.read("b").bytes, "B");
  EXPECT_EQ(shards.find_entry("c"), nullptr);
  EXPECT_THROW(static_cast<void>(shards.entry("c")), Safetensors::Error);

  for (const std::string& bad :
       {std::string("no"), std::string("{}"), std::string(R"({"weight_map":{"a":3}})"),
        std::string(R"({"weight_map":{"a":"../m-1.safetensors"}})"),
        std::string(R"({"weight_map":{"a":"x/../../m-1.safetensors"}})"),
        std::string(R"({"weight_map":{"a":"/etc/passwd"}})"),
        std::string(R"({"weight_map":{"a":""}})"), std::string(R"({"weight_map":{"a":"."}})"),
        std::string(R"({"weight_map":{"a":"m-1.safetensors","a":"m-1.safetensors"}})"),
        std::string(R"({"weight_map":{"a":"m-1.safetensors"},"weight_map":{}})"),
        std::string(R"({"weight_map":{"a":"m-2.safetensors"}})"),
        std::string(R"({"weight_map":{"a":"m-3.safetensors"}})")}) {
    index(bad);
    EXPECT_THROW(Safetensors::open_folder(folder.path()), Safetensors::Error) << bad;
  }
}

std::string message_of_folder(const ScratchFolder& folder) {
  try {
    static_cast<void>(Safetensors::open_folder(folder.path()));
  } catch (const Safetensors::Error& error) {
    return error.what();
  }
  return "no error";
}

std::string one_tensor(const std::string& name, const char* byte) {
  return safetensors_bytes("{" + entry(name, "U8", "1", "0,1") + "}", byte);
}

TEST(Safetensors, ShardsMayLieBelowTheFolder) {
  const ScratchFolder folder;
  std::filesystem::create_directories(folder.path() / "parts/deep");
  folder.write("one.safetensors", one_tensor("a", "A"));
  folder.write("parts/deep/one.safetensors", one_tensor("b", "B"));
  folder.write("model.safetensors.index.json",
               R"({"weight_map":{"a":"./one.safetensors","b":"parts/./deep/one.safetensors"}})");
  const Safetensors shards = Safetensors::open_folder(folder.path());
  EXPECT_EQ(shards.read("a").bytes, "A");
  EXPECT_EQ(shards.read("b").bytes, "B");
  EXPECT_THAT(model_files(folder.path()),
              testing::UnorderedElementsAre(
                  folder.path() / "config.json", folder.path() / "tokenizer.json",
                  folder.path() / "model.safetensors.index.json", folder.path() / "one.safetensors",
                  folder.path() / "parts/deep/one.safetensors"));
  // Two files of one name are told apart.
  folder.write("model.safetensors.index.json",
               R"({"weight_map":{"a":"parts/deep/one.safetensors","b":"one.safetensors"}})");
  EXPECT_THAT(message_of_folder(folder), HasSubstr("does not hold it"));
}

TEST(Safetensors, ShardsAreThoseOfTheIndexWhateverTheirNames) {
  const ScratchFolder folder;
  std::filesystem::create_directories(folder.path() / "über uns");
  folder.write("über uns/a b'\"[1].safetensors", one_tensor("odd/ name.weight", "A"));
  folder.write("-2..safetensors", one_tensor("b", "B"));
  folder.write("adapter.safetensors", one_tensor("stray", "C"));
  folder.write("model.safetensors.index.json",
               R"({"weight_map":{"odd/ name.weight":"über uns/a b'\"[1].safetensors",)"
               R"("b":"-2..safetensors"}})");
  const Safetensors shards = Safetensors::open_folder(folder.path());
  EXPECT_EQ(shards.read("odd/ name.weight").bytes, "A");
  EXPECT_EQ(shards.names(), (std::vector<std::string>{"b", "odd/ name.weight"}));
  folder.write("model.safetensors.index.json",
               R"({"weight_map":{"b":"-2..safetensors","c":"-3..safetensors"}})");
  EXPECT_THAT(message_of_folder(folder), HasSubstr("-3..safetensors"));
  folder.write("model.safetensors.index.json",
               R"({"weight_map":{"b":"-2..safetensors","c":"-2..safetensors"}})");
  EXPECT_THAT(message_of_folder(folder),
              testing::AllOf(HasSubstr("'c'"), HasSubstr("-2..safetensors")));
}

TEST(Safetensors, AStrayFileBesideAnIndexIsSaid) {
  const ScratchFolder folder;
  folder.write("model.safetensors", one_tensor("a", "A"));
  folder.write("m-1.safetensors", one_tensor("a", "B"));
  EXPECT_TRUE(Safetensors::open_folder(folder.path()).notes().empty());
  folder.write("model.safetensors.index.json", R"({"weight_map":{"a":"m-1.safetensors"}})");
  const Safetensors opened = Safetensors::open_folder(folder.path());
  EXPECT_EQ(opened.read("a").bytes, "A");
  ASSERT_EQ(opened.notes().size(), 1U);
  EXPECT_THAT(opened.notes()[0], HasSubstr("model.safetensors was read; "
                                           "model.safetensors.index.json beside it"));
  folder.write("model.safetensors.index.json", R"({"weight_map":{"a":"./model.safetensors"}})");
  EXPECT_TRUE(Safetensors::open_folder(folder.path()).notes().empty());
}

TEST(Safetensors, NamesWeightsThatItDoesNotRead) {
  const ScratchFolder folder;
  EXPECT_THAT(message_of_folder(folder), HasSubstr("has 0 safetensors files"));
  folder.write("pytorch_model.bin", "PK");
  EXPECT_THAT(message_of_folder(folder),
              testing::AllOf(HasSubstr("pytorch_model.bin only"), HasSubstr("save_pretrained")));
  std::filesystem::copy_file(test::source_folder() / "tests/cases/lfs-pointer/model.safetensors",
                             folder.path() / "model.safetensors");
  EXPECT_THAT(message_of_folder(folder),
              testing::AllOf(HasSubstr("model.safetensors"), HasSubstr("Git LFS pointer")));
  for (const char* type : {"F8_E4M3", "F8_E5M2"}) {
    folder.write("model.safetensors",
                 safetensors_bytes("{" + entry("w", type, "1", "0,1") + "}", "x"));
    EXPECT_THAT(message_of_folder(folder),
                testing::AllOf(HasSubstr("tensor 'w' is " + std::string(type)),
                               HasSubstr("numbers of 8 bits"), HasSubstr("BF16")));
  }
}

}  // namespace
}  // namespace baryscope
