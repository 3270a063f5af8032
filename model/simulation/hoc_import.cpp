#include "model/simulation/hoc_import.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <set>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h> // environ
#include <utility>

namespace phiscope {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t largestAnswer = std::size_t{256} << 20U;
constexpr std::size_t mostSections = 1000000;
constexpr int neuronLimit = 32767;

/// A child process in a group of its own, and the reading end of its output.
struct Child {
    pid_t pid = -1;
    int output = -1;
    bool reaped = false;
    int status = 0;

    Child() = default;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        if (pid > 0 && !reaped) {
            kill();
            while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
            }
        }
        if (output >= 0) {
            ::close(output);
        }
    }

    void kill() const {
        ::kill(-pid, SIGKILL);
        ::kill(pid, SIGKILL);
    }

    bool endedBy(Clock::time_point deadline) {
        for (;;) {
            const pid_t got = ::waitpid(pid, &status, WNOHANG);
            if (got == pid || (got < 0 && errno != EINTR)) {
                reaped = true;
                // Programs that the file has started and left behind.
                ::kill(-pid, SIGKILL);
                return true;
            }
            if (Clock::now() >= deadline) {
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
};

bool start(Child& child, const std::string& program, const std::string& file, std::string& problem) {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        problem = std::strerror(errno);
        return false;
    }
    child.output = ends[0];

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);

    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                             POSIX_SPAWN_SETPGROUP));

    std::string option = "--import-hoc";
    std::string programText = program;
    std::string fileText = file;
    const std::array<char*, 4> arguments{programText.data(), option.data(), fileText.data(), nullptr};
    const int failure =
        ::posix_spawn(&child.pid, program.c_str(), &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failure != 0) {
        child.pid = -1;
        problem = std::strerror(failure);
    }
    return failure == 0;
}

enum class Reading { complete, timeOver, tooMuch };

Reading readAll(int from, Clock::time_point deadline, std::string& text) {
    std::array<char, 65536> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() <= 0) {
            return Reading::timeOver;
        }
        pollfd wanted{from, POLLIN, 0};
        const int ready = ::poll(&wanted, 1, static_cast<int>(std::min<long long>(left.count(), 1000)));
        if (ready <= 0) {
            continue;
        }
        const ssize_t got = ::read(from, buffer.data(), buffer.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        if (got <= 0) {
            return Reading::complete;
        }
        if (text.size() + static_cast<std::size_t>(got) > largestAnswer) {
            return Reading::tooMuch;
        }
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

/// Thrown within this file only, by the small readers below; one catch turns it into an Error.
struct BadAnswer {
    std::string what;
};

double number(const json& value, const char* what, double lowest, double highest) {
    if (!value.is_number()) {
        throw BadAnswer{std::string(what) + " is not a number"};
    }
    const double number = value.get<double>();
    if (!(number >= lowest && number <= highest)) {
        throw BadAnswer{std::string(what) + " is " + value.dump()};
    }
    return number;
}

int integer(const json& value, const char* what, int lowest, int highest) {
    if (!value.is_number_integer()) {
        throw BadAnswer{std::string(what) + " is not a whole number"};
    }
    return static_cast<int>(number(value, what, lowest, highest));
}

std::string words(const json& value, const char* what, std::size_t longest) {
    if (!value.is_string()) {
        throw BadAnswer{std::string(what) + " is not text"};
    }
    const std::string& text = value.get_ref<const std::string&>();
    if (text.size() > longest) {
        throw BadAnswer{std::string(what) + " is too long"};
    }
    return text;
}

SectionType typeOf(const std::string& name) {
    const auto has = [&](const char* part) {
        return name.find(part) != std::string::npos;
    };
    if (has("soma")) {
        return SectionType::soma;
    }
    if (has("axon")) {
        return SectionType::axon;
    }
    if (has("apic")) {
        return SectionType::apical;
    }
    return has("dend") ? SectionType::dendrite : SectionType::other;
}

Section readSection(const json& value, int index, int count) {
    Section section;
    section.name = words(value.at("name"), "a section's name", 256);
    if (section.name.empty()) {
        throw BadAnswer{"a section has no name"};
    }
    try {
        section.type = typeOf(section.name);
        section.parent = integer(value.at("parent"), "its parent", -1, count - 1);
        if (section.parent == index) {
            throw BadAnswer{"it is its own parent"};
        }
        section.parentX = number(value.at("parent_x"), "the place on its parent", 0.0, 1.0);
        section.childX = integer(value.at("orientation"), "its orientation", 0, 1);
        section.fileSegmentCount = integer(value.at("nseg"), "nseg", 1, neuronLimit);
        const double Ra = number(value.at("Ra"), "Ra", 1e-9, 1e12);
        const double cm = number(value.at("cm"), "cm", 0.0, 1e9);
        // The defaults are what holds anyway, and a scene that sets nothing reads better.
        if (Ra != 35.4) {
            section.fileRa = Ra;
        }
        if (cm != 1.0) {
            section.fileCm = cm;
        }
        const json& points = value.at("points");
        if (!points.is_array() || points.size() < 2 ||
            points.size() > static_cast<std::size_t>(neuronLimit)) {
            throw BadAnswer{"it has " + std::to_string(points.size()) + " 3-D points"};
        }
        section.points.reserve(points.size());
        for (const json& point : points) {
            if (!point.is_array() || point.size() != 4) {
                throw BadAnswer{"a 3-D point is not made of four numbers"};
            }
            constexpr double far = 1e7; // µm: ten metres
            section.points.push_back({static_cast<float>(number(point[0], "x", -far, far)),
                                      static_cast<float>(number(point[1], "y", -far, far)),
                                      static_cast<float>(number(point[2], "z", -far, far)),
                                      static_cast<float>(number(point[3], "a diameter", 1e-6, far))});
        }
        for (const json& arc : value.value("arc", json::array())) {
            const double before = section.arcUm.empty() ? 0.0 : section.arcUm.back();
            section.arcUm.push_back(number(arc, "an arc length", before, 1e9));
        }
        if (!section.arcUm.empty() && section.arcUm.size() != section.points.size()) {
            throw BadAnswer{"it has " + std::to_string(section.arcUm.size()) + " arc lengths"};
        }
    } catch (const BadAnswer& bad) {
        throw BadAnswer{"in section " + section.name + ", " + bad.what};
    }
    return section;
}

void checkTree(const std::vector<Section>& sections) {
    // 0: not looked at, 1: on the way up, 2: reaches a root.
    std::vector<char> state(sections.size(), 0);
    for (std::size_t i = 0; i < sections.size(); ++i) {
        std::vector<std::size_t> way;
        std::size_t at = i;
        while (state[at] == 0) {
            state[at] = 1;
            way.push_back(at);
            if (sections[at].parent < 0) {
                break;
            }
            at = static_cast<std::size_t>(sections[at].parent);
            if (state[at] == 1) {
                throw BadAnswer{"section " + sections[at].name + " is its own ancestor"};
            }
        }
        for (const std::size_t done : way) {
            state[done] = 2;
        }
    }
}

std::string somaSentence(const Morphology& morphology) {
    int somata = 0;
    std::size_t points = 0;
    for (const Section& section : morphology.sections) {
        if (section.name.find("soma") != std::string::npos) {
            ++somata;
            points += section.points.size();
        }
    }
    if (somata == 0) {
        return "The file makes no section called soma; the first segment stands for it.";
    }
    return somata == 1
               ? "The soma is a section of " + std::to_string(points) + " points, as the file makes it."
               : "The soma is made of " + std::to_string(somata) + " sections, as the file makes them.";
}

MorphologyImport readAnswer(const json& answer, const std::string& fileName) {
    MorphologyImport import;
    const json& sections = answer.at("sections");
    if (!sections.is_array() || sections.empty() || sections.size() > mostSections) {
        throw BadAnswer{"there are " + std::to_string(sections.size()) + " sections"};
    }
    const auto count = static_cast<int>(sections.size());
    std::set<std::string> names;
    import.morphology.name = std::filesystem::path(fileName).stem().string();
    import.morphology.sections.reserve(sections.size());
    for (int i = 0; i < count; ++i) {
        Section section = readSection(sections[static_cast<std::size_t>(i)], i, count);
        if (!names.insert(section.name).second) {
            throw BadAnswer{"two sections are called " + section.name};
        }
        import.morphology.sections.push_back(std::move(section));
    }
    checkTree(import.morphology.sections);
    const auto roots = std::count_if(import.morphology.sections.begin(), import.morphology.sections.end(),
                                     [](const Section& s) { return s.parent < 0; });
    if (roots > 1) {
        import.notices.push_back({Notice::Level::warning,
                                  "The file makes " + std::to_string(roots) +
                                      " trees of sections that are not connected; they are simulated side by "
                                      "side."});
    }
    for (const json& notice : answer.value("notices", json::array())) {
        import.notices.push_back({Notice::Level::information, words(notice, "a notice", 10000)});
    }
    const std::string printed = words(answer.value("printed", json("")), "the printed text", 1 << 20);
    if (printed.find_first_not_of(" \t\r\n") != std::string::npos) {
        constexpr std::size_t shown = 500;
        import.notices.push_back(
            {Notice::Level::information,
             "The file printed: " + printed.substr(0, shown) + (printed.size() > shown ? " …" : "")});
    }
    import.somaNote = somaSentence(import.morphology);
    return import;
}

} // namespace

Result<MorphologyImport> parseHocAnswer(std::string_view text, const std::string& fileName) {
    const json answer = json::parse(text.begin(), text.end(), nullptr, false);
    const auto garbage = [&](const std::string& why) {
        return fail("The file could not be read: " + why + ".",
                    "The cell that it makes can not be used as it is; correct the file.", fileName);
    };
    if (!answer.is_object()) {
        return garbage("the program that runs it gave no proper answer");
    }
    try {
        if (answer.contains("error")) {
            const json& error = answer.at("error");
            return fail(words(error.at("what"), "the error", 20000),
                        words(error.at("remedy"), "the remedy", 20000), fileName,
                        integer(error.at("line"), "the line", 0, INT32_MAX));
        }
        return readAnswer(answer, fileName);
    } catch (const BadAnswer& bad) {
        return garbage(bad.what);
    } catch (const json::exception&) {
        return garbage("the program that runs it gave an incomplete answer");
    }
}

Result<MorphologyImport> importHoc(const std::filesystem::path& file, const std::filesystem::path& runProgram,
                                   double timeLimitSeconds) {
    const std::string name = file.filename().string();
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return fail("There is no such file.", "Check its name and folder.", name);
    }
    const std::filesystem::path whole = std::filesystem::absolute(file, error);
    Child child;
    std::string problem;
    if (!start(child, runProgram.string(), (error ? file : whole).string(), problem)) {
        return fail("The program that runs such files, " + runProgram.string() + ", can not be started (" +
                        problem + ").",
                    "Install Phiscope again, with phiscope-run beside the other programs.", name);
    }
    const auto deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                             std::chrono::duration<double>(timeLimitSeconds));
    std::string text;
    const Reading reading = readAll(child.output, deadline, text);
    if (reading == Reading::tooMuch) {
        return fail("The cell that this file makes is too large.", "Make one with fewer sections and points.",
                    name);
    }
    if (reading == Reading::timeOver || !child.endedBy(deadline)) {
        std::array<char, 32> limit{};
        std::snprintf(limit.data(), limit.size(), "%.3g", timeLimitSeconds);
        return fail("The file was still running after " + std::string(limit.data()) +
                        " seconds and was stopped.",
                    "Take out endless loops and simulations: only what builds the cell is needed.", name);
    }
    if (WIFSIGNALED(child.status)) {
        return fail(std::string("The file crashed NEURON (") + ::strsignal(WTERMSIG(child.status)) + ").",
                    "Correct the file.", name);
    }
    if (text.empty()) {
        const int code = WEXITSTATUS(child.status);
        return fail("The file ended NEURON before the cell could be read" +
                        (code == 0 ? std::string(".") : " (exit code " + std::to_string(code) + ")."),
                    "Take out quit() and whatever else ends the program.", name);
    }
    return parseHocAnswer(text, name);
}

std::filesystem::path defaultRunProgram() {
    std::error_code error;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::filesystem::path("phiscope-run") : self.parent_path() / "phiscope-run";
}

} // namespace phiscope
