#include "app/session/session_inputs.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/session/all_options.h"
#include "app/session/session_file.h"
#include "app/session/sha256.h"
#include "tests/support/error_message.h"
#include "tests/support/native_folder.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using test::message_of;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

/// A folder in which the program runs.
class SessionInputsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "baryscope-XXXXXX").string();
    m_folder = fs::canonical(::mkdtemp(pattern.data()));
    m_before = fs::current_path();
    fs::create_directories(m_folder / "here/below");
    fs::create_directories(m_folder / "there");
    fs::current_path(m_folder / "here");
  }
  void TearDown() override {
    fs::current_path(m_before);
    fs::remove_all(m_folder);
  }

  static void write(const fs::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }

  fs::path m_folder, m_before;
  OptionValues m_values{all_options()};
};

TEST_F(SessionInputsTest, PathsAreSaidFromTheSessionsFolder) {
  write("c.safetensors", "");
  EXPECT_EQ(name_from(".", "c.safetensors"), "c.safetensors");
  EXPECT_EQ(name_from("below", "c.safetensors"), "../c.safetensors");
  EXPECT_EQ(name_from(m_folder / "there", "./c.safetensors"), "../here/c.safetensors");
  EXPECT_EQ(name_from({}, "c.safetensors"), (m_folder / "here/c.safetensors").string());
  // Given whole, it moves with the session only where it lies with it.
  const std::string whole = (m_folder / "here/c.safetensors").string();
  EXPECT_EQ(name_from(m_folder, whole), "here/c.safetensors");
  EXPECT_EQ(name_from(m_folder / "there", whole), whole);
  EXPECT_EQ(name_from(".", "below/"), "below");
  EXPECT_EQ(name_from(".", "minilm"), "minilm") << "no path";
  EXPECT_EQ(name_from(".", ""), "");
  // A link keeps its own name.
  fs::create_symlink(m_folder / "here/c.safetensors", m_folder / "there/link.safetensors");
  EXPECT_EQ(name_from(m_folder, "../there/link.safetensors"), "there/link.safetensors");
}

TEST_F(SessionInputsTest, AndAreFoundBesideIt) {
  write("c.safetensors", "");
  EXPECT_EQ(name_beside("../here", "c.safetensors"), "../here/c.safetensors");
  EXPECT_EQ(name_beside("below", "../c.safetensors"), "c.safetensors");
  EXPECT_EQ(name_beside("", "c.safetensors"), "c.safetensors");
  EXPECT_EQ(name_beside("../there", "c.safetensors"), "c.safetensors") << "not there";
  EXPECT_EQ(name_beside("..", "/c.safetensors"), "/c.safetensors");
}

TEST_F(SessionInputsTest, EveryFileThatTheOptionsNameIsAnInput) {
  make_native_folder("model", {"a", "b"}, {});
  write("model/model.safetensors", "");
  write("c.safetensors", "");
  m_values.set("model", "model");
  m_values.set("compare", "c.safetensors");
  m_values.set("dataset", "d.npy");
  EXPECT_THAT(
      input_files(m_values),
      UnorderedElementsAre("model/config.json", "model/tokenizer.json", "model/model.safetensors",
                           "c.safetensors", "d.npy", "d.labels.npy"));
  fs::create_hard_link("c.safetensors", "twin.safetensors");
  fs::create_symlink("model/config.json", "link.json");
  const auto refuses = [this](const char* target) {
    return message_of<UsageError>([&] { refuse_input_as_output(target, input_files(m_values)); });
  };
  for (const char* target : {"model/config.json", "./model/../model/tokenizer.json",
                             "c.safetensors", "twin.safetensors", "link.json"}) {
    EXPECT_THAT(refuses(target), HasSubstr("would be overwritten")) << target;
  }
  EXPECT_EQ(refuses("new.json"), "no error");
  write("x.json", "");
  EXPECT_EQ(refuses("x.json"), "no error");
}

TEST_F(SessionInputsTest, OnlyWhatIsReadOfAModelIsHashed) {
  make_native_folder("model", {"a", "b"}, {});
  for (const char* name : {"model.safetensors", "checkpoint.safetensors", "notes.txt"}) {
    write(fs::path("model") / name, name);
  }
  m_values.set("model", "model");
  std::vector<std::string> files;
  for (const SessionInput& input : hash_inputs(m_values)) {
    EXPECT_EQ(input.sha256, sha256_of_file("model/" + input.file));
    EXPECT_NO_THROW(check_input(input, m_values));
    files.push_back(input.file);
  }
  EXPECT_THAT(files, UnorderedElementsAre("config.json", "tokenizer.json", "model.safetensors"));
}

TEST_F(SessionInputsTest, OfACaptureBehindAnIndexEveryFileIsHashed) {
  fs::create_directories("far");
  write("far/c-0.safetensors", "zero");
  write("far/c-1.safetensors", "one");
  write("far/c.safetensors.index.json",
        R"({"metadata":{},"weight_map":{"layers.0.query":"c-0.safetensors",
            "layers.1.query":["c-0.safetensors","c-1.safetensors"]}})");
  m_values.set("model", "far/c.safetensors.index.json");
  const std::vector<SessionInput> inputs = hash_inputs(m_values);
  std::vector<std::string> files;
  for (const SessionInput& input : inputs) {
    EXPECT_NO_THROW(check_input(input, m_values));
    files.push_back(input.file);
  }
  EXPECT_THAT(files, UnorderedElementsAre("", "c-0.safetensors", "c-1.safetensors"));
  EXPECT_NO_THROW(check_unchanged(inputs, m_values));
  write("far/c-1.safetensors", "two");
  EXPECT_THAT(message_of<ChangedInputs>([&] { check_unchanged(inputs, m_values); }),
              HasSubstr("c-1.safetensors is not the file"));
}

TEST_F(SessionInputsTest, AChangeIsAnErrorUnlessItIsAccepted) {
  write("c.safetensors", "one");
  m_values.set("model", "c.safetensors");
  const std::vector<SessionInput> inputs = hash_inputs(m_values);
  EXPECT_NO_THROW(check_unchanged(inputs, m_values));
  write("c.safetensors", "two");
  EXPECT_THAT(message_of<ChangedInputs>([&] { check_unchanged(inputs, m_values); }),
              testing::AllOf(HasSubstr("c.safetensors is not the file"),
                             HasSubstr("--changed-inputs accept")));
  m_values.set("changed-inputs", "accept");
  EXPECT_NO_THROW(check_unchanged(inputs, m_values));
  m_values.set("changed-inputs", "refuse");
  m_values.set("model", "other.safetensors");
  EXPECT_NO_THROW(check_unchanged(inputs, m_values)) << "no longer named";
}

TEST_F(SessionInputsTest, ASessionIsReadAsItWasWrittenFromAnywhere) {
  write("c.safetensors", "one");
  write("d.csv", "x,label\n");
  m_values.set("model", "c.safetensors");
  m_values.set("dataset", "d.csv");
  m_values.set("force", "on");
  m_values.set("changed-inputs", "accept");
  const SessionFile session{m_values, {}, hash_inputs(m_values)};
  write("below/s.bary.json", to_session_text(session, "below"));
  fs::current_path(m_folder / "there");
  const SessionFile again = load_session(all_options(), "../here/below/s.bary.json");
  EXPECT_EQ(again.options.text("model"), "../here/c.safetensors");
  EXPECT_EQ(again.options.text("dataset"), "../here/d.csv");
  EXPECT_EQ(again.inputs.at(0).name, "../here/c.safetensors");
  EXPECT_FALSE(again.options.is_set("force"));
  EXPECT_EQ(opened_values(again, m_values).text("force"), "on") << "of this run";
  EXPECT_TRUE(changed_inputs(again.inputs).empty());
}

}  // namespace
}  // namespace baryscope
