#include "model/forward/projection_pool.h"

#include "model/support/parallel.h"

#include <algorithm>
#include <chrono>

namespace phiscope {

std::shared_ptr<ProjectionPool> ProjectionPool::shared() {
    static std::mutex mutex;
    static std::weak_ptr<ProjectionPool> existing;
    const std::lock_guard lock(mutex);
    std::shared_ptr<ProjectionPool> pool = existing.lock();
    if (!pool) {
        pool = std::make_shared<ProjectionPool>();
        existing = pool;
    }
    return pool;
}

ProjectionPool::ProjectionPool() {
    const int count = coreCount();
    threads_.reserve(static_cast<std::size_t>(count));
    for (int index = 0; index < count; ++index) {
        threads_.emplace_back([this, index] { run(index); });
    }
}

ProjectionPool::~ProjectionPool() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) {
        thread.join();
    }
}

void ProjectionPool::add(std::shared_ptr<ProjectionClient> client) {
    {
        const std::lock_guard lock(mutex_);
        clients_.push_back(std::move(client));
    }
    wake();
}

void ProjectionPool::remove(const ProjectionClient* client) {
    const std::lock_guard lock(mutex_);
    std::erase_if(clients_, [client](const auto& held) { return held.get() == client; });
}

void ProjectionPool::wake() {
    {
        const std::lock_guard lock(mutex_);
        ++epoch_;
    }
    changed_.notify_all();
}

void ProjectionPool::run(int index) {
    // A recording tells nobody that it has grown: the writer must not be slowed. So it is looked at now and
    // then, well within one picture of a 60 Hz display.
    constexpr auto pause = std::chrono::milliseconds(4);
    const int besideNeuron = std::max(1, coreCount() - 1);
    std::size_t first = 0; // where to begin, so that no client starves
    std::unique_lock lock(mutex_);
    while (!stop_) {
        const std::uint64_t seen = epoch_;
        const std::vector<std::shared_ptr<ProjectionClient>> clients = clients_;
        lock.unlock();
        const bool growing =
            std::any_of(clients.begin(), clients.end(), [](const auto& client) { return client->growing(); });
        bool worked = false;
        bool later = growing;
        if (index < besideNeuron || !growing) {
            for (std::size_t i = 0; i < clients.size() && !worked; ++i) {
                const auto outcome = clients[(first + i) % clients.size()]->work();
                worked = outcome == ProjectionClient::Outcome::worked;
                later = later || outcome == ProjectionClient::Outcome::later;
            }
            ++first;
        }
        lock.lock();
        if (worked) {
            if (waiting_ > 0) { // a block done often means that more can be done
                ++epoch_;
                changed_.notify_all();
            }
            continue;
        }
        ++waiting_;
        const auto news = [&] {
            return stop_ || epoch_ != seen;
        };
        if (later) {
            changed_.wait_for(lock, pause, news);
        } else {
            changed_.wait(lock, news);
        }
        --waiting_;
    }
}

} // namespace phiscope
