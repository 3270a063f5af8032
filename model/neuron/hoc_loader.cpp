#include "model/neuron/hoc_loader.h"

#include "model/neuron/neuron_engine.h"
#include "model/neuron/neuron_thread.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace phiscope {
namespace {

using nlohmann::json;

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

/// A runaway file must not take the machine's memory with it.
void limitResources() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // these reserve terabytes of addresses
    constexpr rlim_t memory = rlim_t{8} << 30U;
    const rlimit addresses{memory, memory};
    ::setrlimit(RLIMIT_AS, &addresses);
#endif
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
}

bool definesTemplate(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string word;
    while (in >> word) {
        if (word == "begintemplate") {
            return true;
        }
    }
    return false;
}

json describe(const LoadedCell& cell) {
    json sections = json::array();
    int uneven = 0;
    for (const LoadedSection& s : cell.sections) {
        json points = json::array();
        for (const PathPoint& p : s.points) {
            points.push_back({p.x, p.y, p.z, p.diameter});
        }
        sections.push_back({{"name", s.name},
                            {"parent", s.parent},
                            {"parent_x", s.parentX},
                            {"orientation", s.orientation},
                            {"nseg", s.nseg},
                            {"Ra", s.Ra},
                            {"cm", s.cm},
                            {"points", std::move(points)},
                            {"arc", s.arc}});
        uneven += s.cmUniform ? 0 : 1;
    }
    json notices = json::array();
    if (!cell.mechanisms.empty()) {
        notices.push_back("The file inserts " + joined(cell.mechanisms) +
                          ", which is not taken over. Set the membrane in the cell's properties.");
    }
    if (!cell.pointProcesses.empty()) {
        notices.push_back("The file places " + joined(cell.pointProcesses) +
                          ", which is not taken over. Place synapses and electrodes in Phiscope.");
    }
    if (uneven > 0) {
        notices.push_back("In " + std::to_string(uneven) +
                          " sections the file varies the capacitance; the value in their middle is taken.");
    }
    return {{"sections", std::move(sections)}, {"notices", std::move(notices)}, {"printed", cell.text}};
}

json load(const std::filesystem::path& file) {
    Result<LoadedCell> cell = LoadedCell{};
    NeuronThread::instance().run([&] { cell = NeuronEngine::instance().loadHocFile(file.string()); });
    if (!cell) {
        return {
            {"error",
             {{"what", cell.error().what}, {"remedy", cell.error().remedy}, {"line", cell.error().line}}}};
    }
    if (cell->sections.empty()) {
        const bool onlyTemplate = definesTemplate(file);
        return {
            {"error",
             {{"what", onlyTemplate ? "The file only defines a template of a cell and makes no sections."
                                    : "The file makes no sections."},
              {"remedy", onlyTemplate ? "Make a cell from the template at the end of the file, as in: objref "
                                        "cell, then cell = new NameOfTheTemplate()."
                                      : "Open a .hoc file that creates a cell."},
              {"line", 0}}}};
    }
    return describe(*cell);
}

bool writeAll(int output, const std::string& text) {
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t wrote = ::write(output, text.data() + done, text.size() - done);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote <= 0) {
            return false;
        }
        done += static_cast<std::size_t>(wrote);
    }
    return true;
}

} // namespace

int runHocImport(const std::filesystem::path& file, int output) {
    // What the file prints past NEURON's own output (fprint, system) must not get between the document's
    // lines, nor may programs that it starts hold the pipe open.
    const int document = ::fcntl(output, F_DUPFD_CLOEXEC, 3);
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (document < 0 || nothing < 0 || ::dup2(nothing, STDIN_FILENO) < 0 ||
        ::dup2(nothing, STDOUT_FILENO) < 0 || ::dup2(nothing, STDERR_FILENO) < 0) {
        return 2;
    }
    limitResources();
    std::error_code error;
    const std::filesystem::path whole = std::filesystem::absolute(file, error);
    if (!error) {
        // So that the file finds those beside it.
        std::filesystem::current_path(whole.parent_path(), error);
    }
    const json answer = load(error ? file : whole.filename());
    const bool written = writeAll(document, answer.dump(-1, ' ', false, json::error_handler_t::replace));
    ::close(document);
    return written ? 0 : 2;
}

} // namespace phiscope
