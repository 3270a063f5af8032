#pragma once

#include "tests/common/temporary_folder.h"

#include <csignal>
#include <fcntl.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace phiscope::test {

/// A program started by a test, its output in files.
class ChildProgram {
public:
    ChildProgram(const TemporaryFolder& folder, const std::string& program,
                 const std::vector<std::string>& arguments)
        : outputFile_(folder / "child.stdout")
        , errorFile_(folder / "child.stderr") {
        std::vector<char*> argv{const_cast<char*>(program.c_str())};
        for (const std::string& argument : arguments) {
            argv.push_back(const_cast<char*>(argument.c_str()));
        }
        argv.push_back(nullptr);
        std::filesystem::remove(outputFile_);
        std::filesystem::remove(errorFile_);
        const std::string output = outputFile_.string();
        const std::string error = errorFile_.string();
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(::open(output.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600), STDOUT_FILENO);
            ::dup2(::open(error.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600), STDERR_FILENO);
            ::execv(program.c_str(), argv.data());
            ::_exit(127);
        }
    }
    ~ChildProgram() {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            wait();
        }
    }
    ChildProgram(const ChildProgram&) = delete;
    ChildProgram& operator=(const ChildProgram&) = delete;

    void signal(int number) const { ::kill(pid_, number); }

    /// The exit code; 128 + the signal where one ended it, as in a shell.
    int wait() {
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

    std::string output() const { return readText(outputFile_); }
    std::string errors() const { return readText(errorFile_); }

private:
    std::filesystem::path outputFile_;
    std::filesystem::path errorFile_;
    pid_t pid_ = -1;
};

} // namespace phiscope::test
