#include "model/support/atomic_file.h"
#include "tests/common/temporary_folder.h"

#include <chrono>
#include <csignal>
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace phiscope;
using test::readText;
using test::TemporaryFolder;
using test::writeText;

namespace {

std::ptrdiff_t filesIn(const TemporaryFolder& folder) {
    return std::distance(std::filesystem::directory_iterator(folder.path()), {});
}

} // namespace

TEST_CASE("a new file appears whole, an old one is replaced and keeps its permissions") {
    const TemporaryFolder folder;
    const auto file = folder / "a.txt";
    REQUIRE(writeFileAtomically(file, "one"));
    CHECK(readText(file) == "one");
    std::filesystem::permissions(file, std::filesystem::perms(0640));
    REQUIRE(writeFileAtomically(file, "two"));
    CHECK(readText(file) == "two");
    CHECK(std::filesystem::status(file).permissions() == std::filesystem::perms(0640));
    CHECK(filesIn(folder) == 1);
}

TEST_CASE("a symbolic link stays one and its target changes") {
    const TemporaryFolder folder;
    writeText(folder / "target", "old");
    std::filesystem::create_symlink("target", folder / "link");
    REQUIRE(writeFileAtomically(folder / "link", "new"));
    CHECK(std::filesystem::is_symlink(folder / "link"));
    CHECK(readText(folder / "target") == "new");
}

TEST_CASE("dropped without commit it leaves nothing") {
    const TemporaryFolder folder;
    writeText(folder / "a", "old");
    {
        Result<AtomicFile> file = AtomicFile::create(folder / "a");
        REQUIRE(file);
        REQUIRE(file->write("half"));
        CHECK(filesIn(folder) == 2);
    }
    CHECK(filesIn(folder) == 1);
    CHECK(readText(folder / "a") == "old");
}

TEST_CASE("where it cannot be written, the message says why and what to do") {
    const TemporaryFolder folder;
    const Result<void> missing = writeFileAtomically(folder / "none" / "a", "x");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().what == "it cannot be saved: No such file or directory.");
    CHECK(missing.error().remedy == "Check that the folder exists.");
    CHECK_FALSE(writeFileAtomically(folder.path(), "x"));
    if (::geteuid() != 0) {
        std::filesystem::permissions(folder.path(), std::filesystem::perms(0500));
        const Result<void> forbidden = writeFileAtomically(folder / "a", "x");
        std::filesystem::permissions(folder.path(), std::filesystem::perms(0700));
        REQUIRE_FALSE(forbidden);
        CHECK(forbidden.error().remedy == "Choose a folder in which you may write.");
    }
}

TEST_CASE("a disk without room leaves the old file and no other") {
    // /dev/full cannot be renamed onto, so a limit on the size of files stands for a full disk.
    const TemporaryFolder folder;
    writeText(folder / "a", "old");
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{4096, 4096};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const Result<void> written = writeFileAtomically(folder / "a", std::string(100000, 'x'));
        ::_exit(!written && !written.error().what.empty() ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    CHECK(readText(folder / "a") == "old");
    CHECK(filesIn(folder) == 1);
}

TEST_CASE("killed at any moment while saving, the file is the old one or the new one") {
    const TemporaryFolder folder;
    const auto file = folder / "a";
    const std::string old(200000, 'o');
    const std::string fresh(300000, 'n');
    for (int round = 0; round < 20; ++round) {
        writeText(file, old);
        const pid_t child = ::fork();
        if (child == 0) {
            while (true) {
                if (!writeFileAtomically(file, fresh) || !writeFileAtomically(file, old)) {
                    ::_exit(1);
                }
            }
        }
        std::this_thread::sleep_for(std::chrono::microseconds(500 + 700 * round));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        const std::string content = readText(file);
        CHECK((content == old || content == fresh));
    }
}

TEST_CASE("reading whole files") {
    const TemporaryFolder folder;
    writeText(folder / "a", std::string("a\0b", 3));
    CHECK(*readWholeFile(folder / "a", 100) == std::string("a\0b", 3));
    writeText(folder / "big", std::string(3 << 20, 'x'));
    CHECK(readWholeFile(folder / "big", 1 << 20).error().what == "it has 3 MiB; at most 1 MiB can be read.");
}
