#include "model/simulation/recording.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <limits>
#include <mutex>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

namespace phiscope {
namespace {

constexpr std::size_t blockAlignment = 64;
constexpr std::size_t hugePage = std::size_t{2} << 20U;
constexpr std::size_t slowToFree = std::size_t{64} << 20U;

std::string gigabytes(double bytes) {
    std::array<char, 32> text{};
    const double gib = bytes / 1073741824.0;
    std::snprintf(text.data(), text.size(), gib < 0.1 ? "%.3f GiB" : "%.1f GiB", gib);
    return text.data();
}

/// What the kernel thinks can be had without swapping; the largest number where it does not say.
std::size_t availableMemory() {
    std::ifstream file("/proc/meminfo");
    std::string key;
    std::size_t kib = 0;
    while (file >> key) {
        if (key == "MemAvailable:" && file >> kib) {
            return kib * 1024;
        }
        file.ignore(256, '\n');
    }
    return SIZE_MAX;
}

/// Adds `count` values of `size` bytes and returns where they begin; false where the sum does not fit.
bool place(std::size_t& end, std::int64_t frames, std::int64_t values, std::size_t size, std::size_t& at) {
    std::size_t bytes = 0;
    at = end;
    return !__builtin_mul_overflow(static_cast<std::size_t>(frames), static_cast<std::size_t>(values),
                                   &bytes) &&
           !__builtin_mul_overflow(bytes, size, &bytes) &&
           !__builtin_add_overflow(bytes, blockAlignment - 1, &bytes) &&
           !__builtin_add_overflow(end, bytes / blockAlignment * blockAlignment, &end);
}

/// An open file without a name in `folder`, or -1 with errno.
int openScratchFile(const std::filesystem::path& folder) {
    const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) {
        return file;
    }
    std::string name = (folder / "phiscope-XXXXXX").string();
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) {
        ::unlink(name.c_str());
    }
    return named;
}

/// Maps `bytes` of a new unlinked file whose blocks are all reserved, so that a full disk is an error here
/// and not a SIGBUS in the middle of a run.
Result<std::byte*> mapFile(std::size_t bytes, const std::filesystem::path& scratchFolder) {
    std::error_code error;
    const std::filesystem::path folder =
        scratchFolder.empty() ? std::filesystem::temp_directory_path(error) : scratchFolder;
    const auto noRoom = [&](const std::string& why) {
        return fail("The recording needs " + gigabytes(static_cast<double>(bytes)) +
                        " and does not fit into " +
                        (folder.empty() ? "a temporary folder" : folder.string()) + ": " + why + ".",
                    "Free some space, shorten the simulation, take a longer time step, or choose another "
                    "folder with the environment variable TMPDIR.");
    };
    if (error) {
        return noRoom("there is no temporary folder (" + error.message() + ")");
    }
    const int file = openScratchFile(folder);
    if (file < 0) {
        return noRoom(std::string("no file can be made there (") + std::strerror(errno) + ")");
    }
    struct statvfs disk {};
    int failure = 0;
    if (::fstatvfs(file, &disk) == 0 &&
        static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize) <
            static_cast<double>(bytes)) {
        failure = ENOSPC;
    } else {
        failure = ::posix_fallocate(file, 0, static_cast<off_t>(bytes));
    }
    if (failure != 0) {
        ::close(file);
        const double free = static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize);
        return noRoom(failure == ENOSPC ? "only " + gigabytes(free) + " are free"
                                        : std::string(std::strerror(failure)));
    }
    void* base = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    const int mapError = errno;
    ::close(file);
    if (base == MAP_FAILED) {
        return noRoom(std::strerror(mapError));
    }
    return static_cast<std::byte*>(base);
}

/// A window must not stand still while the kernel takes gigabytes back.
void release(std::byte* base, std::size_t bytes) {
    if (bytes < slowToFree) {
        ::munmap(base, bytes);
    } else {
        std::thread([base, bytes] { ::munmap(base, bytes); }).detach();
    }
}

/// The memory of the last recording that was dropped, for the next one: a run that follows an edit then finds
/// its pages in place. Clearing new ones takes a core a third as long as a passive run. The kernel may have
/// them back whenever it needs memory (MADV_FREE), so that keeping them costs nobody anything.
class Spare {
public:
    static Spare& instance() {
        static Spare spare;
        return spare;
    }

    /// A mapping of `bytes`, or null where there is none of about that size.
    std::byte* take(std::size_t bytes) {
        const std::lock_guard lock(mutex_);
        const std::size_t wanted = wholePages(bytes);
        if (base_ == nullptr || bytes_ < wanted || bytes_ / 2 > wanted) {
            return nullptr;
        }
        std::byte* const base = std::exchange(base_, nullptr);
        if (bytes_ > wanted) {
            release(base + wanted, bytes_ - wanted);
        }
        return base;
    }

    /// False where it is not wanted; the caller then gives it back.
    bool keep(std::byte* base, std::size_t bytes) {
        if (bytes < hugePage || bytes > largest || ::madvise(base, wholePages(bytes), MADV_FREE) != 0) {
            return false;
        }
        const std::lock_guard lock(mutex_);
        if (base_ != nullptr) {
            release(base_, bytes_);
        }
        base_ = base;
        bytes_ = wholePages(bytes);
        return true;
    }

private:
    Spare() = default;

    static std::size_t wholePages(std::size_t bytes) {
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        return (bytes + page - 1) / page * page;
    }

    static constexpr std::size_t largest = std::size_t{1} << 30U;

    std::mutex mutex_;
    std::byte* base_ = nullptr;
    std::size_t bytes_ = 0;
};

} // namespace

std::int64_t recordedFrames(double tstopMs, double dtMs) {
    assert(dtMs > 0.0);
    const double steps = std::ceil(tstopMs / dtMs * (1.0 - 1e-12) - 1e-9);
    return std::max<std::int64_t>(static_cast<std::int64_t>(steps), 0) + 1;
}

/// Touches the pages ahead of the writer. It never looks at the memory itself, so it can not race with it.
class Recording::Prefaulter {
public:
    explicit Prefaulter(const Recording& recording)
        : recording_(recording)
        , thread_([this] { run(); }) {}
    ~Prefaulter() {
        {
            const std::lock_guard lock(mutex_);
            stop_ = true;
        }
        wake_.notify_all();
        thread_.join();
    }
    Prefaulter(const Prefaulter&) = delete;
    Prefaulter& operator=(const Prefaulter&) = delete;

private:
    struct Block {
        std::size_t begin;
        std::size_t end;
        std::size_t done; ///< touched so far
    };

    void run() {
        const Recording& r = recording_;
        std::vector<Block> blocks;
        const std::vector<std::size_t> starts{r.currentsAt_, r.potentialsAt_, r.pointCurrentsAt_,
                                              r.variablesAt_, r.bytes_};
        for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
            blocks.push_back({starts[i], starts[i + 1], starts[i]});
        }
        const auto frames = static_cast<double>(r.layout_.frames);
        const double lead =
            std::clamp(static_cast<double>(aheadBytes) / static_cast<double>(r.bytes_), 0.0, 1.0);
        for (;;) {
            const double reached = static_cast<double>(r.frameCount()) / frames;
            const double target = std::min(1.0, reached + lead);
            bool complete = true;
            for (Block& block : blocks) {
                const auto size = static_cast<double>(block.end - block.begin);
                const std::size_t until = block.begin + static_cast<std::size_t>(std::ceil(size * target));
                if (!touch(block, std::min(until, block.end))) {
                    return;
                }
                complete = complete && block.done >= block.end;
            }
            if (complete || r.finished()) {
                return;
            }
            std::unique_lock lock(mutex_);
            if (wake_.wait_for(lock, std::chrono::milliseconds(2), [this] { return stop_; })) {
                return;
            }
        }
    }

    /// False where the kernel can not do it (before Linux 5.14): the writer then takes the faults itself.
    bool touch(Block& block, std::size_t until) {
        while (block.done < until) {
            const std::size_t begin = block.done / hugePage * hugePage;
            const std::size_t end = std::min(begin + hugePage, recording_.bytes_);
            if (::madvise(recording_.base_ + begin, end - begin, MADV_POPULATE_WRITE) != 0 &&
                errno != EINTR && errno != EAGAIN) {
                return false;
            }
            block.done = end;
            const std::lock_guard lock(mutex_);
            if (stop_) {
                return false;
            }
        }
        return true;
    }

    static constexpr std::size_t aheadBytes = std::size_t{64} << 20U;

    const Recording& recording_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_ = false;
    std::thread thread_; // last: it uses the others
};

Recording::Recording(const RecordingLayout& layout)
    : layout_(layout) {}

Recording::~Recording() {
    prefaulter_.reset();
    if (base_ == nullptr) {
        return;
    }
    if (onDisk_ || !Spare::instance().keep(base_, bytes_)) {
        release(base_, bytes_);
    }
}

Result<std::shared_ptr<Recording>> Recording::create(const RecordingLayout& layout,
                                                     std::size_t memoryLimitBytes,
                                                     const std::filesystem::path& scratchFolder) {
    assert(layout.segments >= 0 && layout.frames >= 1 && layout.dtMs > 0.0 && layout.pointProcesses >= 0);
    assert(layout.pointSegments.empty() ||
           layout.pointSegments.size() == static_cast<std::size_t>(layout.pointProcesses));
    std::shared_ptr<Recording> made(new Recording(layout));
    Recording& r = *made;
    const std::int64_t n = layout.frames;
    std::size_t bytes = 0;
    const bool fits = place(bytes, n, layout.segments, sizeof(double), r.currentsAt_) &&
                      place(bytes, n, layout.segments, sizeof(float), r.potentialsAt_) &&
                      place(bytes, n, layout.pointProcesses, sizeof(double), r.pointCurrentsAt_) &&
                      place(bytes, n, static_cast<std::int64_t>(layout.variables.size()) * layout.segments,
                            sizeof(double), r.variablesAt_) &&
                      bytes < static_cast<std::size_t>(PTRDIFF_MAX) / 2;
    if (!fits) {
        return fail("A recording of " + std::to_string(layout.frames) + " time steps of " +
                        std::to_string(layout.segments) + " segments is too large for any computer.",
                    "Shorten the simulation or take a longer time step.");
    }
    bytes = std::max(bytes, blockAlignment);

    if (bytes <= memoryLimitBytes && bytes <= availableMemory() / 10 * 8) {
        r.base_ = Spare::instance().take(bytes);
        if (r.base_ == nullptr) {
            void* base = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
            if (base != MAP_FAILED) {
                // Advice only: without huge pages the recording works as well, with more faults.
                ::madvise(base, bytes, MADV_HUGEPAGE);
                r.base_ = static_cast<std::byte*>(base);
            }
        }
    }
    if (r.base_ == nullptr) {
        const Result<std::byte*> mapped = mapFile(bytes, scratchFolder);
        if (!mapped) {
            return tl::unexpected(mapped.error());
        }
        r.base_ = *mapped;
        r.onDisk_ = true;
    }
    r.bytes_ = bytes;
    if (bytes > hugePage) {
        r.prefaulter_ = std::make_unique<Prefaulter>(r);
    }
    return made;
}

namespace {

template <typename T>
T* at(std::byte* base, std::size_t offset, std::int64_t frame, std::int64_t values) {
    return reinterpret_cast<T*>(base + offset) + frame * values;
}

} // namespace

double* Recording::writeCurrents(std::int64_t frame) {
    assert(frame >= 0 && frame <= layout_.frames);
    return at<double>(base_, currentsAt_, frame, layout_.segments);
}

float* Recording::writePotentials(std::int64_t frame) {
    assert(frame >= 0 && frame <= layout_.frames);
    return at<float>(base_, potentialsAt_, frame, layout_.segments);
}

double* Recording::writePointCurrents(std::int64_t frame) {
    assert(frame >= 0 && frame <= layout_.frames);
    return at<double>(base_, pointCurrentsAt_, frame, layout_.pointProcesses);
}

double* Recording::writeVariable(int index, std::int64_t frame) {
    assert(frame >= 0 && frame <= layout_.frames);
    assert(index >= 0 && index < static_cast<int>(layout_.variables.size()));
    return at<double>(base_, variablesAt_, index * layout_.frames + frame, layout_.segments);
}

// Readers see the same memory; constness is theirs, not the mapping's.
const double* Recording::currents(std::int64_t frame) const {
    return const_cast<Recording*>(this)->writeCurrents(frame);
}

const float* Recording::potentials(std::int64_t frame) const {
    return const_cast<Recording*>(this)->writePotentials(frame);
}

const double* Recording::pointCurrents(std::int64_t frame) const {
    return const_cast<Recording*>(this)->writePointCurrents(frame);
}

double Recording::pointPotential(int point, std::int64_t frame) const {
    assert(point >= 0 && point < layout_.pointProcesses);
    const auto at = static_cast<std::size_t>(point);
    const int segment = at < layout_.pointSegments.size() ? layout_.pointSegments[at] : -1;
    return segment < 0 ? std::numeric_limits<double>::quiet_NaN()
                       : static_cast<double>(potentials(frame)[segment]);
}

const double* Recording::variable(int index, std::int64_t frame) const {
    return const_cast<Recording*>(this)->writeVariable(index, frame);
}

} // namespace phiscope
