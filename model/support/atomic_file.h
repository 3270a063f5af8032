#pragma once

#include "model/support/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace phiscope {

/// A file that is written beside its target and takes its place in one step, so that the target is at every
/// moment either the old file or the whole new one. Dropped without commit() it leaves nothing behind.
/// Permissions of an existing target are kept; a symbolic link stays one and its target is replaced.
class AtomicFile {
public:
    static Result<AtomicFile> create(const std::filesystem::path& target);
    ~AtomicFile();
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    /// Where to write; exists, empty, in the target's folder. For libraries that open files by name.
    const std::filesystem::path& temporary() const { return temporary_; }

    Result<void> write(std::string_view text);
    /// Flushes to the disk and renames.
    Result<void> commit();

private:
    AtomicFile() = default;
    void discard() noexcept;

    std::filesystem::path target_;    ///< links resolved
    std::filesystem::path temporary_; ///< empty after commit
    std::string shown_;               ///< the target as the person named it
};

Result<void> writeFileAtomically(const std::filesystem::path& target, std::string_view text);

/// The whole content of a regular file. Fails with a sentence where it is missing, not readable, a folder, or
/// larger than `limitBytes`.
Result<std::string> readWholeFile(const std::filesystem::path& file, std::uintmax_t limitBytes);

} // namespace phiscope
