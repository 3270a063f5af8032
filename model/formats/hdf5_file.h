#pragma once

#include "model/support/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

/// A thin layer over the HDF5 C library: handles that close themselves, messages instead of error stacks, and
/// only the types that Phiscope writes. The library is not safe for threads in every build, so all of it runs
/// under one lock of the process, held from opening a file to closing it.
namespace phiscope::hdf5 {

using Shape = std::vector<std::uint64_t>;

/// Handle of anything in HDF5, closed at the end of its life.
class Handle {
public:
    using Close = int (*)(std::int64_t);
    Handle() = default;
    Handle(std::int64_t id, Close close)
        : id_(id)
        , close_(close) {}
    ~Handle() { reset(); }
    Handle(Handle&& other) noexcept
        : id_(std::exchange(other.id_, -1))
        , close_(other.close_) {}
    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) {
            reset();
            id_ = std::exchange(other.id_, -1);
            close_ = other.close_;
        }
        return *this;
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    bool valid() const { return id_ >= 0; }
    std::int64_t id() const { return id_; }
    /// Closes now; false where the library reports a failure (of flushing to a full disk, for one).
    bool reset();

private:
    std::int64_t id_ = -1;
    Close close_ = nullptr;
};

/// What went wrong inside the library, thrown within this layer's users and turned into an Error by them.
struct Failure {
    std::string what; ///< "the dataset /recording/v cannot be read"
};

/// A file open for writing or reading. Paths are absolute, groups on the way are made. Every function throws
/// Failure where the library fails.
class File {
public:
    static File create(const std::filesystem::path& path);
    static File open(const std::filesystem::path& path);
    ~File();
    File(File&& other) noexcept;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    File& operator=(File&&) = delete;

    /// Writes everything to the disk and closes.
    void close();

    void writeText(const std::string& path, const std::string& text);
    void writeTexts(const std::string& path, const std::vector<std::string>& texts);
    void write(const std::string& path, const Shape& shape, const double* values);
    void write(const std::string& path, const Shape& shape, const float* values);
    void write(const std::string& path, const Shape& shape, const int* values);
    /// An attribute of a group or dataset that is there.
    void attribute(const std::string& path, const std::string& name, const std::string& text);
    void attribute(const std::string& path, const std::string& name, double value);
    void makeGroup(const std::string& path);

    bool has(const std::string& path) const;
    Shape shape(const std::string& path) const;
    std::string readText(const std::string& path) const;
    std::vector<std::string> readTexts(const std::string& path) const;
    /// The whole dataset, which must have this shape, converted to the type of `values`.
    void read(const std::string& path, const Shape& shape, double* values) const;
    void read(const std::string& path, const Shape& shape, float* values) const;
    void read(const std::string& path, const Shape& shape, int* values) const;
    /// The part of a dataset from index `from` on with the sizes `count`, both one entry a dimension.
    void readBlock(const std::string& path, const Shape& from, const Shape& count, double* values) const;
    std::string attributeText(const std::string& path, const std::string& name) const;
    double attributeNumber(const std::string& path, const std::string& name) const;
    std::vector<std::string> members(const std::string& group) const; ///< sorted by name

private:
    explicit File(Handle file)
        : file_(std::move(file)) {}
    void writeArray(const std::string& path, const Shape& shape, std::int64_t type, const void* values);
    void readArray(const std::string& path, const Shape& shape, std::int64_t type, void* values) const;
    Handle openDataset(const std::string& path) const;
    Handle openObject(const std::string& path) const;

    Handle file_;
};

} // namespace phiscope::hdf5
