#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace phiscope {

/// Something that has blocks of work now and then.
class ProjectionClient {
public:
    enum class Outcome {
        worked, ///< did a block; ask again
        idle,   ///< nothing to do until `ProjectionPool::wake`
        later,  ///< nothing to do now, but time alone may bring more
    };
    virtual ~ProjectionClient() = default;
    /// Does one block, if there is one. Called by many threads at once.
    virtual Outcome work() = 0;
    /// True while NEURON is filling what this client reads, and so needs a core.
    virtual bool growing() const = 0;
};

/// The threads that all projectors of the process share: as many as cores.
class ProjectionPool {
public:
    /// Made by the first who asks, gone with the last who holds it.
    static std::shared_ptr<ProjectionPool> shared();

    ProjectionPool();
    ~ProjectionPool();
    ProjectionPool(const ProjectionPool&) = delete;
    ProjectionPool& operator=(const ProjectionPool&) = delete;

    void add(std::shared_ptr<ProjectionClient> client);
    void remove(const ProjectionClient* client);
    /// There may be something to do.
    void wake();

private:
    void run(int index);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t epoch_ = 0; // raised by every wake, so that none is lost
    int waiting_ = 0;
    bool stop_ = false;
    std::vector<std::shared_ptr<ProjectionClient>> clients_;
    std::vector<std::thread> threads_;
};

} // namespace phiscope
