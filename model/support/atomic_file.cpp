#include "model/support/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <random>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace phiscope {

namespace fs = std::filesystem;

namespace {

/// Closes a descriptor at the end of the scope.
class Descriptor {
public:
    explicit Descriptor(int fd)
        : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }

private:
    int fd_;
};

tl::unexpected<Error> systemFailure(const std::string& what, int code, const std::string& file) {
    std::string remedy;
    switch (code) {
    case ENOSPC:
    case EDQUOT:
        remedy = "Free some space, or choose another disk.";
        break;
    case EACCES:
    case EPERM:
    case EROFS:
        remedy = "Choose a folder in which you may write.";
        break;
    case ENOENT:
    case ENOTDIR:
        remedy = "Check that the folder exists.";
        break;
    default:
        break;
    }
    return fail(what + ": " + std::generic_category().message(code) + ".", remedy, file);
}

std::string randomSuffix() {
    static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device device;
    std::string suffix;
    for (int k = 0; k < 8; ++k) {
        suffix += letters[device() % letters.size()];
    }
    return suffix;
}

} // namespace

Result<AtomicFile> AtomicFile::create(const fs::path& target) {
    AtomicFile file;
    file.shown_ = target.string();
    std::error_code code;
    const fs::path resolved = fs::weakly_canonical(target, code);
    file.target_ = code ? fs::absolute(target) : resolved;
    if (fs::is_directory(file.target_, code)) {
        return fail("this is a folder.", "Choose the name of a file.", file.shown_);
    }
    struct stat existing {};
    const bool exists = ::stat(file.target_.c_str(), &existing) == 0;
    for (int attempt = 0; attempt < 16; ++attempt) {
        const fs::path candidate =
            file.target_.parent_path() / ("." + file.target_.filename().string() + "." + randomSuffix());
        // 0666 and the person's umask, as for any new file.
        const Descriptor descriptor(::open(candidate.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666));
        if (descriptor.get() >= 0) {
            file.temporary_ = candidate;
            if (exists && ::fchmod(descriptor.get(), existing.st_mode & 07777U) != 0) {
                return systemFailure("its permissions cannot be kept", errno, file.shown_);
            }
            return file;
        }
        if (errno != EEXIST) {
            return systemFailure("it cannot be saved", errno, file.shown_);
        }
    }
    return fail("it cannot be saved: no free name beside it.", "Choose another folder.", file.shown_);
}

AtomicFile::~AtomicFile() {
    discard();
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : target_(std::move(other.target_))
    , temporary_(std::exchange(other.temporary_, {}))
    , shown_(std::move(other.shown_)) {}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
    if (this != &other) {
        discard();
        target_ = std::move(other.target_);
        temporary_ = std::exchange(other.temporary_, {});
        shown_ = std::move(other.shown_);
    }
    return *this;
}

void AtomicFile::discard() noexcept {
    if (!temporary_.empty()) {
        ::unlink(temporary_.c_str());
        temporary_.clear();
    }
}

Result<void> AtomicFile::write(std::string_view text) {
    const Descriptor descriptor(::open(temporary_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    if (descriptor.get() < 0) {
        return systemFailure("it cannot be saved", errno, shown_);
    }
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor.get(), text.data(), text.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return systemFailure("it cannot be saved", errno, shown_);
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> AtomicFile::commit() {
    {
        const Descriptor descriptor(::open(temporary_.c_str(), O_WRONLY | O_CLOEXEC));
        if (descriptor.get() < 0 || ::fsync(descriptor.get()) != 0) {
            return systemFailure("it cannot be saved", errno, shown_);
        }
    }
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
        return systemFailure("it cannot be saved", errno, shown_);
    }
    temporary_.clear();
    // The new name must survive a power cut too. A folder that cannot be flushed is no reason to fail: the
    // file is in place.
    const Descriptor folder(::open(target_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() >= 0) {
        ::fsync(folder.get());
    }
    return {};
}

Result<void> writeFileAtomically(const fs::path& target, std::string_view text) {
    Result<AtomicFile> file = AtomicFile::create(target);
    if (!file) {
        return tl::unexpected(file.error());
    }
    if (Result<void> written = file->write(text); !written) {
        return written;
    }
    return file->commit();
}

Result<std::string> readWholeFile(const fs::path& file, std::uintmax_t limitBytes) {
    const std::string shown = file.string();
    std::error_code code;
    const fs::file_status status = fs::status(file, code);
    if (status.type() == fs::file_type::not_found) {
        return fail("there is no such file.", "Check the name and the folder.", shown);
    }
    if (code) {
        return fail("it cannot be read: " + code.message() + ".", "Check the permissions.", shown);
    }
    if (fs::is_directory(status)) {
        return fail("this is a folder.", "Choose a file.", shown);
    }
    if (!fs::is_regular_file(status)) {
        return fail("this is not a regular file.", "Choose a file on a disk.", shown);
    }
    const std::uintmax_t size = fs::file_size(file, code);
    if (!code && size > limitBytes) {
        return fail("it has " + std::to_string(size >> 20U) + " MiB; at most " +
                        std::to_string(limitBytes >> 20U) + " MiB can be read.",
                    "Check that this is the right file.", shown);
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return fail("it cannot be read: " + std::generic_category().message(errno) + ".",
                    "Check the permissions.", shown);
    }
    std::string content(static_cast<std::size_t>(size), '\0');
    stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (stream.bad()) {
        return fail("it cannot be read to its end.", "Check the disk.", shown);
    }
    content.resize(static_cast<std::size_t>(stream.gcount()));
    return content;
}

} // namespace phiscope
